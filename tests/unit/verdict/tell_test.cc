#include "verdict/tell.h"

#include <gtest/gtest.h>

#include "unit/verdict/build.h"

namespace beadle::verdict {
namespace {

using test::given;
using test::Given;
using enum Action;

std::vector<std::string> kinds(const Given& g) {
    std::vector<std::string> out;
    for (const auto& n : g.plan().notices) out.push_back(n.kind + " to " + n.to);
    return out;
}

Given member_sends(const std::vector<Action>& actions, const std::vector<Teller>& tell) {
    auto g = given(actions);
    g.origin = Origin::inside;
    g.known = true;
    for (auto& hit : g.decision.hits) hit.tell = tell;
    return g;
}

TEST(Tell, tells_a_known_sender_inside_of_a_kept_copy) {
    EXPECT_EQ(kinds(member_sends({quarantine}, {Teller::sender})), std::vector<std::string>{"held to ann@council.example"});
}

TEST(Tell, never_mails_who_must_not_be_mailed) {
    struct Row {
        const char* name;
        void (*change)(Given&);
    };
    for (const auto& row : std::vector<Row>{
             {"outside", [](Given& g) { g.origin = Origin::outside; }},
             {"not in the directory", [](Given& g) { g.known = false; }},
             {"null sender", [](Given& g) { g.envelope.sender = ""; }},
             {"automatic", [](Given& g) { g.inspection.marks.automatic = true; }},
             {"bulk or list", [](Given& g) { g.inspection.marks.bulk = true; }},
             {"the rule does not tell the sender", [](Given& g) { g.decision.hits[0].tell = {}; }},
             {"the rule is only watched", [](Given& g) { g.decision.hits[0].watched = true; }},
         }) {
        SCOPED_TRACE(row.name);
        auto g = member_sends({quarantine}, {Teller::sender});
        row.change(g);
        EXPECT_EQ(kinds(g), std::vector<std::string>{});
    }
}

TEST(Tell, tells_of_a_partial_refusal_even_when_the_rule_does_not_ask_for_it) {
    EXPECT_EQ(kinds(member_sends({accept, reject}, {})), std::vector<std::string>{"refused to ann@council.example"});
}

TEST(Tell, says_nothing_by_mail_when_the_reply_says_it) {
    EXPECT_EQ(kinds(member_sends({reject}, {Teller::sender})), std::vector<std::string>{});
    EXPECT_EQ(kinds(member_sends({defer}, {Teller::sender, Teller::clerk})), std::vector<std::string>{});
}

TEST(Tell, sends_a_courtesy_notice_for_a_flag_that_asks_for_it) {
    EXPECT_EQ(kinds(member_sends({flag}, {Teller::sender})), std::vector<std::string>{"flagged to ann@council.example"});
    EXPECT_EQ(kinds(member_sends({flag}, {})), std::vector<std::string>{});
}

TEST(Tell, a_member_who_wrote_from_home_at_their_council_mailbox) {
    auto g = member_sends({flag}, {Teller::sender});
    g.origin = Origin::outside;
    g.known = false;
    g.envelope.sender = "ann@home.example";
    g.member_mailbox = "ann@council.example";
    Finding f;
    f.kind = FindingKind::from_personal_address;
    g.inspection.findings = {f};
    EXPECT_EQ(kinds(g), std::vector<std::string>{}) << "another rule is no reason";
    g.decision.hits[0].findings = {0};
    EXPECT_EQ(kinds(g), std::vector<std::string>{"flagged to ann@council.example"});
    g.inspection.marks.automatic = true;
    EXPECT_EQ(kinds(g), std::vector<std::string>{});
    g.inspection.marks.automatic = false;
    g.member_mailbox = "";
    EXPECT_EQ(kinds(g), std::vector<std::string>{});
}

TEST(Tell, says_whom_to_ask_about_the_mailbox) {
    auto g = member_sends({quarantine}, {Teller::sender});
    EXPECT_EQ(g.plan().notices.at(0).text.find("mailbox or device"), std::string::npos);
    g.ask_whom = "Sedcom, telephone 01277 633866";
    EXPECT_NE(g.plan().notices.at(0).text.find("Sedcom, telephone 01277"), std::string::npos);
}

TEST(Tell, alerts_the_clerk_once_a_message_when_a_rule_asks_for_it) {
    auto g = member_sends({quarantine, flag}, {Teller::clerk});
    EXPECT_EQ(kinds(g), std::vector<std::string>{"clerk-alert to clerk@council.example"});
    g.decision.hits[0].tell = g.decision.hits[1].tell = {};
    EXPECT_EQ(kinds(g), std::vector<std::string>{});
    g.decision.hits[1].alert = true;
    EXPECT_EQ(kinds(g).size(), 1u);
    g.clerk = "";
    EXPECT_EQ(kinds(g).size(), 0u);
}

TEST(Tell, gives_each_kept_part_its_own_notice_and_reference) {
    const auto notices = member_sends({reject, quarantine, accept}, {Teller::sender}).plan().notices;
    ASSERT_EQ(notices.size(), 2u);
    EXPECT_EQ(notices[0].kind, "held");
    EXPECT_EQ(notices[0].held_part, 0u);
    EXPECT_EQ(notices[1].kind, "refused");
    EXPECT_EQ(notices[1].held_part, 1u);
    for (const auto& n : notices) {
        EXPECT_NE(n.text.find(wire::Notice::reference_mark), std::string::npos);
        EXPECT_NE(n.html.find(wire::Notice::reference_mark), std::string::npos);
    }
}

TEST(Tell, has_one_key_for_the_same_message_and_others_for_others) {
    auto key = [](const Given& g) { return g.plan().notices.at(0).key; };
    const auto a = member_sends({quarantine}, {Teller::sender});
    auto again = a;
    again.envelope.session = "s2.9";  // the MTA tries again on another connection
    EXPECT_EQ(key(a), key(again));
    auto other = a;
    other.inspection.message_id = "<other@x>";
    EXPECT_NE(key(a), key(other));
}

TEST(Tell, shows_masked_samples_of_the_rule_and_recipient_concerned_alone) {
    auto g = member_sends({quarantine, accept}, {Teller::sender});
    auto seen = [&](const char* sample, const char* recipient) {
        Finding f;
        f.kind = FindingKind::nhs_number;
        f.sample = sample;
        f.location = "message body";
        f.recipient = recipient;
        g.inspection.findings.push_back(f);
    };
    seen("99\u20221", "");
    seen("OTHER", "<r1@council.example>");
    seen("UNNAMED", "");
    g.decision.hits[0].findings = {0, 1};
    const auto text = g.plan().notices.at(0).text;
    EXPECT_NE(text.find("99\u20221"), std::string::npos);
    EXPECT_EQ(text.find("OTHER"), std::string::npos);
    EXPECT_EQ(text.find("UNNAMED"), std::string::npos);
}

}  // namespace
}  // namespace beadle::verdict
