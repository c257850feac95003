// Given and expected for the rules about threats, clause by clause: the columns T and B of the controls.
#include <gtest/gtest.h>

#include "policy/policy.h"
#include "rules/threat_rows.h"
#include "support/facts_builder.h"

namespace beadle {
namespace {

using namespace beadle::testing;
using D = Direction;
using A = Action;

policy::Policy shipped(const std::string& file) {
    const std::string folder = std::string(BEADLE_SOURCE_DIR) + "/config/policies/";
    auto read =
        policy::read_policy(octets_of(folder + "base.toml"), "base.toml", octets_of(folder + file), file, "2026-01-15");
    EXPECT_TRUE(read.diagnostics.empty()) << file;
    return read.policy;
}

Facts going(D direction, std::vector<Finding> findings) {
    auto f = outbound_facts(std::move(findings));
    f.recipients[0].direction = direction;
    f.origin = direction == D::inbound ? Origin::outside : Origin::inside;
    if (direction == D::inbound) f.sender_role = "";
    return f;
}

void check(const policy::Policy& policy, const ThreatRow& row, const char* clause, A want) {
    const auto decision = policy::decide(policy, going(row.direction, {finding(row.kind, row.confidence)}));
    // Where nobody can be asked, ask is flag.
    const A got = decision.recipients[0].action == A::ask ? A::flag : decision.recipients[0].action;
    EXPECT_EQ(name(got), name(want)) << row.name;
    if (*row.rule == '\0') {
        for (const auto& h : decision.hits) EXPECT_EQ(h.add, std::vector<std::string>{"banner"}) << row.name;
        return;
    }
    bool named = false;
    for (const auto& hit : decision.hits) named = named || (hit.id == row.rule && hit.clause == clause);
    EXPECT_TRUE(named) << row.name << ": " << row.rule << " by clause " << clause;
}

TEST(ThreatRules, AreClauseByClause) {
    const auto towcester = shipped("towcester.toml"), billericay = shipped("billericay.toml");
    for (const auto& row : threat_rows) {
        check(towcester, row, row.clause_t, row.towcester);
        check(billericay, row, row.clause_b, row.billericay);
    }
}

}  // namespace
}  // namespace beadle
