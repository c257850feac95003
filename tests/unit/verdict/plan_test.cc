#include "verdict/plan.h"

#include <gtest/gtest.h>

#include "unit/verdict/build.h"

namespace beadle::verdict {
namespace {

using test::given;
using enum Action;

struct Case {
    const char* name;
    std::vector<Action> actions;
    Disposition disposition;
    const char* outcome;
    std::vector<std::string> deleted, refused, kept;
};

std::vector<std::string> held(const Plan& plan, wire::HeldReason reason) {
    for (const auto& part : plan.held)
        if (part.reason == reason) return part.recipients;
    return {};
}

const std::string r0 = "<r0@council.example>", r1 = "<r1@council.example>", r2 = "<r2@council.example>";

TEST(Plan, says_what_becomes_of_each_mixture_of_actions) {
    const std::vector<Case> cases = {
        {"accepted alone passes", {accept}, Disposition::accept, "accepted", {}, {}, {}},
        {"a log passes", {log, accept}, Disposition::accept, "accepted", {}, {}, {}},
        {"a flag marks", {flag, accept}, Disposition::accept, "flagged", {}, {}, {}},
        {"ask keeps it for the clerk should there be nobody to ask after all", {ask}, Disposition::discard, "quarantined", {}, {}, {r0}},
        {"all rejected is a rejection", {reject, reject}, Disposition::reject, "rejected", {}, {}, {}},
        {"some rejected are deleted and kept as refused", {accept, reject}, Disposition::accept, "split", {r1}, {r1}, {}},
        {"all quarantined is stored and discarded", {quarantine, quarantine}, Disposition::discard, "quarantined", {}, {}, {r0, r1}},
        {"some quarantined are split off", {quarantine, flag}, Disposition::accept, "split", {r0}, {}, {r0}},
        {"rejected and quarantined leave nobody", {reject, quarantine}, Disposition::discard, "quarantined", {}, {r0}, {r1}},
        {"all three ways at once", {accept, reject, quarantine}, Disposition::accept, "split", {r2, r1}, {r1}, {r2}},
        {"one deferral defers all", {accept, defer}, Disposition::defer, "deferred", {}, {}, {}},
        {"a deferral beats quarantine", {quarantine, defer}, Disposition::defer, "deferred", {}, {}, {}},
    };
    for (const auto& c : cases) {
        SCOPED_TRACE(c.name);
        const auto plan = given(c.actions).plan();
        EXPECT_EQ(plan.disposition, c.disposition);
        EXPECT_EQ(plan.outcome, c.outcome);
        EXPECT_EQ(plan.deletions, c.deleted);
        EXPECT_EQ(held(plan, wire::HeldReason::refused), c.refused);
        EXPECT_EQ(held(plan, wire::HeldReason::quarantine), c.kept);
    }
}

TEST(Plan, keeps_a_message_back_for_everybody_when_a_recipient_could_not_be_taken_out_for_sure) {
    auto g = given({Action::accept, Action::quarantine}, Direction::outbound);
    const std::string odd = "@relay.example:resident@example.org";
    g.envelope.recipients[1] = g.decision.recipients[1].address = odd;
    const auto plan = g.plan();
    EXPECT_EQ(plan.disposition, Disposition::discard);
    EXPECT_EQ(plan.outcome, "quarantined");
    ASSERT_EQ(plan.held.size(), 1u);
    EXPECT_EQ(plan.held[0].recipients.size(), 2u);
    g.envelope.recipients = {odd, g.envelope.recipients[0]};
    g.decision.recipients[0].address = odd;
    g.decision.recipients[1].address = g.envelope.recipients[1];
    EXPECT_EQ(g.plan().disposition, Disposition::accept) << "the odd one goes on, the plain one is taken out";
}

TEST(Plan, keeps_the_copies_that_the_sender_is_asked_about_and_says_how_they_may_answer) {
    auto g = given({accept, ask, ask}, Direction::outbound);
    g.known = true;
    g.origin = Origin::inside;
    g.ask = {"ann@council.example", true, "https://beadle.council.example", 48};
    auto plan = g.plan();
    EXPECT_EQ(plan.outcome, "split");
    EXPECT_EQ(plan.deletions, (std::vector<std::string>{r1, r2}));
    ASSERT_EQ(plan.held.size(), 1u);
    EXPECT_EQ(plan.held[0].reason, wire::HeldReason::ask);
    const auto& q = plan.held[0].question;
    EXPECT_EQ(q.person, "ann@council.example");
    EXPECT_TRUE(q.separate);
    EXPECT_FALSE(q.by_link) << "the rules rest on nothing that is known to be harmless";
    EXPECT_EQ(q.life_ms, 48 * 60 * 60 * 1000);
    ASSERT_GE(plan.notices.size(), 2u);
    EXPECT_EQ(plan.notices[0].kind, "ask");
    EXPECT_NE(plan.notices[0].text.find(wire::Notice::code_mark), std::string::npos);
    EXPECT_EQ(plan.notices[0].text.find(wire::Notice::link_mark), std::string::npos);
    EXPECT_EQ(plan.notices[1].kind, "ask-expired");
    EXPECT_TRUE(plan.notices[1].dormant);
    Finding seen;
    seen.kind = FindingKind::personal_address;
    g.inspection.findings = {seen};
    for (auto& hit : g.decision.hits) hit.findings = {0};
    g.decision.recipients[0].action = g.decision.hits[0].action = ask;
    plan = g.plan();
    EXPECT_EQ(plan.outcome, "asked");
    EXPECT_EQ(plan.disposition, Disposition::discard);
    EXPECT_TRUE(plan.held[0].question.by_link);
    EXPECT_NE(plan.notices[0].text.find("https://beadle.council.example/answer/@ANSWERLINK@"), std::string::npos);
}

TEST(Plan, keeps_a_copy_of_what_is_delivered_where_a_rule_wants_one) {
    auto g = given({accept, quarantine, flag}, Direction::outbound);
    for (auto& hit : g.decision.hits) hit.journal = true;
    g.decision.hits[0].retain = "planning";
    const auto plan = g.plan();
    EXPECT_EQ(plan.outcome, "split");
    EXPECT_EQ(plan.deletions, std::vector<std::string>{r1}) << "a copy for the journal takes nobody out";
    ASSERT_EQ(plan.held.size(), 2u);
    EXPECT_EQ(plan.held[0].reason, wire::HeldReason::quarantine);
    EXPECT_EQ(plan.held[1].reason, wire::HeldReason::journal);
    EXPECT_EQ(plan.held[1].recipients, (std::vector<std::string>{r0, r2}));
    EXPECT_EQ(plan.held[1].retain, "planning");
    g.decision.hits[0].watched = g.decision.hits[2].watched = true;
    EXPECT_EQ(g.plan().held.size(), 1u) << "a rule that only watches keeps nothing";
}

TEST(Plan, takes_what_comes_to_the_address_for_answers) {
    auto g = given({accept, accept});
    g.taken = {r0};
    g.answering.given = true;
    auto plan = g.plan();
    EXPECT_EQ(plan.disposition, Disposition::accept);
    EXPECT_EQ(plan.deletions, std::vector<std::string>{r0});
    EXPECT_TRUE(plan.answering.given);
    g.taken = {r0, r1};
    plan = g.plan();
    EXPECT_EQ(plan.disposition, Disposition::discard);
    EXPECT_EQ(plan.outcome, "answer");
    EXPECT_TRUE(plan.held.empty());
}

TEST(Plan, gives_the_same_plan_for_the_same_input) {
    const auto g = given({accept, reject, quarantine, flag});
    EXPECT_EQ(g.plan().deletions, g.plan().deletions);
    EXPECT_EQ(g.plan().notices.size(), g.plan().notices.size());
}

TEST(Plan, keeps_a_recipient_that_was_not_judged) {
    auto g = given({accept, accept});
    g.decision.recipients.pop_back();
    const auto plan = g.plan();
    EXPECT_EQ(plan.outcome, "split");
    EXPECT_EQ(held(plan, wire::HeldReason::quarantine), std::vector{r1});
}

TEST(Plan, does_not_let_a_message_pass_when_nobody_was_judged) {
    auto g = given({accept});
    g.decision.recipients.clear();
    EXPECT_EQ(g.plan().disposition, Disposition::discard);
}

TEST(Plan, keeps_a_bounce_that_policy_rejects_because_refusing_would_lose_it) {
    auto g = given({reject});
    g.envelope.sender = "";
    const auto plan = g.plan();
    EXPECT_EQ(plan.disposition, Disposition::discard);
    EXPECT_EQ(held(plan, wire::HeldReason::refused), std::vector{r0});
}

TEST(Plan, names_a_recipient_given_twice_once) {
    auto g = given({quarantine, accept, quarantine});
    g.envelope.recipients[2] = g.decision.recipients[2].address = r0;
    EXPECT_EQ(g.plan().deletions, std::vector{r0});
}

TEST(Plan, marks_only_when_everybody_left_is_inside) {
    struct Row {
        const char* name;
        std::vector<Action> actions;
        std::vector<Direction> directions;
        bool marked;
    };
    using enum Direction;
    for (const auto& row : std::vector<Row>{
             {"inbound", {flag}, {inbound}, true},
             {"internal", {flag}, {internal}, true},
             {"outbound", {flag}, {outbound}, false},
             {"one outsider beside", {flag, accept}, {internal, outbound}, false},
             {"the outsider's copy is kept back", {flag, quarantine}, {internal, outbound}, true},
             {"nothing flagged", {accept}, {inbound}, false},
             {"only the copy kept back was flagged", {accept, quarantine}, {inbound, inbound}, false},
         }) {
        SCOPED_TRACE(row.name);
        auto g = given(row.actions);
        for (std::size_t i = 0; i < row.directions.size(); ++i) g.decision.recipients[i].direction = row.directions[i];
        EXPECT_EQ(!g.plan().additions.empty(), row.marked);
    }
}

TEST(Plan, writes_marks_that_cannot_inject_a_field) {
    auto g = given({flag, flag});
    g.decision.hits[0].id = "evil\r\nBcc: x";
    const auto additions = g.plan().additions;
    ASSERT_EQ(additions.size(), 3u);
    EXPECT_EQ(additions[0], (FieldAddition{"X-Beadle-Verdict", "flagged"}));
    EXPECT_EQ(additions[1], (FieldAddition{"X-Beadle-Rules", "evilBccx,\n\trule-1"}));
    EXPECT_EQ(additions[2], (FieldAddition{"X-Beadle-Id", "s1.1"}));
}

TEST(Plan, does_not_name_rules_that_are_watched_or_taken_back) {
    auto g = given({flag});
    for (int i = 0; i < 2; ++i) {
        auto hit = g.decision.hits[0];
        hit.id = i == 0 ? "watched" : "excepted";
        hit.watched = i == 0;
        hit.excepted_by = i == 0 ? "" : "agreed";
        g.decision.hits.push_back(hit);
        g.decision.recipients[0].hits.push_back(static_cast<std::uint32_t>(i + 1));
    }
    EXPECT_EQ(g.plan().additions[1].body, "rule-0");
}

TEST(Plan, takes_forged_results_of_authentication_out_the_lowest_first) {
    auto g = given({accept});
    g.forged_results = {2, 4};
    const std::vector<FieldRemoval> want = {{"Authentication-Results", 4}, {"Authentication-Results", 2}};
    EXPECT_EQ(g.plan().removals, want);
}

TEST(Plan, removes_forged_fields_from_the_highest_index_down_when_the_message_passes) {
    auto g = given({accept});
    g.own_fields = {{"X-Beadle-Verdict", 2}, {"x-beadle-stamp", 1}};
    const std::vector<FieldRemoval> want = {{"X-Beadle-Verdict", 2}, {"X-Beadle-Verdict", 1}, {"x-beadle-stamp", 1}};
    EXPECT_EQ(g.plan().removals, want);
    g.decision.recipients[0].action = reject;
    EXPECT_TRUE(g.plan().removals.empty());
}

TEST(Plan, asks_for_as_many_persons_as_the_strictest_rule_of_the_kept_copies) {
    auto g = given({quarantine, quarantine, accept});
    g.decision.hits[1].release_needs = 2;
    g.decision.hits[2].release_needs = 5;
    EXPECT_EQ(g.plan().held[0].release_needs, 2u);
}

TEST(Plan, says_that_an_outside_sender_was_not_told_of_a_partial_refusal) {
    auto g = given({accept, reject});
    EXPECT_TRUE(g.plan().held[0].sender_not_told);
    g.origin = Origin::inside;
    g.known = true;
    EXPECT_FALSE(g.plan().held[0].sender_not_told);
    g.inspection.marks.automatic = true;
    EXPECT_TRUE(g.plan().held[0].sender_not_told);
}

TEST(Plan, survives_a_decision_whose_indices_lie) {
    auto g = given({flag, quarantine});
    for (auto& r : g.decision.recipients) r.hits = {7, 4'000'000'000u};
    for (auto& h : g.decision.hits) h.findings = {9, 4'000'000'000u}, h.tell = {Teller::sender, Teller::clerk};
    g.origin = Origin::inside;
    g.known = true;
    EXPECT_EQ(g.plan().outcome, "split");
}

}  // namespace
}  // namespace beadle::verdict
