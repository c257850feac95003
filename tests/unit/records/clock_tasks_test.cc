#include <chrono>
#include <fstream>
#include <set>

#include "base/london.h"
#include "records/access_kinds.h"
#include "records/report.h"
#include "support/source_tree.h"
#include "unit/records/fixture.h"
#include "wire/due.h"

namespace beadle::records {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;

class ClockTest : public StoreTest {
  protected:
    void SetUp() override {
        StoreTest::SetUp();
        auto& s = store();
        s.council.name = "Test Parish Council";
        s.council.clerk = "clerk@council.example";
        s.council.adopted = "2026-05-12";
        s.council.review_due = "2027-05-12";
        s.council.members = {{"a.smith@council.example", "Anne Smith", "councillor", "2026-06-01", "", "", ""},
                             {"b@council.example", "Bob Old", "officer", "2020-01-01", "", "", ""},
                             {"c@council.example", "Cy Gone", "former", "", "", "", ""}};
        s.notices.digest_minutes = {480, 780};
        s.notices.chair = "chair@council.example";
    }
    void at(const std::string& day, int minute_of_day) { clock_.now = *london_wall(day, minute_of_day); }
    void run_due() {
        EXPECT_TRUE(service_->take(1, wire::Role::mail, {}, wire::frame_of(wire::RunDue{})));
        turns();
    }
    std::int64_t told(const std::string& kind) { return count("notices WHERE kind = '" + kind + "'"); }
    json values(const std::string& kind) {
        auto rows = store().db.rows("SELECT plain FROM notices WHERE kind = ?1 ORDER BY id DESC LIMIT 1", {kind});
        return rows->empty() ? json() : json::parse(text(rows->front()[0]));
    }
};

TEST_F(ClockTest, a_digest_comes_at_its_hours_once_and_only_when_something_waits) {
    at("2026-10-05", 479);
    run_due();
    at("2026-10-05", 481);
    run_due();
    EXPECT_EQ(told("digest"), 0) << "nothing waits";
    auto v = held_verdict();
    v.notices.clear();
    const auto done = record(v);
    amend_event(done.event, wire::Amendment::heard);
    run_due();
    EXPECT_EQ(told("digest"), 0) << "the hour has passed";
    at("2026-10-05", 785);
    run_due();
    run_due();
    EXPECT_EQ(told("digest"), 1);
    const auto said = values("digest");
    EXPECT_EQ(said["waiting"][0]["words"],
              "1 message: sensitive-in-clear (clause 8), the oldest since 5 October 2026, 08:01");
    EXPECT_THAT(said.dump(), ::testing::Not(HasSubstr("Sample"))) << "nothing of what anybody wrote";
    at("2026-10-09", 1000);  // stopped for days: no flood
    run_due();
    EXPECT_EQ(told("digest"), 2);
}

TEST_F(ClockTest, the_digest_names_what_was_flagged_since_the_one_before_in_one_line) {
    at("2026-10-05", 481);
    run_due();
    const auto flagged = [&](const std::string& rule) {
        auto v = accepted_verdict();
        v.outcome = "flagged";
        v.decision.hits.resize(1);
        v.decision.hits[0].id = rule;
        record(v);
    };
    at("2026-10-05", 500);
    flagged("weak-encryption");
    flagged("weak-encryption");
    flagged("personal-address");
    at("2026-10-05", 785);
    run_due();
    ASSERT_EQ(told("digest"), 1);
    EXPECT_EQ(values("digest")["others"][0]["words"],
              "3 messages were delivered and flagged since 5 October 2026, 08:01: weak-encryption 2, personal-address 1");
    at("2026-10-06", 481);
    run_due();
    EXPECT_EQ(told("digest"), 1) << "told once";
}

TEST_F(ClockTest, the_hours_are_those_of_London_in_winter_and_summer) {
    store().notices.digest_when_empty = true;
    clock_.now = *wall_time("2026-10-24T07:00:01Z");  // 08:00 in summer
    run_due();
    EXPECT_EQ(told("digest"), 1);
    clock_.now = *wall_time("2026-10-25T07:30:00Z");  // 07:30 in winter
    run_due();
    EXPECT_EQ(told("digest"), 1);
    clock_.now = *wall_time("2026-10-25T08:00:01Z");
    run_due();
    EXPECT_EQ(told("digest"), 2);
}

TEST_F(ClockTest, the_month_that_ended_is_reported_once_by_clause_and_training) {
    at("2026-10-05", 100);
    auto v = held_verdict();
    v.notices.clear();
    v.decision.hits[0].findings = {0};
    const auto done = record(v);
    amend_event(done.event, wire::Amendment::heard);
    person_asks("quarantine.release", {{"id", done.held[0]}, {"reason", "false alarm"}});
    for (int i = 0; i < 450; ++i) record(accepted_verdict());
    at("2026-11-01", 5);
    run_due();
    run_due();
    EXPECT_EQ(told("monthly"), 1);
    EXPECT_EQ(told("access"), 1);
    const auto said = values("monthly");
    EXPECT_EQ(said["period"], "2026-10");
    EXPECT_EQ(said["total"], "451");
    EXPECT_EQ(said["clauses"][0]["words"], "Clause 8: 1 times, 1 released (100%)");
    EXPECT_EQ(said["topics"][0]["words"], "NHS number: 1 messages");
    EXPECT_EQ(said["untrained"].size(), 1u) << said["untrained"];
    EXPECT_EQ(said["unacknowledged"].size(), 2u);
    EXPECT_EQ(values("access")["nobody"], true);
}

TEST_F(ClockTest, a_report_is_asked_for_by_month_and_year_and_a_wrong_period_is_named) {
    at("2026-10-05", 100);
    record(accepted_verdict());
    at("2026-11-02", 100);
    record(accepted_verdict());
    for (const auto& [period, total] :
         std::vector<std::pair<std::string, int>>{{"2026-10", 1}, {"2026", 2}, {"2026-11", 1}}) {
        const auto answer = person_asks("report", {{"period", period}});
        ASSERT_EQ(answer.exit_code, 0u);
        EXPECT_EQ(json::parse(answer.lines[0])["mail"]["total"], total) << period;
    }
    EXPECT_EQ(person_asks("report", {{"period", "2026-13"}}).exit_code, 2u);
    EXPECT_EQ(person_asks("report", {{"period", "2026-10"}, {"access", true}}).exit_code, 0u);
}

TEST_F(ClockTest, old_signatures_are_told_to_clerk_and_admin_once_a_day_by_the_setting) {
    std::ofstream(folder_.path + "/daily.cld") << "x";
    store().notices.signature_folders = {folder_.path};
    store().notices.admin = "it@council.example";
    store().notices.signatures_days = 3;
    clock_.now = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count() + 2 * 86'400'000LL;
    run_due();
    EXPECT_EQ(told("signatures-old"), 0);
    clock_.pass(2 * 86'400'000LL);
    run_due();
    run_due();
    EXPECT_EQ(told("signatures-old"), 2) << "the clerk and the admin";
    EXPECT_EQ(count("notices WHERE kind = 'signatures-old' AND folded = 'it@council.example'"), 1);
    clock_.pass(86'400'000LL);
    run_due();
    EXPECT_EQ(told("signatures-old"), 4);
}

TEST_F(ClockTest, the_access_report_counts_what_shows_content_and_nothing_that_only_sounds_like_it) {
    Tally tally;
    for (const char* kind : {"content-shown", "request-review", "content-expired", "export-approved", "request-content"}) {
        Event e;
        e.kind = kind;
        e.person = "clerk";
        ASSERT_TRUE(tally.add(store(), e));
    }
    std::set<std::string> told;
    for (const auto& line : tally.access_lines(*period_named("2026-10")))
        if (const auto j = json::parse(line); j.value("kind", "") == "access") told.insert(j.value("act", ""));
    EXPECT_EQ(told, (std::set<std::string>{"content-shown", "request-content"}));
}

// Whatever file unseals messages says which kind of event tells of it; those whose octets reach no person are named here.
TEST(AccessKinds, name_every_event_of_a_file_that_unseals_messages) {
    const std::set<std::string> no_person = {"content.cc", "content_check.cc", "jobs.cc", "sealing.cc", "text_look.cc", "vault.cc"};
    const std::set<std::string> not_shown = {"content-expired"};  // it is gone
    std::set<std::string> used;
    for (const auto& file : test::files_below("milter/records", {".cc"})) {
        const auto source = test::file_text(test::source_folder() / "milter/records" / file);
        bool tells = false;
        for (const auto kind : access_kinds)
            if (source.find("\"" + std::string(kind) + "\"") != std::string::npos) {
                used.insert(std::string(kind));
                tells = true;
            }
        const bool unseals = source.find("Content::open(") != std::string::npos || source.find("Outgoing::open(") != std::string::npos ||
                             source.find("TextLook>(") != std::string::npos;
        EXPECT_TRUE(tells || !unseals || no_person.contains(file)) << file << " unseals messages: name its event in records/access_kinds.h";
        for (auto at = source.find("\"content-"); at != std::string::npos; at = source.find("\"content-", at + 1)) {
            const auto kind = source.substr(at + 1, source.find('"', at + 1) - at - 1);
            EXPECT_TRUE(shows_content(kind) || not_shown.contains(kind)) << kind << " of " << file;
        }
    }
    EXPECT_EQ(used.size(), access_kinds.size()) << "one of the list is used nowhere";
}

TEST_F(ClockTest, the_review_is_reminded_of_two_months_before_once) {
    at("2027-03-01", 600);
    run_due();
    EXPECT_EQ(told("review-due"), 0);
    at("2027-03-13", 600);
    run_due();
    run_due();
    EXPECT_EQ(told("review-due"), 1);
    EXPECT_EQ(values("review-due")["review"], "12 May 2027");
}

TEST_F(ClockTest, an_acknowledgement_is_recorded_once_and_a_new_policy_begins_a_new_round) {
    auto answer = person_asks("acknowledge.list", json::object());
    EXPECT_EQ(answer.exit_code, 1u);
    EXPECT_EQ(answer.lines.size(), 2u) << "the former member is not asked";
    for (int i = 0; i < 2; ++i)
        EXPECT_EQ(person_asks("acknowledge.record", {{"address", "A.Smith@council.example"}, {"date", "2026-05-14"}})
                      .exit_code,
                  0u);
    EXPECT_EQ(count("acknowledgements"), 1);
    EXPECT_EQ(verify(), "");
    store().council.adopted = "2027-05-11";
    answer = person_asks("acknowledge.list", json::object());
    EXPECT_EQ(json::parse(answer.lines[0])["on"], "");
    EXPECT_EQ(
        person_asks("acknowledge.record", {{"address", "a.smith@council.example"}, {"date", "2030-05-14"}}).exit_code,
        2u);
    ASSERT_TRUE(store().db.beneath().run("UPDATE acknowledgements SET on_day = '2026-05-13'", {}));
    EXPECT_NE(verify(), "");
}

}  // namespace
}  // namespace beadle::records
