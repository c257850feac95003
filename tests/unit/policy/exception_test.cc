#include <gtest/gtest.h>

#include "policy/policy.h"
#include "support/facts_builder.h"

namespace beadle::policy {
namespace {

using namespace beadle::testing;
using K = FindingKind;

const std::string core = rule(
    "when = { direction = 'outbound', finds = '@sensitive', confidence = 'high', unprotected = true }\naction = "
    "'quarantine'");
const std::string disclosure = rule("when = { direction = 'outbound', finds = '@sensitive' }\naction = 'quarantine'");

std::string exception(const std::string& keys) {
    return "[[exception]]\nrule = 'r'\nuntil = 2027-03-31\nreason = 'Payroll'\napproved_by = 'minute 7'\n" + keys +
           "\n";
}
Decision decided(const std::string& rules, const Facts& f) {
    auto got = read(heading + rules);
    EXPECT_TRUE(got.diagnostics.empty()) << text(got.diagnostics);
    return decide(got.policy, f);
}

TEST(Exceptions, ease_exactly_what_they_name) {
    struct Row {
        const char* name;
        std::string exception;
        std::vector<Finding> findings;
        std::string today;
        Action want;
    };
    const auto nino = finding(K::national_insurance_number), bank = finding(K::bank_account),
               nhs = finding(K::nhs_number);
    const std::string kinds = "kinds = ['national-insurance-number', 'bank-account']\n";
    const std::string day = "2026-11-18";
    const std::vector<Row> table = {
        {"no exception", "", {nino}, day, Action::quarantine},
        {"for this sender and recipient",
         exception("from = 'rfo@'\nto = '*@outside.example'"),
         {nino},
         day,
         Action::accept},
        {"the sender alone is enough when only he is named", exception("from = 'rfo@'"), {nino}, day, Action::accept},
        {"the recipient alone", exception("to = 'outside.example'"), {nino}, day, Action::accept},
        {"another sender", exception("from = 'clerk@'\nto = '*@outside.example'"), {nino}, day, Action::quarantine},
        {"another recipient", exception("from = 'rfo@'\nto = '*@other.example'"), {nino}, day, Action::quarantine},
        {"on its last day", exception("from = 'rfo@'"), {nino}, "2027-03-31", Action::accept},
        {"on the day after", exception("from = 'rfo@'"), {nino}, "2027-04-01", Action::quarantine},
        {"for these kinds", exception("from = 'rfo@'\n" + kinds), {nino, bank}, day, Action::accept},
        {"not for another kind", exception("from = 'rfo@'\n" + kinds), {nhs}, day, Action::quarantine},
        {"not for another kind beside them",
         exception("from = 'rfo@'\n" + kinds),
         {nino, nhs},
         day,
         Action::quarantine},
        {"two exceptions add their kinds",
         exception("from = 'rfo@'\nkinds = 'iban'") + exception("from = 'rfo@'\n" + kinds),
         {nino, finding(K::iban)},
         day,
         Action::accept},
        {"one that ended adds nothing",
         exception("from = 'rfo@'\nkinds = 'nhs-number'") + "",
         {nino},
         day,
         Action::quarantine},
    };
    for (const auto& row : table) {
        auto f = outbound_facts(row.findings);
        f.today = row.today;
        EXPECT_EQ(decided(core + row.exception, f).recipients[0].action, row.want) << row.name;
    }
}

TEST(Exceptions, for_a_sender_of_the_council_need_proof_that_it_is_the_sender) {
    auto f = outbound_facts({finding(K::national_insurance_number)});
    f.sender_proven = false;
    EXPECT_EQ(decided(core + exception("from = 'rfo@'"), f).strongest(), Action::quarantine);
    EXPECT_EQ(decided(core + exception("from = 'rfo@'\nto = '*@outside.example'"), f).strongest(), Action::quarantine);
    EXPECT_EQ(decided(core + exception("to = '*@outside.example'"), f).strongest(), Action::accept) << "it names no sender";
}

TEST(Exceptions, are_recorded_with_reason_and_approval) {
    const auto d = decided(core + exception("from = 'rfo@'"), outbound_facts({finding(K::nhs_number)}));
    ASSERT_NE(hit(d, "r"), nullptr);
    EXPECT_EQ(hit(d, "r")->excepted_by, "Payroll (minute 7)");
    EXPECT_EQ(hit(d, "r")->findings, std::vector<std::uint32_t>{0});
}

TEST(Exceptions, leave_only_the_findings_that_still_count) {
    const auto d = decided(core + exception("from = 'rfo@'\nkinds = 'iban'"),
                           outbound_facts({finding(K::iban), finding(K::nhs_number)}));
    EXPECT_EQ(hit(d, "r")->excepted_by, "");
    EXPECT_EQ(hit(d, "r")->findings, std::vector<std::uint32_t>{1});
}

TEST(Exceptions, hold_for_their_recipient_and_not_for_the_next) {
    const auto f = add_recipient(outbound_facts({finding(K::nhs_number)}), "b@other.example", Direction::outbound);
    const auto d = decided(core + exception("to = 'outside.example'"), f);
    EXPECT_EQ(d.recipients[0].action, Action::accept);
    EXPECT_EQ(d.recipients[1].action, Action::quarantine);
    EXPECT_EQ(d.hits.size(), 2u);
}

TEST(Exceptions, of_kinds_lower_the_count) {
    const auto counted = rule("when = { finds = '@sensitive', count_at_least = 3 }\naction = 'flag'");
    const auto f = outbound_facts({finding(K::iban, Confidence::high, 2), finding(K::nhs_number)});
    EXPECT_EQ(decided(counted, f).recipients[0].action, Action::flag);
    EXPECT_EQ(decided(counted + exception("from = 'rfo@'\nkinds = 'iban'"), f).recipients[0].action, Action::accept);
}

TEST(Exceptions, of_a_person_let_their_rule_pass_for_their_recipient_but_never_one_that_holds_always) {
    const auto nino = finding(K::national_insurance_number);
    Facts f = outbound_facts({nino});
    const std::string to = parse_address(f.recipients.at(0).address).folded();
    f.passed = {{"r", to, "let pass by clerk until 2026-12-24"}};
    const auto d = decided(core, f);
    EXPECT_EQ(d.strongest(), Action::accept);
    ASSERT_NE(hit(d, "r"), nullptr);
    EXPECT_EQ(hit(d, "r")->excepted_by, "let pass by clerk until 2026-12-24");
    f.passed[0].rule = "another";
    EXPECT_EQ(decided(core, f).strongest(), Action::quarantine);
    f.passed = {{"r", "somebody@else.example", "x"}};
    EXPECT_EQ(decided(core, f).strongest(), Action::quarantine);
    f.passed = {{"r", to, "x"}};
    EXPECT_EQ(decided(core + "always = true\n", f).strongest(), Action::quarantine);
}

TEST(Partners, may_have_what_the_agreement_says_but_not_in_clear) {
    auto f = outbound_facts({finding(K::national_insurance_number)});
    f.recipients[0].partner = "outside.example";
    f.recipients[0].may_receive = {K::national_insurance_number, K::malware};
    const auto eased = decided(disclosure, f);
    EXPECT_EQ(eased.recipients[0].action, Action::accept);
    EXPECT_EQ(hit(eased, "r")->excepted_by, "partner outside.example may receive this");
    EXPECT_EQ(decided(core, f).recipients[0].action, Action::quarantine);
    f.inspection.findings.push_back(finding(K::nhs_number));
    EXPECT_EQ(decided(disclosure, f).recipients[0].action, Action::quarantine);
}

TEST(Partners, are_eased_in_nothing_but_sensitive_data_and_never_where_a_rule_holds_always) {
    auto f = outbound_facts({finding(K::macro), finding(K::national_insurance_number)});
    f.recipients[0].partner = "outside.example";
    f.recipients[0].may_receive = {K::national_insurance_number, K::macro};
    EXPECT_EQ(decided(rule("when = { finds = 'macro' }\naction = 'quarantine'"), f).recipients[0].action,
              Action::quarantine);
    EXPECT_EQ(decided(disclosure, f).recipients[0].action, Action::accept);
    EXPECT_EQ(decided(disclosure + "always = true\n", f).recipients[0].action, Action::quarantine);
}

}  // namespace
}  // namespace beadle::policy
