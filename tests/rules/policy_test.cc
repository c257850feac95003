// Given and expected, clause by clause, for the two shipped policies: the columns T and B of the controls.
#include <gtest/gtest.h>

#include <set>

#include "policy/policy.h"
#include "rules/threat_rows.h"
#include "support/facts_builder.h"

namespace beadle {
std::set<std::string> exposure_rules_with_rows();  // exposure_policy_test.cc
namespace {

using namespace beadle::testing;
using policy::Policy;
using K = FindingKind;
using C = Confidence;
using D = Direction;
using A = Action;
using N = NotInspectedReason;

const std::string folder = std::string(BEADLE_SOURCE_DIR) + "/config/policies/";
const std::string today = "2026-01-15";  // within both policies' year

policy::PolicyRead shipped(const std::string& file) {
    return policy::read_policy(octets_of(folder + "base.toml"), "base.toml", octets_of(folder + file), file, today);
}
const Policy& towcester() {
    static const Policy p = shipped("towcester.toml").policy;
    return p;
}
const Policy& billericay() {
    static const Policy p = shipped("billericay.toml").policy;
    return p;
}

Facts going(D direction, std::vector<Finding> findings = {}) {
    auto f = outbound_facts(std::move(findings));
    f.recipients[0].direction = direction;
    f.origin = direction == D::inbound ? Origin::outside : Origin::inside;
    if (direction == D::inbound) f.sender_role = "";
    return f;
}
Facts with_gap(D direction, N reason) {
    auto f = going(direction);
    f.inspection.not_inspected = {gap(reason)};
    add_coverage_findings(f.inspection);
    return f;
}
Facts sealed(D direction, ProtectionGrade grade, bool protects) {
    auto f = with_gap(direction, N::encrypted);
    f.inspection.protection = {seal({"file.bin"}, "2", protects, grade)};
    return f;
}
Facts from_role(D direction, const std::string& role) {
    auto f = going(direction);
    f.sender_role = role;
    return f;
}
Facts to_role(D direction, const std::string& role, std::vector<Finding> findings = {}) {
    auto f = going(direction, std::move(findings));
    f.recipients[0].role = role;
    return f;
}
// All mail from outside bears a banner, whatever else is said of it.
std::string other_than_banner(const Decision& d) {
    for (const auto& h : d.hits)
        if (h.add != std::vector<std::string>{"banner"}) return h.id;
    return "";
}
Finding clear(K kind, C confidence = C::high) { return finding(kind, confidence); }

struct Row {
    const char* name;
    const char* rule;  // that must be named, "" = none at all
    const char* clause_t;
    const char* clause_b;
    Facts facts;
    A towcester, billericay;
};

std::vector<Row> confidential() {
    const auto nino = clear(K::national_insurance_number), note = clear(K::nhs_number, C::medium);
    auto attachment = going(D::outbound, {in_file(nino, {"a.zip", "x.csv"})});
    attachment.inspection.protection = {seal({"a.zip"})};
    auto leaked = going(D::outbound, {in_file(nino, {"a.zip", "x.csv"})});
    leaked.inspection.protection = {seal({"a.zip"}, "2", false, ProtectionGrade::leaked)};
    auto cover = attachment;
    cover.inspection.findings.push_back(note);
    auto by_tls = going(D::outbound, {nino});
    by_tls.recipients[0].tls = "secure";
    return {
        {"an ordinary answer to a resident goes", "", "", "", going(D::outbound), A::accept, A::accept},
        {"an ordinary letter from a resident arrives", "", "", "", going(D::inbound), A::accept, A::accept},
        {"and says that it comes from outside", "outside-mail", "8", "7", going(D::inbound), A::accept, A::accept},
        {"sensitive data in clear is kept back", "sensitive-in-clear", "8", "7", going(D::outbound, {nino}),
         A::quarantine, A::quarantine},
        {"likely sensitive data is flagged until the sender can be asked", "sensitive-likely", "8", "7",
         going(D::outbound, {note}), A::flag, A::flag},
        {"an unlikely match is nothing", "", "", "", going(D::outbound, {clear(K::nhs_number, C::low)}), A::accept,
         A::accept},
        {"a resident may write their own number to us", "", "", "", going(D::inbound, {nino}), A::accept, A::accept},
        {"colleagues may write it to each other", "", "", "", going(D::internal, {nino}), A::accept, A::accept},
        {"the same in a sealed file goes", "", "", "", attachment, A::accept, A::accept},
        {"a way that is encrypted is no encrypted mail until the council says so", "sensitive-in-clear", "8", "7",
         by_tls, A::quarantine, A::quarantine},
        {"a note in clear beside the sealed file does not", "sensitive-likely", "8", "7", cover, A::flag, A::flag},
        {"a marked paper is kept back and the clerk alerted", "marked-paper-out", "6, 8", "5, 7",
         going(D::outbound, {clear(K::protective_marking)}), A::quarantine, A::quarantine},
        {"strong encryption going out is noted", "sealed-leaving", "8", "7",
         sealed(D::outbound, ProtectionGrade::strong, true), A::log, A::log},
        {"weak encryption going out is flagged", "weak-encryption", "6, 8", "5, 7",
         sealed(D::outbound, ProtectionGrade::weak, false), A::flag, A::flag},
        {"weak encryption coming in is not our rule", "sealed-from-outside", "8", "7",
         sealed(D::inbound, ProtectionGrade::weak, false), A::flag, A::flag},
        {"a password going out is kept back", "credential-in-clear", "9", "8",
         going(D::outbound, {clear(K::credential)}), A::quarantine, A::quarantine},
        {"what is likely a password too", "credential-in-clear", "9", "8",
         going(D::outbound, {clear(K::credential, C::medium)}), A::quarantine, A::quarantine},
        {"the passcode of a meeting is not", "", "", "", going(D::outbound, {clear(K::credential, C::low)}), A::accept,
         A::accept},
        {"a private key going out is kept back", "credential-in-clear", "9", "8",
         going(D::outbound, {clear(K::private_key)}), A::quarantine, A::quarantine},
        {"a password to a colleague is flagged", "credential-inside", "9", "8",
         going(D::internal, {clear(K::credential)}), A::flag, A::flag},
        {"a file with its password beside it is kept back", "password-with-file", "9", "8",
         going(D::outbound, {clear(K::password_with_file)}), A::quarantine, A::quarantine},
        {"a hint at the password of a file is flagged", "password-hinted", "9", "8",
         going(D::outbound, {clear(K::password_with_file, C::low)}), A::flag, A::flag},
        {"the same to a colleague is flagged", "password-with-file-inside", "9", "8",
         going(D::internal, {clear(K::password_with_file)}), A::flag, A::flag},
        {"the same from outside is flagged", "password-with-file-from-outside", "8", "7",
         going(D::inbound, {clear(K::password_with_file)}), A::flag, A::flag},
        {"what stands in a file with a leaked password is in clear", "sensitive-in-clear", "8", "7", leaked,
         A::quarantine, A::quarantine},
        {"a lock that everybody's password opens is flagged", "weak-encryption", "6, 8", "5, 7",
         sealed(D::outbound, ProtectionGrade::leaked, false), A::flag, A::flag},
        {"a password that comes in is no business of ours", "", "", "", going(D::inbound, {clear(K::credential)}),
         A::accept, A::accept},
    };
}

std::vector<Row> people() {
    const auto home = clear(K::personal_address), likely_home = clear(K::personal_address, C::medium);
    const auto forwarded = clear(K::forwarded_to_personal), by_rule = clear(K::automatic_forwarding);
    const auto likely = clear(K::iban, C::medium);
    return {
        {"to one's own mailbox", "personal-address", "4", "3", going(D::outbound, {home}), A::flag, A::log},
        {"to what is likely one's own mailbox", "personal-address", "4", "3", going(D::outbound, {likely_home}),
         A::flag, A::log},
        {"to somebody who shares an initial", "", "", "", going(D::outbound, {clear(K::personal_address, C::low)}),
         A::accept, A::accept},
        {"forwarded by hand", "forwarded-to-personal", "4, 6", "3, 5", going(D::outbound, {home, forwarded}), A::flag,
         A::flag},
        {"forwarded by a rule", "forwarded-to-personal", "4, 6", "3, 5", going(D::outbound, {by_rule}), A::flag,
         A::flag},
        {"forwarded with something likely sensitive", "forwarded-to-personal-sensitive", "4, 6", "3, 5",
         going(D::outbound, {forwarded, likely}), A::quarantine, A::quarantine},
        {"forwarded by a rule with something likely sensitive", "forwarded-to-personal-sensitive", "4, 6", "3, 5",
         going(D::outbound, {by_rule, likely}), A::quarantine, A::quarantine},
        {"a resident's letter to a mailbox that forwards outside still arrives", "mailbox-forwards-outside", "4, 6",
         "3, 5", going(D::inbound, {by_rule, clear(K::iban)}), A::flag, A::flag},
        {"from a member's personal address", "from-personal-address", "4", "3",
         going(D::inbound, {clear(K::from_personal_address, C::medium)}), A::flag, A::log},
        {"replies led to a personal address", "from-personal-address", "4", "3",
         going(D::outbound, {clear(K::from_personal_address, C::medium)}), A::flag, A::log},
        {"sensitive data to a former member", "former-member-recipient", "6", "5",
         to_role(D::internal, "former", {likely}), A::quarantine, A::log},
        {"sealed or not", "former-member-recipient", "6", "5",
         [&] {
             auto f = to_role(D::outbound, "former", {in_file(likely, {"a.zip", "x"})});
             f.inspection.protection = {seal({"a.zip"})};
             return f;
         }(),
         A::quarantine, A::log},
        {"an ordinary letter to a former member", "", "", "", to_role(D::outbound, "former"), A::accept, A::accept},
        {"mail from a former member's account", "former-member-sender", "6", "5", from_role(D::outbound, "former"),
         A::quarantine, A::log},
        {"after an agreement has ended", "agreement-ended", "13", "5",
         [&] {
             auto f = going(D::outbound, {clear(K::unauthorised_recipient), in_file(likely, {"a.zip", "x"})});
             f.inspection.protection = {seal({"a.zip"})};
             return f;
         }(),
         A::quarantine, A::log},
        {"to a partner who may have other kinds only", "not-for-this-recipient", "6", "5",
         going(D::outbound, {clear(K::unauthorised_recipient, C::medium), likely}), A::quarantine, A::flag},
        {"nothing sensitive after an agreement has ended", "", "", "",
         going(D::outbound, {clear(K::unauthorised_recipient)}), A::accept, A::accept},
        {"handed in without TLS", "unsafe-submission", "10, 11.3", "9",
         going(D::outbound, {clear(K::unencrypted_submission)}), A::flag, A::flag},
        {"handed in without a log-in", "unsafe-submission", "10, 11.3", "9",
         going(D::internal, {clear(K::unauthenticated_submission)}), A::flag, A::flag},
    };
}

std::vector<Row> threats() {
    std::vector<Row> out;
    for (D d : {D::internal, D::inbound, D::outbound}) {
        const A broken = d == D::internal ? A::flag : A::quarantine;
        const char* broken_rule = d == D::internal ? "not-inspected-broken-inside" : "not-inspected-broken";
        out.push_back({"malware is kept back", "malware", "8", "7", going(d, {clear(K::malware, C::low)}),
                       A::quarantine, A::quarantine});
        out.push_back({"a message that reads two ways is kept back", "ambiguous-structure", "8", "7",
                       going(d, {clear(K::ambiguous_structure)}), A::quarantine, A::quarantine});
        out.push_back({"one that may read two ways is flagged", "ambiguous-structure-likely", "8", "7",
                       going(d, {clear(K::ambiguous_structure, C::medium)}), A::flag, A::flag});
        out.push_back({"a crash is never clean", "not-inspected-failure", "8", "7", with_gap(d, N::crash),
                       A::quarantine, A::quarantine});
        out.push_back({"a scanner that gave up is never clean", "not-inspected-failure", "8", "7",
                       with_gap(d, N::scanner), A::quarantine, A::quarantine});
        out.push_back({"a limit is never clean", "not-inspected-failure", "8", "7", with_gap(d, N::limit),
                       A::quarantine, A::quarantine});
        out.push_back({"a broken part", broken_rule, "8", "7", with_gap(d, N::broken), broken, broken});
        out.push_back({"a format nobody reads is flagged", "not-inspected-unsupported", "8", "7",
                       with_gap(d, N::unsupported), A::flag, A::flag});
    }
    out.push_back({"sealed mail from outside is flagged", "sealed-from-outside", "8", "7",
                   sealed(D::inbound, ProtectionGrade::strong, true), A::flag, A::flag});
    out.push_back({"sealed mail within is noted", "sealed-leaving", "8", "7",
                   sealed(D::internal, ProtectionGrade::strong, true), A::log, A::log});
    return out;
}

void expect_row(const Policy& p, const Row& row, A want, const char* clause) {
    const auto d = policy::decide(p, row.facts);
    const std::string where = p.council + ", " + name(row.facts.recipients[0].direction) + ": " + row.name;
    EXPECT_EQ(name(d.recipients.at(0).action), name(want)) << where;
    if (*row.rule == '\0') {
        EXPECT_EQ(other_than_banner(d), "") << where;
        return;
    }
    const auto* named = hit(d, row.rule);
    ASSERT_NE(named, nullptr) << where;
    EXPECT_EQ(named->clause, clause) << where;
}

void expect_rows(const std::vector<Row>& rows) {
    for (const auto& row : rows) {
        expect_row(towcester(), row, row.towcester, row.clause_t);
        expect_row(billericay(), row, row.billericay, row.clause_b);
    }
}

TEST(ShippedPolicies, confidential_information) { expect_rows(confidential()); }
TEST(ShippedPolicies, people_and_addresses) { expect_rows(people()); }
TEST(ShippedPolicies, threats_and_coverage) { expect_rows(threats()); }

TEST(ShippedPolicies, read_without_error_or_warning) {
    for (const char* file : {"towcester.toml", "billericay.toml"}) {
        const auto got = shipped(file);
        EXPECT_EQ(text(got.diagnostics), "") << file;
        EXPECT_EQ(text(got.warnings), "") << file;
    }
}

TEST(ShippedPolicies, give_every_rule_a_clause_of_their_own_and_advice_where_mail_stops) {
    for (const Policy* p : {&towcester(), &billericay()}) {
        for (const auto& r : p->rules) {
            EXPECT_NE(r.clause.find_first_of("0123456789"), std::string::npos) << p->council << " " << r.id;
            EXPECT_EQ(r.clause.find_first_not_of("0123456789., "), std::string::npos) << p->council << " " << r.id;
            EXPECT_TRUE(r.action < A::ask || !r.advice.empty()) << p->council << " " << r.id;
            EXPECT_FALSE(policy::explain(*p, r).empty());
        }
    }
}

TEST(ShippedPolicies, hold_malware_always_and_release_it_by_two) {
    for (const Policy* p : {&towcester(), &billericay()}) {
        auto watched = *p;
        watched.watch = true;
        const auto d = policy::decide(watched, going(D::inbound, {clear(K::malware)}));
        EXPECT_EQ(d.recipients[0].action, A::quarantine);
        const auto& h = *hit(d, "malware");
        EXPECT_EQ(h.release_needs, 2u);
        EXPECT_TRUE(h.alert && h.incident);
    }
}

TEST(ShippedPolicies, leave_no_reason_of_missing_coverage_without_a_rule_in_any_direction) {
    for (const Policy* p : {&towcester(), &billericay()})
        for (D d : {D::internal, D::inbound, D::outbound})
            for (int r = 0; r <= static_cast<int>(last_of(N{})); ++r)
                EXPECT_FALSE(policy::decide(*p, with_gap(d, static_cast<N>(r))).hits.empty())
                    << p->council << " " << name(d) << " " << name(static_cast<N>(r));
}

// The lines of [protection] that both files hold as a comment, taken up.
TEST(ShippedPolicies, let_tls_count_once_the_council_resolves_so) {
    for (const std::string file : {"towcester.toml", "billericay.toml"}) {
        std::string own = octets_of(folder + file);
        for (const std::string line : {"[protection]", "enforced_tls =", "verified_only =", "sealed_all_the_same ="}) {
            const auto at = own.find("# " + line);
            ASSERT_NE(at, own.npos) << file << " " << line;
            own.erase(at, 2);
        }
        const auto read = policy::read_policy(octets_of(folder + "base.toml"), "base.toml", own, file, today);
        ASSERT_EQ(text(read.diagnostics), "");
        const auto judged = [&](K kind, const std::string& level) {
            auto f = going(D::outbound, {clear(kind)});
            f.recipients[0].address = "benefits@county.gov.uk";
            f.recipients[0].tls = level;
            return policy::decide(read.policy, f);
        };
        const auto counted = judged(K::national_insurance_number, "secure");
        EXPECT_EQ(counted.strongest(), A::flag) << file;
        ASSERT_EQ(counted.hits.size(), 1u);
        EXPECT_EQ(counted.hits[0].id, "sensitive-under-tls");
        EXPECT_EQ(judged(K::national_insurance_number, "encrypt").strongest(), A::quarantine) << file;
        EXPECT_EQ(judged(K::special_category, "secure").strongest(), A::quarantine) << file;
        EXPECT_EQ(judged(K::person_list, "secure").strongest(), A::quarantine) << file;
        EXPECT_EQ(judged(K::credential, "secure").strongest(), A::quarantine) << file;
    }
}

TEST(ShippedPolicies, are_covered_row_by_row) {
    std::set<std::string> named;
    for (const auto& rows : {confidential(), people(), threats()})
        for (const auto& row : rows) named.insert(row.rule);
    for (const auto& row : threat_rows) named.insert(row.rule);
    named.insert("sensitive-under-tls");  // let_tls_count_once_the_council_resolves_so
    named.merge(exposure_rules_with_rows());
    for (const auto& r : towcester().rules) EXPECT_TRUE(named.contains(r.id)) << r.id << " has no row";
}

}  // namespace
}  // namespace beadle
