#include <gtest/gtest.h>

#include <functional>

#include "policy/policy.h"
#include "support/facts_builder.h"

namespace beadle::policy {
namespace {

using namespace beadle::testing;
using K = FindingKind;
using C = Confidence;
using D = Direction;

Policy policy_of(const std::string& rules, const std::string& base = small_base) {
    auto got = read(heading + rules, base);
    EXPECT_TRUE(got.diagnostics.empty()) << text(got.diagnostics);
    return got.policy;
}
Action decided(const std::string& rules, const Facts& facts) {
    return decide(policy_of(rules), facts).recipients.at(0).action;
}

Facts with(const std::function<void(Facts&)>& change, std::vector<Finding> findings = {}) {
    Facts f = outbound_facts(std::move(findings));
    change(f);
    return f;
}
Facts sent_as(const std::string& sender) {
    return with([&](Facts& f) { f.envelope.sender = sender; });
}

TEST(Decide, each_condition_holds_when_it_should_and_only_then) {
    struct Row {
        const char* name;
        std::string when;
        Facts facts;
        bool want;
    };
    const auto nino = finding(K::national_insurance_number, C::medium, 2);
    const auto sealed = [&](Protection p) {
        return with([&](Facts& f) { f.inspection.protection = {std::move(p)}; }, {in_file(nino, {"a.zip", "x.csv"})});
    };
    const auto gaps = [](NotInspectedReason r) {
        return with([&](Facts& f) { f.inspection.not_inspected = {gap(r)}; });
    };
    const std::vector<Row> table = {
        {"no condition holds for everything", "", outbound_facts(), true},
        {"the direction", "direction = 'outbound'", outbound_facts(), true},
        {"another direction", "direction = 'inbound'", outbound_facts(), false},
        {"one of several directions", "direction = ['inbound', 'outbound']", outbound_facts(), true},
        {"the origin", "origin = 'inside'", outbound_facts(), true},
        {"another origin", "origin = 'outside'", outbound_facts(), false},
        {"the sender's role", "sender_role = ['clerk', 'officer']", outbound_facts(), true},
        {"another role", "sender_role = 'clerk'", outbound_facts(), false},
        {"no member at all", "recipient_role = 'none'", outbound_facts(), true},
        {"none is not an officer", "sender_role = 'none'", outbound_facts(), false},
        {"the recipient's role", "recipient_role = 'former'", with([](Facts& f) { f.recipients[0].role = "former"; }),
         true},
        {"another recipient's role", "recipient_role = 'former'", outbound_facts(), false},
        {"a local part at an own domain", "from = 'rfo@'", outbound_facts(), true},
        {"at the other own domain", "from = 'rfo@'", sent_as("RFO@old.example"), true},
        {"not at a foreign one", "from = 'rfo@'", sent_as("rfo@outside.example"), false},
        {"the null sender", "from = '<>'", sent_as(""), true},
        {"a sender is not the null sender", "from = '<>'", outbound_facts(), false},
        {"a pattern does not hold for the null sender", "from = '*@council.example'", sent_as(""), false},
        {"the recipient's domain", "to = '*@outside.example'", outbound_facts(), true},
        {"another domain", "to = '*@inside.example'", outbound_facts(), false},
        {"one of several recipients' patterns", "to = ['a@b.example', 'outside.example']", outbound_facts(), true},
        {"a kind that is there", "finds = 'national-insurance-number'", outbound_facts({nino}), true},
        {"a kind that is not", "finds = 'nhs-number'", outbound_facts({nino}), false},
        {"a group", "finds = '@sensitive'", outbound_facts({nino}), true},
        {"another group", "finds = '@threat'", outbound_facts({nino}), false},
        {"nothing found", "finds = '@sensitive'", outbound_facts(), false},
        {"a lower confidence asked", "finds = '@sensitive', confidence = 'low'", outbound_facts({nino}), true},
        {"the same confidence", "finds = '@sensitive', confidence = 'medium'", outbound_facts({nino}), true},
        {"a higher confidence asked", "finds = '@sensitive', confidence = 'high'", outbound_facts({nino}), false},
        {"as many as asked", "finds = '@sensitive', count_at_least = 2", outbound_facts({nino}), true},
        {"fewer than asked", "finds = '@sensitive', count_at_least = 3", outbound_facts({nino}), false},
        {"added up over findings", "finds = '@sensitive', count_at_least = 4", outbound_facts({nino, nino}), true},
        {"those less sure do not add up", "finds = '@sensitive', confidence = 'high', count_at_least = 3",
         outbound_facts({nino, finding(K::iban, C::high, 2)}), false},
        {"those of other kinds do not add up", "finds = 'iban', count_at_least = 3",
         outbound_facts({nino, finding(K::iban, C::high, 2)}), false},
        {"clear text is unprotected", "finds = '@sensitive', unprotected = true", outbound_facts({nino}), true},
        {"a sealed file is not", "finds = '@sensitive', unprotected = true", sealed(seal({"a.zip"})), false},
        {"sealed content still counts where nobody asks", "finds = '@sensitive'", sealed(seal({"a.zip"})), true},
        {"a seal that protects nothing is none", "finds = '@sensitive', unprotected = true",
         sealed(seal({"a.zip"}, "2", false)), true},
        {"a seal elsewhere is none", "finds = '@sensitive', unprotected = true", sealed(seal({"b.zip"})), true},
        {"the note beside a sealed file is unprotected", "finds = '@sensitive', unprotected = true",
         with([](Facts& f) { f.inspection.protection = {seal({"a.zip"})}; }, {nino, in_file(nino, {"a.zip", "x.csv"})}),
         true},
        {"in the body", "finds = '@sensitive', location = 'body'", outbound_facts({nino}), true},
        {"not in the body", "finds = '@sensitive', location = 'body'", outbound_facts({in_file(nino, {"x.csv"})}),
         false},
        {"in an attachment", "finds = '@sensitive', location = 'attachment'",
         outbound_facts({in_file(nino, {"x.csv"})}), true},
        {"in the header section", "finds = '@sensitive', location = ['header']",
         outbound_facts({in_file(nino, {}, "0")}), true},
        {"in the envelope", "finds = '@sensitive', location = 'envelope'", outbound_facts({in_file(nino, {}, "")}),
         true},
        {"in a file of that name", "finds = '@sensitive', location = '*.CSV'",
         outbound_facts({in_file(nino, {"a.zip", "x.csv"})}), true},
        {"in a file of another name", "finds = '@sensitive', location = '*.csv'",
         outbound_facts({in_file(nino, {"x.csv.txt"})}), false},
        {"stars in the middle", "finds = '@sensitive', location = 'pay*2026*.xlsx'",
         outbound_facts({in_file(nino, {"payroll-2026-04.xlsx"})}), true},
        {"larger", "size_over = 999", outbound_facts(), true},
        {"just as large", "size_over = 1000", outbound_facts(), false},
        {"within the hours", "hours = ['Sat 08:00-09:00', 'Mon-Fri 08:00-18:00']", outbound_facts(), true},
        {"outside the hours", "hours = 'Mon-Tue 08:00-18:00'", outbound_facts(), false},
        {"something not inspected", "coverage = 'incomplete'", gaps(NotInspectedReason::broken), true},
        {"all inspected", "coverage = 'incomplete'", outbound_facts(), false},
        {"complete", "coverage = 'complete'", outbound_facts(), true},
        {"not complete", "coverage = 'complete'", gaps(NotInspectedReason::unsupported), false},
        {"for that reason", "coverage = ['limit', 'crash']", gaps(NotInspectedReason::crash), true},
        {"for another reason", "coverage = ['limit', 'crash']", gaps(NotInspectedReason::scanner), false},
        {"not inspected there", "coverage = 'crash', location = '*.bin'", gaps(NotInspectedReason::crash), true},
        {"not inspected elsewhere", "coverage = 'crash', location = 'body'", gaps(NotInspectedReason::crash), false},
        {"weak protection", "protection = 'weak'", sealed(seal({"a.zip"}, "2", false, ProtectionGrade::weak)), true},
        {"strong protection", "protection = ['weak', 'opaque']", sealed(seal({"a.zip"})), false},
        {"every key of a table must hold", "direction = 'outbound', finds = '@sensitive'", outbound_facts(), false},
    };
    for (const auto& row : table) {
        const auto rules = rule("when = { " + row.when + " }\naction = 'flag'");
        EXPECT_EQ(decided(rules, row.facts) == Action::flag, row.want) << row.name;
    }
}

TEST(Decide, and_narrows_and_unless_takes_back) {
    const auto nino = finding(K::national_insurance_number), home = finding(K::forwarded_to_personal);
    const auto both =
        rule("when = { finds = 'forwarded-to-personal' }\nand = { finds = '@sensitive' }\naction = 'quarantine'");
    EXPECT_EQ(decided(both, outbound_facts({nino})), Action::accept);
    EXPECT_EQ(decided(both, outbound_facts({home})), Action::accept);
    EXPECT_EQ(decided(both, outbound_facts({home, nino})), Action::quarantine);
    EXPECT_EQ(hit(decide(policy_of(both), outbound_facts({home, nino})), "r")->findings,
              (std::vector<std::uint32_t>{0, 1}));
    const auto unless = rule(
        "when = { finds = '@sensitive' }\nunless = { to = 'outside.example', sender_role = 'officer' }\naction = "
        "'flag'");
    EXPECT_EQ(decided(unless, outbound_facts({nino})), Action::accept);
    EXPECT_EQ(decided(unless, with([](Facts& f) { f.sender_role = "clerk"; }, {nino})), Action::flag);
}

TEST(Decide, the_strongest_action_wins_and_all_hits_are_named) {
    std::string rules;
    for (const char* a : {"accept", "log", "flag", "reject", "ask", "quarantine"})
        rules += std::string("[[rule]]\nid = 'r-") + a +
                 "'\nclause = '1'\npurpose = 'establishing facts'\nadvice = 'x'\nwhen = { size_over = 1 }\naction = '" +
                 a + "'\n";
    const auto d = decide(policy_of(rules), outbound_facts());
    EXPECT_EQ(d.recipients[0].action, Action::quarantine);
    EXPECT_EQ(d.hits.size(), 5u);  // a rule that only accepts leaves no trace
    EXPECT_EQ(d.recipients[0].hits.size(), 5u);
    EXPECT_EQ(hit(d, "r-accept"), nullptr);
    EXPECT_EQ(d.policy, "Testing Town Council, IT Policy");
    EXPECT_EQ(d.policy_version.size(), 16u);
}

TEST(Decide, a_weaker_rule_that_says_nothing_more_is_not_named_beside_the_stronger) {
    const auto rule = [](const std::string& id, const std::string& rest) {
        return "[[rule]]\nid = '" + id + "'\npurpose = 'establishing facts'\nadvice = 'a'\n" + rest + "\n";
    };
    const std::string certain =
        rule("certain", "clause = '8'\nwhen = { finds = ['@sensitive'], confidence = 'high' }\naction = 'quarantine'");
    const std::string likely = "when = { finds = ['@sensitive'], confidence = 'medium' }\n";
    struct Row {
        const char* name;
        std::string weaker;
        Confidence second;  // of another finding beside the certain one
        std::vector<std::string> want;
    };
    const std::vector<Row> table = {
        {"the same clause and finding", "clause = '8'\naction = 'flag'", C::low, {"certain"}},
        {"another clause", "clause = '6'\naction = 'flag'", C::low, {"certain", "likely"}},
        {"somebody is told", "clause = '8'\naction = 'flag'\ntell = ['clerk']", C::low, {"certain", "likely"}},
        {"a finding of its own", "clause = '8'\naction = 'flag'", C::medium, {"certain", "likely"}},
        {"an equal action", "clause = '8'\naction = 'quarantine'", C::low, {"certain", "likely"}},
        {"only watched", "clause = '8'\naction = 'flag'\nmode = 'watch'", C::low, {"certain", "likely"}},
    };
    for (const auto& row : table) {
        const auto facts =
            outbound_facts({finding(K::nhs_number, C::high), finding(K::date_of_birth, row.second)});
        const auto d = decide(policy_of(certain + rule("likely", likely + row.weaker)), facts);
        std::vector<std::string> got;
        for (const auto h : d.recipients.at(0).hits) got.push_back(d.hits.at(h).id);
        EXPECT_EQ(got, row.want) << row.name;
        EXPECT_EQ(d.recipients[0].action, Action::quarantine) << row.name;
        EXPECT_EQ(d.hits.size(), row.want.size()) << row.name;
    }
}

TEST(Decide, enforced_tls_counts_only_where_the_policy_lets_it) {
    const std::string rules =
        "[[rule]]\nid = 'clear'\nclause = '8'\npurpose = 'establishing facts'\nadvice = 'a'\n"
        "when = { finds = ['@sensitive'], confidence = 'high', unprotected = true }\naction = 'quarantine'\n"
        "[[rule]]\nid = 'tls'\nclause = '8'\npurpose = 'establishing facts'\nadvice = 'a'\n"
        "when = { finds = ['@sensitive'], confidence = 'high', enforced_tls = true }\naction = 'flag'\n";
    const std::string counts = "[protection]\nenforced_tls = ['*@example.org']\n";
    struct Row {
        const char* name;
        std::string protection;
        std::string tls;
        std::string recipient;
        K kind;
        Action want;
    };
    const std::vector<Row> table = {
        {"the policy says nothing of it", "", "verify", "a@example.org", K::nhs_number, Action::quarantine},
        {"the way is not enforced", counts, "", "a@example.org", K::nhs_number, Action::quarantine},
        {"it counts", counts, "verify", "a@example.org", K::nhs_number, Action::flag},
        {"another recipient", counts, "verify", "a@example.net", K::nhs_number, Action::quarantine},
        {"a kind that must be sealed all the same", counts, "verify", "a@example.org", K::safeguarding,
         Action::quarantine},
        {"a password is not to be shared on any way", counts, "verify", "a@example.org", K::credential,
         Action::quarantine},
        {"encrypted to anybody counts", counts, "encrypt", "a@example.org", K::nhs_number, Action::flag},
        {"unless the council asks for proof", counts + "verified_only = true\n", "encrypt", "a@example.org", K::nhs_number,
         Action::quarantine},
        {"which is given", counts + "verified_only = true\n", "secure", "a@example.org", K::nhs_number, Action::flag},
        {"the council names more", counts + "sealed_all_the_same = ['nhs-number']\n", "verify", "a@example.org",
         K::nhs_number, Action::quarantine},
    };
    for (const auto& row : table) {
        auto facts = outbound_facts({finding(row.kind, C::high)});
        facts.recipients[0].address = row.recipient;
        facts.recipients[0].tls = row.tls;
        EXPECT_EQ(decided(row.protection + rules, facts), row.want) << row.name;
    }
}

TEST(Decide, enforced_tls_counts_for_each_recipient_by_itself) {
    auto facts = outbound_facts({finding(K::nhs_number, C::high)});
    facts.recipients.push_back(facts.recipients[0]);
    facts.recipients[0].address = "a@example.org";
    facts.recipients[1].address = "b@example.org";
    facts.recipients[0].tls = "verify";
    const auto d = decide(policy_of("[protection]\nenforced_tls = ['*@example.org']\n" +
                                    rule("when = { finds = ['@sensitive'], unprotected = true }\naction = 'quarantine'")),
                          facts);
    EXPECT_EQ(d.recipients.at(0).action, Action::accept);
    EXPECT_EQ(d.recipients.at(1).action, Action::quarantine);
}

TEST(Decide, an_accepting_rule_that_still_does_something_is_named) {
    const auto d = decide(policy_of(rule("when = {}\naction = 'accept'\njournal = true")), outbound_facts());
    ASSERT_NE(hit(d, "r"), nullptr);
    EXPECT_TRUE(hit(d, "r")->journal);
    EXPECT_EQ(d.recipients[0].action, Action::accept);
}

TEST(Decide, asks_where_the_sender_can_answer_and_does_otherwise_elsewhere) {
    const auto personal = finding(FindingKind::personal_address, Confidence::medium);
    const auto number = finding(FindingKind::nhs_number, Confidence::medium);
    struct Case {
        const char* name;
        std::string otherwise;
        Asking asking;
        std::vector<Finding> findings;
        Action want;
    };
    const std::vector<Case> cases = {
        {"nobody to ask: flagged", "", Asking::cannot, {personal}, Action::flag},
        {"nobody to ask: what the rule says instead", "otherwise = 'quarantine'", Asking::cannot, {personal}, Action::quarantine},
        {"by reply", "otherwise = 'quarantine'", Asking::by_reply, {personal}, Action::ask},
        {"by reply, whatever the risk", "", Asking::by_reply, {personal, number}, Action::ask},
        {"by a link alone, where little can go wrong", "", Asking::by_link, {personal}, Action::ask},
        {"by a link alone, with something sensitive in it", "otherwise = 'quarantine'", Asking::by_link, {personal, number},
         Action::quarantine},
    };
    for (const auto& c : cases) {
        auto facts = outbound_facts(c.findings);
        facts.asking = c.asking;
        const auto d = decide(policy_of(rule("when = { finds = 'personal-address' }\naction = 'ask'\n" + c.otherwise)), facts);
        EXPECT_EQ(d.recipients[0].action, c.want) << c.name;
        ASSERT_NE(hit(d, "r"), nullptr) << c.name;
        EXPECT_EQ(hit(d, "r")->action, c.want) << c.name;
    }
}

TEST(Decide, a_hit_carries_what_the_rule_says) {
    const auto d =
        decide(policy_of(rule(
                   "when = { finds = 'nhs-number' }\naction = 'flag'\ntell = ['clerk']\nadd = 'banner'\nalert = true\n"
                   "incident = true\nretain = 'x'\njournal = true\nrelease_needs = 2")),
               outbound_facts({finding(K::iban), finding(K::nhs_number)}));
    const RuleHit want{"r",
                       "1",
                       "establishing facts",
                       "Ask.",
                       Action::flag,
                       false,
                       "",
                       {Teller::clerk},
                       {"banner"},
                       true,
                       true,
                       false,
                       "x",
                       true,
                       2,
                       {1}};
    EXPECT_EQ(*hit(d, "r"), want);
}

TEST(Decide, recipients_are_judged_each_for_themselves) {
    auto f = add_recipient(outbound_facts({finding(K::nhs_number)}), "clerk@council.example", D::internal, "clerk");
    f = add_recipient(f, "third@other.example", D::outbound);
    f.inspection.findings.push_back(for_recipient(finding(K::personal_address), "third@other.example"));
    const auto d =
        decide(policy_of(rule("when = { direction = 'outbound', finds = 'nhs-number' }\naction = 'flag'") +
                         "[[rule]]\nid = 'home'\nclause = '1'\npurpose = 'establishing facts'\nadvice = 'x'\n"
                         "when = { finds = 'personal-address' }\naction = 'reject'\n"),
               f);
    ASSERT_EQ(d.recipients.size(), 3u);
    EXPECT_EQ(d.recipients[0].action, Action::flag);
    EXPECT_EQ(d.recipients[1].action, Action::accept);
    EXPECT_EQ(d.recipients[2].action, Action::reject);
    EXPECT_EQ(d.recipients[1].address, "clerk@council.example");
    EXPECT_EQ(d.recipients[1].direction, D::internal);
    EXPECT_EQ(d.hits.size(), 2u);  // one hit serves both outbound recipients
    EXPECT_EQ(d.recipients[2].hits.size(), 2u);
    EXPECT_EQ(hit(d, "home")->findings, std::vector<std::uint32_t>{1});
}

TEST(Decide, counts_add_the_findings_of_the_recipient_to_those_of_the_message) {
    auto f = add_recipient(outbound_facts({finding(K::personal_address)}), "b@other.example", D::outbound);
    f.inspection.findings.push_back(for_recipient(finding(K::personal_address), "b@other.example"));
    const auto d =
        decide(policy_of(rule("when = { finds = 'personal-address', count_at_least = 2 }\naction = 'flag'")), f);
    EXPECT_EQ(d.recipients[0].action, Action::accept);
    EXPECT_EQ(d.recipients[1].action, Action::flag);
}

TEST(Decide, defer_holds_for_the_whole_message_and_beats_all) {
    const auto f = add_recipient(outbound_facts({finding(K::malware)}), "b@other.example", D::outbound);
    const auto rules = rule("when = { to = 'other.example' }\naction = 'defer'");
    const auto d = decide(policy_of(rules), f);
    EXPECT_EQ(d.recipients[0].action, Action::defer);
    EXPECT_EQ(d.recipients[1].action, Action::defer);
    EXPECT_EQ(d.strongest(), Action::defer);
    const auto watched = decide(policy_of(rules + "mode = 'watch'\n"), f);
    EXPECT_EQ(watched.recipients[1].action, Action::quarantine);
}

TEST(Decide, watch_records_without_acting_but_never_for_what_holds_always) {
    const auto f = outbound_facts({finding(K::malware), finding(K::nhs_number)});
    const auto rules = rule("when = { finds = 'nhs-number' }\naction = 'quarantine'");
    const auto one = decide(policy_of(rules + "mode = 'watch'\n"), outbound_facts({finding(K::nhs_number)}));
    EXPECT_EQ(one.recipients[0].action, Action::accept);
    EXPECT_TRUE(hit(one, "r")->watched);
    EXPECT_EQ(hit(one, "r")->action, Action::quarantine);
    auto whole = policy_of(rules);
    whole.watch = true;
    const auto d = decide(whole, f);
    EXPECT_TRUE(hit(d, "r")->watched);
    EXPECT_FALSE(hit(d, "base-rule")->watched);
    EXPECT_EQ(d.recipients[0].action, Action::quarantine);
    EXPECT_EQ(decide(whole, outbound_facts({finding(K::nhs_number)})).recipients[0].action, Action::accept);
}

TEST(Decide, mode_watch_of_the_policy_is_read) {
    auto file = heading + rule("when = { size_over = 1 }\naction = 'quarantine'");
    file.replace(file.find("title"), 0, "mode = \"watch\"\n");
    EXPECT_TRUE(decide(read(file).policy, outbound_facts()).hits.at(0).watched);
}

TEST(Decide, a_message_without_recipients_gets_no_decision) {
    Facts f;
    EXPECT_TRUE(decide(policy_of(""), f).recipients.empty());
}

TEST(Decide, names_the_gap_that_made_a_coverage_rule_match) {
    auto f = outbound_facts({finding(K::iban)});
    f.inspection.not_inspected = {gap(NotInspectedReason::unsupported, {"a.pdf"}, "2"),
                                  gap(NotInspectedReason::crash, {"b.pdf"}, "3")};
    add_coverage_findings(f.inspection);
    const auto d = decide(policy_of(rule("when = { coverage = 'crash' }\naction = 'flag'")), f);
    ASSERT_EQ(hit(d, "r")->findings.size(), 1u);
    EXPECT_EQ(f.inspection.findings[hit(d, "r")->findings[0]].path, std::vector<std::string>{"b.pdf"});
}

}  // namespace
}  // namespace beadle::policy
