#include "records/incidents.h"

#include "records/due.h"
#include "unit/records/fixture.h"
#include "wire/due.h"

namespace beadle::records {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class IncidentTest : public StoreTest {
  protected:
    void SetUp() override {
        StoreTest::SetUp();
        store().council.name = "Test Parish Council";
        store().council.clerk = "clerk@council.example";
    }
    wire::RecordVerdict malware(const std::string& id = "<1@bad.example>") {
        auto v = held_verdict();
        v.inspection.message_id = id;
        v.decision.hits[0].id = "malware";
        v.decision.hits[0].incident = true;
        v.notices.clear();
        return v;
    }
    json asked(const std::string& verb, const json& arguments, std::uint32_t exit_code = 0,
               const std::string& who = "clerk") {
        const auto answer = person_asks(verb, arguments, who);
        EXPECT_EQ(answer.exit_code, exit_code) << answer.problem;
        problem_ = answer.problem;
        return answer.lines.empty() ? json() : json::parse(answer.lines.front());
    }
    void run_due() {
        EXPECT_TRUE(service_->take(1, wire::Role::mail, {}, wire::frame_of(wire::RunDue{})));
        turns();
    }
    std::vector<wire::Notice> notices() {
        std::vector<wire::Notice> out;
        for (auto work = take_work_now(); work.kind == wire::WorkKind::notice; work = take_work_now()) {
            out.push_back(work.notice);
            settle(work, 250);
        }
        return out;
    }
    std::string problem_;
};

TEST_F(IncidentTest, a_rule_opens_one_once_and_a_wave_of_the_same_joins_it) {
    record(malware());
    record(malware());  // the MTA tried again
    record(malware("<2@bad.example>"));
    const auto list = person_asks("incident.list", json::object());
    ASSERT_THAT(list.lines, SizeIs(1));
    const auto one = asked("incident.show", {{"number", "2026-1"}});
    EXPECT_EQ(one["origin"], "rule");
    EXPECT_EQ(one["evidence"].size(), 2u);
    EXPECT_EQ(one["hours_left"], 72);
    EXPECT_EQ(verify(), "");
    const auto told = notices();
    ASSERT_THAT(told, SizeIs(1));
    EXPECT_EQ(told[0].kind, "incident-opened");
    EXPECT_EQ(told[0].to, "clerk@council.example");
    clock_.pass(25 * hour);
    record(malware("<3@bad.example>"));
    EXPECT_THAT(person_asks("incident.list", json::object()).lines, SizeIs(2)) << "a day later it is another";
}

TEST_F(IncidentTest, watched_and_excepted_rules_and_deferred_mail_open_none) {
    auto v = malware();
    v.decision.hits[0].watched = true;
    record(v);
    v = malware("<2@bad.example>");
    v.decision.hits[0].excepted_by = "agreed";
    record(v);
    EXPECT_THAT(person_asks("incident.list", json::object()).lines, IsEmpty());
}

TEST_F(IncidentTest, what_a_rule_had_kept_back_opens_one_when_it_is_let_out) {
    auto v = held_verdict();
    v.decision.hits[0].incident_when_released = true;
    const auto done = record(v);
    EXPECT_THAT(person_asks("incident.list", json::object()).lines, IsEmpty());
    amend_event(done.event, wire::Amendment::heard);
    person_asks("quarantine.release", {{"id", done.held[0]}, {"reason", "agreed"}});
    const auto list = person_asks("incident.list", json::object());
    ASSERT_THAT(list.lines, SizeIs(1));
    EXPECT_EQ(json::parse(list.lines[0])["origin"], "release");
    EXPECT_EQ(verify(), "");
}

TEST_F(IncidentTest, a_members_report_names_what_they_saw_and_is_answered_with_thanks) {
    auto seen = accepted_verdict();
    seen.envelope.sender = "stranger@bad.example";
    seen.inspection.message_id = "<phish@bad.example>";
    seen.inspection.subject = "Your parcel";
    const auto event = record(seen).event;
    auto v = accepted_verdict();
    v.reported_by = "a.smith@council.example";
    v.inspection.subject = "Fwd: Your parcel";
    Original original;
    original.form = OriginalForm::attached;
    original.message_id = "<phish@bad.example>";
    v.inspection.passed_on.originals = {original};
    record(v);
    record(v);
    const auto one = asked("incident.show", {{"number", "2026-0001"}});
    EXPECT_EQ(one["origin"], "report");
    EXPECT_EQ(one["opened_by"], "a.smith@council.example");
    ASSERT_EQ(one["evidence"].size(), 2u);
    EXPECT_EQ(one["evidence"][0]["event"], event);
    EXPECT_EQ(one["evidence"][0]["subject"], "Your parcel");
    EXPECT_THAT(person_asks("incident.list", json::object()).lines, SizeIs(1));
    std::vector<std::string> kinds;
    for (const auto& n : notices()) kinds.push_back(n.kind + " " + n.to);
    EXPECT_THAT(kinds, ::testing::UnorderedElementsAre("incident-opened clerk@council.example",
                                                       "report-thanks a.smith@council.example"));
}

TEST_F(IncidentTest, the_clock_reminds_at_24_48_and_66_hours_until_it_is_decided) {
    const auto reminders = [this] {  // the head of the day comes besides
        auto all = notices();
        std::erase_if(all, [](const wire::Notice& n) { return n.kind == "head"; });
        return all;
    };
    asked("incident.open", {{"what", "Payroll to the wrong person"}});
    for (const auto& [pass, wanted] : std::vector<std::pair<Milliseconds, std::size_t>>{
             {23 * hour, 0}, {2 * hour, 1}, {hour, 0}, {23 * hour, 1}, {18 * hour, 1}, {24 * hour, 0}}) {
        clock_.pass(pass);
        run_due();
        run_due();
        EXPECT_THAT(reminders(), SizeIs(wanted)) << pass / hour;
    }
    asked("incident.open", {{"what", "Another"}});
    clock_.pass(60 * hour);  // Beadle was stopped meanwhile
    run_due();
    EXPECT_THAT(reminders(), SizeIs(1)) << "only the last of what was missed";
    asked("incident.set", {{"number", "2026-2"}, {"set", R"({"decision":"not-report"})"}});
    clock_.pass(10 * hour);
    run_due();
    EXPECT_THAT(reminders(), IsEmpty());
    EXPECT_EQ(verify(), "");
}

TEST_F(IncidentTest, awareness_moves_only_with_a_reason_and_never_silently) {
    asked("incident.open", {{"what", "x"}});
    asked("incident.set", {{"number", "2026-1"}, {"set", R"({"aware":"2026-09-20"})"}}, 2);
    EXPECT_THAT(problem_, HasSubstr("--reason"));
    const auto one = asked(
        "incident.set",
        {{"number", "2026-1"}, {"set", R"({"aware":"2026-09-20"})"}, {"reason", "the councillor knew on Sunday"}});
    EXPECT_EQ(one["aware_at"], "2026-09-20T00:00:00.000Z");
    const auto events = person_asks("events.search", {{"kind", "incident-changed"}});
    ASSERT_THAT(events.lines, SizeIs(1));
    EXPECT_THAT(events.lines[0], HasSubstr("the councillor knew on Sunday"));
    asked("incident.set", {{"number", "2026-1"}, {"set", R"({"aware":"2036-09-20"})"}, {"reason", "x"}}, 2);
}

TEST_F(IncidentTest, the_register_is_complete_before_it_closes_and_mistyped_fields_are_named) {
    asked("incident.open", {{"what", "x"}});
    asked("incident.close", {{"number", "2026-1"}}, 1);
    EXPECT_THAT(problem_, HasSubstr("facts, effects, action, decision, decision_by"));
    asked("incident.set", {{"number", "2026-1"}, {"set", R"({"efects":"none"})"}}, 2);
    EXPECT_THAT(problem_, HasSubstr("did you mean \"effects\""));
    asked("incident.set",
          {{"number", "2026-1"},
           {"set", R"({"facts":"f","effects":"e","action":"a","decision":"not-report","decision_by":"clerk"})"}});
    asked("incident.close", {{"number", "2026-1"}}, 1);
    EXPECT_THAT(problem_, HasSubstr("decision_reasons"));
    asked("incident.set", {{"number", "2026-1"}, {"set", R"({"decision_reasons":"no risk"})"}});
    EXPECT_EQ(asked("incident.close", {{"number", "2026-1"}})["state"], "closed");
    asked("incident.set", {{"number", "2026-1"}, {"set", R"({"facts":"other"})"}}, 1);
    asked("incident.note", {{"number", "2026-1"}, {"text", "A late answer"}});
    EXPECT_EQ(asked("incident.reopen", {{"number", "2026-1"}, {"reason", "a second copy"}})["state"], "open");
    EXPECT_EQ(verify(), "");
}

TEST_F(IncidentTest, tells_who_received_what_who_got_the_same_file_and_what_else_its_sender_sent) {
    Entity file;
    file.filename = "payroll.xlsx";
    file.sha256 = std::string(64, 'a');
    auto v = accepted_verdict();
    v.inspection.entities = {file};
    const auto event = record(v).event;
    auto other = accepted_verdict();
    other.envelope.sender = "rfo@council.example";
    other.inspection.message_id = "<2@council.example>";
    other.inspection.entities = {file};
    record(other);
    auto same = accepted_verdict();
    same.inspection.message_id = "<3@council.example>";
    record(same);
    asked("incident.open", {{"what", "Payroll"}, {"about", std::to_string(event)}});
    const auto who = person_asks("incident.who", {{"number", "2026-1"}});
    std::map<std::string, int> kinds;
    for (const auto& line : who.lines) ++kinds[json::parse(line)["kind"]];
    EXPECT_EQ(kinds,
              (std::map<std::string, int>{{"message", 1}, {"same-attachment", 1}, {"same-sender", 1}, {"end", 1}}));
    EXPECT_THAT(who.lines[0], HasSubstr("b@example.org"));
    EXPECT_THAT(who.lines[0], HasSubstr("passed on"));
}

TEST_F(IncidentTest, a_pack_proves_its_events_and_its_manifest_enters_the_chain) {
    const auto done = record(held_verdict());
    asked("incident.open", {{"what", "x"}, {"about", done.held[0]}});
    const auto proof = person_asks("incident.proof", {{"number", "2026-1"}});
    ASSERT_GE(proof.lines.size(), 3u);
    EXPECT_EQ(json::parse(proof.lines[1])["as_written"], true);
    EXPECT_EQ(json::parse(proof.lines.back())["kind"], "head");
    const auto sealed =
        asked("incident.export",
              {{"number", "2026-1"}, {"manifest_sha256", std::string(64, 'b')}, {"for", "Monitoring Officer"}});
    const auto events = person_asks("events.search", {{"kind", "incident-exported"}});
    ASSERT_THAT(events.lines, SizeIs(1));
    EXPECT_EQ(json::parse(events.lines[0])["event"], sealed["event"]);
    asked("incident.export", {{"number", "2026-1"}, {"manifest_sha256", "short"}}, 2);
}

TEST_F(IncidentTest, another_hand_in_the_register_is_found) {
    for (const char* edit :
         {"UPDATE incidents SET aware_at = aware_at + 1", "UPDATE incidents SET fields = '{}' WHERE fields <> '{}'",
          "UPDATE incidents SET state = 'closed'", "DELETE FROM incidents"}) {
        asked("incident.open", {{"what", "x"}});
        const auto number =
            json::parse(person_asks("incident.list", {{"limit", 1}}).lines[0])["number"].get<std::string>();
        asked("incident.set", {{"number", number}, {"set", R"({"facts":"f"})"}});
        ASSERT_EQ(verify(), "");
        auto& by_another_hand = store().db.beneath();
        ASSERT_TRUE(by_another_hand.begin());
        ASSERT_TRUE(by_another_hand.run(edit, {}));
        EXPECT_NE(verify(), "") << edit;
        by_another_hand.rollback();
    }
}

}  // namespace
}  // namespace beadle::records
