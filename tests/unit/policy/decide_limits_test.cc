#include <gtest/gtest.h>


#include "policy/policy.h"
#include "support/facts_builder.h"
#include "support/processor_time.h"

namespace beadle::policy {
namespace {

using namespace beadle::testing;
using K = FindingKind;

Policy policy_of(const std::string& rules) {
    auto got = read(heading + rules);
    EXPECT_TRUE(got.diagnostics.empty()) << text(got.diagnostics);
    return got.policy;
}

TEST(DecideLimits, names_at_most_50_findings_but_counts_all) {
    std::vector<Finding> many(2000, finding(K::nhs_number));
    const auto d = decide(policy_of(rule("when = { finds = 'nhs-number', count_at_least = 2000 }\naction = 'flag'")),
                          outbound_facts(many));
    EXPECT_EQ(hit(d, "r")->findings.size(), 50u);
    EXPECT_EQ(d.recipients[0].action, Action::flag);
}

TEST(DecideLimits, stays_quick_on_a_hostile_message) {
    std::vector<Finding> many;
    for (std::size_t i = 0; i < InspectionLimits::findings; ++i)
        many.push_back(in_file(finding(static_cast<K>(i % 29)), {"a.zip", "m" + std::to_string(i)}));
    auto f = outbound_facts(many);
    for (std::size_t i = 0; i < InspectionLimits::protections; ++i)
        f.inspection.protection.push_back(seal({"b" + std::to_string(i)}));
    f.recipients.resize(1001, f.recipients[0]);
    std::string rules;
    for (int i = 0; i < 60; ++i)
        rules += "[[rule]]\nid = 'r" + std::to_string(i) +
                 "'\nclause = '1'\npurpose = 'establishing facts'\n"
                 "when = { direction = 'outbound', finds = '@sensitive', unprotected = true }\naction = 'flag'\n";
    const auto policy = policy_of(rules);
    const double start = test::processor_seconds();
    EXPECT_EQ(decide(policy, f).recipients.size(), 1001u);
    EXPECT_LT(test::processor_seconds() - start, 10);  // 60 000 judgements, sanitizers on
}

}  // namespace
}  // namespace beadle::policy
