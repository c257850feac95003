// What must hold for any facts under the shipped policies: same facts, same decision; one more finding, one more gap or
// one exception less never weakens what is done; a recipient's neighbours change nothing but through defer.
#include <gtest/gtest.h>

#include <random>

#include "policy/policy.h"
#include "support/facts_builder.h"

namespace beadle::policy {
namespace {

using namespace beadle::testing;

const std::string policies = std::string(BEADLE_SOURCE_DIR) + "/config/policies/";

Policy shipped(const std::string& council, const std::string& more = "") {
    auto got = read_policy(octets_of(policies + "base.toml"), "base.toml", octets_of(policies + council) + more,
                           council, "2026-01-01");
    EXPECT_TRUE(got.diagnostics.empty()) << text(got.diagnostics);
    return got.policy;
}

struct Dice {
    std::mt19937 engine;
    std::uint32_t below(std::size_t n) { return static_cast<std::uint32_t>(engine() % n); }
    template <class E>
    E any() {
        return static_cast<E>(below(static_cast<std::size_t>(last_of(E{})) + 1));
    }
};

Finding any_finding(Dice& dice, const Facts& f) {
    auto one = finding(dice.any<FindingKind>(), dice.any<Confidence>(), dice.below(4) + 1);
    static const std::vector<std::vector<std::string>> paths = {{}, {"a.zip"}, {"a.zip", "x.csv"}, {"b.docx"}};
    one = in_file(one, paths[dice.below(paths.size())], std::to_string(dice.below(3)));
    if (dice.below(3) == 0) one.recipient = f.recipients[dice.below(f.recipients.size())].address;
    return one;
}

Facts any_facts(Dice& dice) {
    static const std::vector<std::string> roles = {"", "officer", "councillor", "former"};
    Facts f = outbound_facts();
    f.origin = dice.any<Origin>();
    f.sender_role = roles[dice.below(roles.size())];
    f.recipients[0].direction = dice.any<Direction>();
    for (std::uint32_t i = dice.below(3); i > 0; --i)
        f = add_recipient(f, "r" + std::to_string(i) + "@outside.example", dice.any<Direction>(),
                          roles[dice.below(roles.size())]);
    if (dice.below(3) == 0) f.recipients[0].may_receive = {dice.any<FindingKind>(), dice.any<FindingKind>()};
    for (std::uint32_t i = dice.below(4); i > 0; --i) f.inspection.findings.push_back(any_finding(dice, f));
    if (dice.below(2))
        f.inspection.protection.push_back(seal({"a.zip"}, "2", dice.below(2) == 0, dice.any<ProtectionGrade>()));
    if (dice.below(3) == 0) f.inspection.not_inspected.push_back(gap(dice.any<NotInspectedReason>()));
    return f;
}

void expect_no_weaker(const Decision& before, const Decision& after, int round, const char* what) {
    for (std::size_t r = 0; r < before.recipients.size(); ++r)
        EXPECT_GE(after.recipients[r].action, before.recipients[r].action)
            << what << ", round " << round << ", recipient " << r;
}

class ShippedPolicy : public ::testing::TestWithParam<const char*> {};

TEST_P(ShippedPolicy, never_weakens_when_more_is_seen) {
    const auto policy = shipped(GetParam());
    const auto eased =
        shipped(GetParam(),
                "[[exception]]\nrule = 'sensitive-in-clear'\nfrom = 'rfo@'\nkinds = ['iban', 'nhs-number']\n"
                "until = 2027-01-01\nreason = 'x'\napproved_by = 'y'\n");
    Dice dice{std::mt19937{20261118}};
    for (int round = 0; round < 800; ++round) {
        const auto facts = any_facts(dice);
        const auto before = decide(policy, facts), with_exception = decide(eased, facts);
        EXPECT_EQ(before, decide(policy, facts));
        expect_no_weaker(with_exception, before, round, "an exception less");
        auto more = facts;
        more.inspection.findings.push_back(any_finding(dice, facts));
        expect_no_weaker(before, decide(policy, more), round, "one more finding");
        expect_no_weaker(with_exception, decide(eased, more), round, "one more finding beside an exception");
        more = facts;
        more.inspection.not_inspected.push_back(gap(dice.any<NotInspectedReason>(), {"c.bin"}, "3"));
        expect_no_weaker(before, decide(policy, more), round, "one more gap");
    }
}

TEST_P(ShippedPolicy, judges_a_recipient_alone_as_among_others) {
    const auto policy = shipped(GetParam());
    Dice dice{std::mt19937{7}};
    for (int round = 0; round < 500; ++round) {
        const auto facts = any_facts(dice);
        const auto all = decide(policy, facts);
        for (std::size_t r = 0; r < facts.recipients.size(); ++r) {
            auto alone = facts;
            alone.recipients = {facts.recipients[r]};
            EXPECT_EQ(decide(policy, alone).recipients[0].action, all.recipients[r].action) << round;
        }
    }
}

TEST_P(ShippedPolicy, watched_stops_nothing_but_what_holds_always) {
    auto policy = shipped(GetParam());
    policy.watch = true;
    Dice dice{std::mt19937{11}};
    for (int round = 0; round < 500; ++round) {
        const auto facts = any_facts(dice);
        const auto& findings = facts.inspection.findings;
        for (const auto& r : decide(policy, facts).recipients) {
            const bool malware = std::any_of(findings.begin(), findings.end(), [&](const Finding& f) {
                return f.kind == FindingKind::malware && (f.recipient.empty() || f.recipient == r.address);
            });
            EXPECT_EQ(r.action, malware ? Action::quarantine : Action::accept) << round;
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Both, ShippedPolicy, ::testing::Values("towcester.toml", "billericay.toml"),
                         [](const auto& one) {
                             return std::string(one.param).substr(0, std::string(one.param).find('.'));
                         });

}  // namespace
}  // namespace beadle::policy
