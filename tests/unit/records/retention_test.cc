#include "records/runs.h"

#include "records/incidents.h"
#include "records/jobs.h"
#include "unit/records/fixture.h"

namespace beadle::records {
namespace {

using nlohmann::json;

constexpr Milliseconds day = 86'400'000;

class Retention : public StoreTest {
  protected:
    void adopt(const std::string& classes, const std::string& version = "2026-1") {
        auto read = read_retention("[schedule]\nversion = \"" + version + "\"\nadopted = 2026-05-12\nminute = \"Full Council, minute 7\"\n"
                                   "backups = \"30 days\"\n" + classes, "retention.toml");
        ASSERT_EQ(text(read.diagnostics), "");
        store().schedule = read.schedule;
        due();
    }
    static std::string a_class(const std::string& id, const std::string& records, const std::string& period,
                               const std::string& disposal = "automatic", const std::string& more = "") {
        return "[[class]]\nid = \"" + id + "\"\ntitle = \"T\"\nrecords = \"" + records + "\"\nperiod = \"" + period +
               "\"\ndisposal = \"" + disposal + "\"\nsource = \"S\"\n" + more;
    }
    // As the service does it, until nothing is left to do.
    void due() {
        for (int i = 0; i < 1000; ++i) {
            Transaction t(store().db);
            auto done = carry_out_schedule(store());
            ASSERT_TRUE(done) << done.failure().what;
            ASSERT_TRUE(t.commit());
            if (!done->more) return;
        }
        FAIL() << "it never ends";
    }
    std::string released() {
        auto recorded = record(held_verdict());
        amend_event(recorded.event, wire::Amendment::heard);
        const auto id = recorded.held.at(0);
        EXPECT_EQ(person_asks("quarantine.release", {{"id", id}, {"reason", "fine"}}).exit_code, 0u);
        for (int i = 0; i < 3; ++i) {  // the notice to the sender goes too
            auto work = take_work_now();
            if (work.id == 0) break;
            EXPECT_TRUE(settle(work, 250));
        }
        EXPECT_EQ(state_of(id), "released");
        return id;
    }
    json certificate(const std::string& id) { return json::parse(person_asks("retention.certificate", {{"id", id}}).lines.at(0)); }
    wire::Answer run(const std::string& c, const std::string& person = "clerk") { return person_asks("retention.run", {{"class", c}}, person); }
};

TEST_F(Retention, without_a_schedule_nothing_is_ever_destroyed) {
    released();
    clock_.pass(5000 * day);
    due();
    EXPECT_EQ(count("messages WHERE destroyed_at = 0"), 1);
    EXPECT_EQ(run("held-mail").exit_code, 1u);
    EXPECT_EQ(count("matters"), 0);
}

TEST_F(Retention, content_of_decided_mail_goes_by_itself_and_leaves_a_certificate) {
    adopt(a_class("held-mail", "held", "90 days"));
    const auto id = released();
    const auto open = record(held_verdict(2)).held.at(0);  // nobody has decided
    clock_.pass(89 * day);
    due();
    EXPECT_EQ(count("messages WHERE destroyed_at = 0"), 2);
    clock_.pass(2 * day);
    due();
    EXPECT_EQ(count("messages WHERE destroyed_at = 0"), 1);
    EXPECT_EQ(state_of(open), "pending");
    const auto c = certificate("D-1");
    EXPECT_EQ(c["state"], "finished");
    EXPECT_EQ(c["count"], 1);
    EXPECT_EQ(c["class"], "held-mail");
    EXPECT_EQ(c["schedule_version"], "2026-1");
    EXPECT_EQ(c["minute"], "Full Council, minute 7");
    EXPECT_EQ(c["oldest"], "2026-09-21");
    EXPECT_EQ(c["backups_until"], "2027-01-20");
    EXPECT_TRUE(c["ids_match"].get<bool>());
    EXPECT_EQ(c["ids"].size(), 1u);
    EXPECT_EQ(c["ids"][0].get<std::string>().substr(0, 13), id + " key");
    EXPECT_EQ(verify(), "");
    due();
    EXPECT_EQ(count("matters WHERE kind = 'run'"), 1) << "one run a day, and none where nothing is due";
}

TEST_F(Retention, events_lose_what_tells_of_persons_and_the_chain_still_verifies) {
    adopt(a_class("events", "events", "12 months") + a_class("held-mail", "held", "30 days"));
    for (int i = 0; i < 450; ++i) record(accepted_verdict());
    const auto id = released();
    clock_.pass(200 * day);
    due();  // the content goes
    record(accepted_verdict());
    clock_.pass(170 * day);
    due();
    EXPECT_EQ(verify(), "");
    EXPECT_EQ(count("events WHERE kind = 'verdict' AND subject <> ''"), 1) << "the one that is not due yet";
    EXPECT_EQ(count("events WHERE sender <> '' AND at < " + std::to_string(clock_.now - 366 * day)), 0);
    EXPECT_EQ(count("held"), 0) << "the rows of its kept copy went with it: " << id;
    EXPECT_GT(count("events WHERE kind = 'retention-finished' AND body <> '{}'"), 0);
    reopen();
    record(accepted_verdict());
    EXPECT_EQ(verify(), "");
    // Put back from an older copy, or taken out by somebody else: both are found.
    ASSERT_TRUE(store().db.run("UPDATE events SET body = '{\"x\":1}' WHERE seq = 3", {}));
    EXPECT_NE(verify(), "");
    ASSERT_TRUE(store().db.run("UPDATE events SET body = '{}' WHERE seq = 3", {}));
    EXPECT_EQ(verify(), "");
    ASSERT_TRUE(store().db.run("UPDATE events SET message_id = '', sender = '', recipients = '', subject = '', body = '{}', salt = NULL"
                               " WHERE seq = (SELECT max(seq) FROM events WHERE kind = 'verdict')", {}));
    EXPECT_NE(verify(), "");
}

TEST_F(Retention, a_run_beside_a_verification_is_no_alarm) {
    adopt(a_class("events", "events", "30 days"));
    for (int i = 0; i < 2050; ++i) record(accepted_verdict());
    clock_.pass(40 * day);
    Verify walk;
    wire::Answer answer;
    for (int i = 0; i < 2; ++i) ASSERT_FALSE(walk.step(store(), answer));
    due();
    while (!walk.step(store(), answer)) {
    }
    EXPECT_EQ(answer.exit_code, 0u) << answer.lines.at(0);
    EXPECT_EQ(verify(), "");
}

TEST_F(Retention, counting_ends_where_no_more_need_be_counted_and_says_so) {
    adopt(a_class("events", "events", "30 days", "review") + a_class("held-mail", "held", "30 days", "review"));
    for (int i = 0; i < 450; ++i) record(accepted_verdict());
    released();
    clock_.pass(40 * day);
    const auto count_of = [&](const json& arguments) {
        const auto j = json::parse(person_asks("retention.due", arguments).lines.at(0));
        return std::pair{j["count"].get<int>(), j["more"].get<bool>()};
    };
    const auto all = count_of(json::object());
    EXPECT_GE(all.first, 450);
    EXPECT_FALSE(all.second);
    EXPECT_EQ(count_of({{"most", 100}}), (std::pair{200, true})) << "whole windows";
    EXPECT_EQ(count_of({{"most", 1000}}), all);
    EXPECT_EQ(count_of({{"class", "held-mail"}, {"most", 100}}), (std::pair{1, false}));
}

TEST_F(Retention, a_report_asked_again_after_a_destruction_counts_anew) {
    const auto month = utc_text(clock_.now).substr(0, 7);
    const auto report = [&] { return person_asks("report", {{"period", month}}).lines; };
    adopt(a_class("events", "events", "30 days"));
    released();
    for (int i = 0; i < 3; ++i) record(accepted_verdict());
    clock_.pass(40 * day);
    const auto before = report();
    due();
    const auto after = report();
    EXPECT_NE(after, before) << "what was erased is in no report";
    store().counted.clear();
    EXPECT_EQ(report(), after);
}

TEST_F(Retention, what_a_hold_stops_stays_and_the_certificate_says_so) {
    adopt(a_class("held-mail", "held", "30 days") + a_class("events", "events", "30 days"));
    released();
    ASSERT_EQ(person_asks("hold.add", {{"case", "FOI 3"}, {"reason", "request"}, {"people", {"b@example.org"}}}).exit_code, 0u);
    clock_.pass(31 * day);
    auto listed = person_asks("retention.due", json::object());
    EXPECT_EQ(json::parse(listed.lines.at(0))["stopped_by"]["H-1 (FOI 3)"], 1);
    due();
    EXPECT_EQ(count("messages WHERE destroyed_at = 0"), 1);
    EXPECT_EQ(count("events WHERE kind = 'verdict' AND subject = 'Sample'"), 1);
    person_asks("hold.lift", {{"id", "H-1"}, {"reason", "answered"}}, "clerk");
    ASSERT_EQ(person_asks("hold.lift", {{"id", "H-1"}, {"reason", "answered"}}, "chair").exit_code, 0u);
    clock_.pass(day);
    due();
    EXPECT_EQ(count("messages WHERE destroyed_at = 0"), 0);
    EXPECT_EQ(verify(), "");
}

TEST_F(Retention, after_review_two_persons_destroy_what_was_due_when_the_first_asked) {
    adopt(a_class("held-mail", "held", "30 days", "review"));
    released();
    clock_.pass(31 * day);
    due();
    EXPECT_EQ(count("messages WHERE destroyed_at = 0"), 1);
    auto first = run("held-mail");
    EXPECT_EQ(first.exit_code, 1u);
    EXPECT_NE(first.problem.find("two persons"), std::string::npos) << first.problem;
    EXPECT_EQ(run("held-mail").exit_code, 1u) << "the same person again";
    EXPECT_EQ(count("messages WHERE destroyed_at = 0"), 1);
    auto second = run("held-mail", "chair");
    ASSERT_EQ(second.exit_code, 0u) << second.problem;
    const auto c = json::parse(second.lines.at(0));
    EXPECT_EQ(c["state"], "finished");
    EXPECT_EQ(c["asked_by"], "clerk");
    EXPECT_EQ(c["approved_by"], "chair");
    EXPECT_EQ(count("messages WHERE destroyed_at = 0"), 0);
    EXPECT_EQ(json::parse(run("held-mail").lines.at(0))["state"], "nothing-due");
    EXPECT_EQ(verify(), "");
}

TEST_F(Retention, a_shorter_period_reaches_what_is_kept_only_when_two_persons_agree) {
    adopt(a_class("held-mail", "held", "90 days"));
    released();
    clock_.pass(40 * day);
    adopt(a_class("held-mail", "held", "30 days"), "2026-2");
    EXPECT_EQ(count("messages WHERE destroyed_at = 0"), 1);
    auto listed = json::parse(person_asks("retention.schedule", json::object()).lines.at(0));
    EXPECT_EQ(listed["period"], "90 days");
    EXPECT_NE(listed["change"]["why"].get<std::string>().find("kept 30 days, not 90 days"), std::string::npos);
    EXPECT_EQ(person_asks("retention.approve", {{"class", "held-mail"}}, "clerk").exit_code, 1u);
    EXPECT_EQ(person_asks("retention.approve", {{"class", "held-mail"}}, "clerk").exit_code, 1u);
    due();
    EXPECT_EQ(count("messages WHERE destroyed_at = 0"), 1);
    EXPECT_EQ(person_asks("retention.approve", {{"class", "held-mail"}}, "chair").exit_code, 0u);
    clock_.pass(day);
    due();
    EXPECT_EQ(count("messages WHERE destroyed_at = 0"), 0);
    adopt(a_class("held-mail", "held", "2 years"), "2026-3");  // longer: at once
    EXPECT_EQ(json::parse(person_asks("retention.schedule", json::object()).lines.at(0))["period"], "2 years");
    EXPECT_EQ(verify(), "");
}

TEST_F(Retention, a_rule_names_the_class_and_a_tampered_name_destroys_nothing_unseen) {
    adopt(a_class("held-mail", "held", "30 days") + a_class("complaints", "held", "6 years", "review", "reasons = []\n"));
    auto v = held_verdict();
    v.decision.hits[0].retain = "complaints";
    const auto id = record(v).held.at(0);
    ASSERT_EQ(person_asks("quarantine.release", {{"id", id}}).exit_code, 0u);
    auto work = take_work_now();
    settle(work, 250);
    clock_.pass(31 * day);
    due();
    EXPECT_EQ(count("messages WHERE destroyed_at = 0"), 1);
    EXPECT_EQ(verify(), "");
    ASSERT_TRUE(store().db.run("UPDATE held SET retain = ''", {}));
    EXPECT_NE(verify(), "");
}

TEST_F(Retention, a_run_goes_on_where_a_crash_left_it) {
    adopt(a_class("events", "events", "30 days"));
    for (int i = 0; i < 700; ++i) record(accepted_verdict());
    clock_.pass(31 * day);
    for (int i = 0; i < 3; ++i) {
        Transaction t(store().db);
        ASSERT_TRUE(carry_out_schedule(store()));
        ASSERT_TRUE(t.commit());
    }
    {
        Transaction t(store().db);  // killed before the commit
        ASSERT_TRUE(carry_out_schedule(store()));
    }
    const auto schedule = store().schedule;
    reopen();
    store().schedule = schedule;
    EXPECT_EQ(verify(), "");
    due();
    EXPECT_EQ(verify(), "");
    const auto c = certificate("D-1");
    EXPECT_EQ(c["count"], 700);
    EXPECT_TRUE(c["ids_match"].get<bool>());
    EXPECT_EQ(c["ids"].size(), 700u);
}

TEST_F(Retention, closed_incidents_lose_what_they_tell_of_persons_and_the_chain_still_verifies) {
    ASSERT_EQ(person_asks("incident.open", {{"what", "a list went to a stranger"}}).exit_code, 0u);
    const auto number = *incidents_of_state(store(), "open", 10);
    ASSERT_EQ(number.size(), 1u);
    const std::string id = number[0].number;
    adopt(a_class("incidents", "incidents", "30 days"));
    clock_.pass(40 * 86'400'000LL);
    due();
    EXPECT_EQ((*find_incident(store(), id))->state, "open") << "an open one is never due";
    const auto fields = json{{"facts", "told of Mrs Ident"}, {"effects", "none"}, {"action", "asked back"}, {"decision", "report"}, {"decision_by", "clerk"}};
    const auto set = person_asks("incident.set", {{"number", id}, {"set", fields.dump()}});
    ASSERT_EQ(set.exit_code, 0u) << set.problem;
    const auto closed = person_asks("incident.close", {{"number", id}});
    ASSERT_EQ(closed.exit_code, 0u) << closed.problem;
    clock_.pass(20 * 86'400'000LL);
    due();
    EXPECT_EQ((*find_incident(store(), id))->state, "closed");
    clock_.pass(20 * 86'400'000LL);
    due();
    const auto gone = **find_incident(store(), id);
    EXPECT_EQ(gone.state, "erased");
    EXPECT_EQ((gone.fields + gone.what + gone.notes).find("Ident"), std::string::npos);
    EXPECT_EQ(person_asks("incident.reopen", {{"number", id}, {"reason", "x"}}).exit_code, 1u);
    EXPECT_EQ(verify(), "");
    EXPECT_EQ(person_asks("events.verify", json::object()).exit_code, 0u);
}

}  // namespace
}  // namespace beadle::records
