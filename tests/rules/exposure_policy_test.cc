// Given and expected for disclosure by mistake and conduct, clause by clause, for the two shipped policies.
#include <gtest/gtest.h>

#include <set>

#include "policy/policy.h"
#include "support/facts_builder.h"

namespace beadle {
namespace {

using namespace beadle::testing;
using K = FindingKind;
using C = Confidence;
using D = Direction;
using A = Action;

const std::string folder = std::string(BEADLE_SOURCE_DIR) + "/config/policies/";

policy::Policy shipped(const std::string& file) {
    return policy::read_policy(octets_of(folder + "base.toml"), "base.toml", octets_of(folder + file), file,
                               "2026-01-15")
        .policy;
}

Facts going(D direction, std::vector<Finding> findings) {
    auto f = outbound_facts(std::move(findings));
    f.recipients[0].direction = direction;
    f.origin = direction == D::inbound ? Origin::outside : Origin::inside;
    if (direction == D::inbound) f.sender_role = "";
    return f;
}
Finding counted(K kind, std::uint32_t count, const std::string& part) {
    Finding f = finding(kind, C::high, count);
    f.part = part;
    return f;
}
Finding of_recipient(K kind, C confidence) {
    return for_recipient(finding(kind, confidence), "someone@outside.example");
}

struct Row {
    const char* name;
    const char* rule;  // that must be named, "" = none at all
    const char* clause_t;
    const char* clause_b;  // null = no such rule there
    Facts facts;
    A towcester, billericay;
};

std::vector<Row> visible() {
    const auto header = [](std::uint32_t n) { return going(D::outbound, {counted(K::visible_recipients, n, "0")}); };
    const auto body = [](D d, std::uint32_t n) { return going(d, {counted(K::visible_recipients, n, "1")}); };
    auto sealed = going(D::outbound, {in_file(finding(K::visible_recipients, C::high, 40), {"list.zip", "list.csv"})});
    sealed.inspection.protection = {seal({"list.zip"})};
    return {
        {"nine persons who see each other", "", "", "", header(9), A::accept, A::accept},
        {"ten persons who see each other", "visible-recipients", "6", "5", header(10), A::ask, A::ask},
        {"twenty-nine", "visible-recipients", "6", "5", header(29), A::ask, A::ask},
        {"thirty are kept back", "visible-recipients-many", "6", "5", header(30), A::quarantine, A::quarantine},
        {"a list of addresses in the text", "addresses-in-text", "6", "5", body(D::outbound, 40), A::ask, A::ask},
        {"a short list of them", "", "", "", body(D::outbound, 9), A::accept, A::accept},
        {"the same to a colleague", "", "", "", body(D::internal, 40), A::accept, A::accept},
        {"the same from outside", "", "", "", body(D::inbound, 40), A::accept, A::accept},
        {"the same in a sealed file", "", "", "", sealed, A::accept, A::accept},
    };
}

std::vector<Row> hidden_and_greeting() {
    const auto file = [](K kind, C c) { return going(D::outbound, {in_file(finding(kind, c), {"a.xlsx"})}); };
    const auto sealed = [&](Facts f) {
        f.inspection.findings[0].path = {"a.zip", "a.xlsx"};
        f.inspection.protection = {seal({"a.zip"})};
        return f;
    };
    const auto told = [](K kind, C c) { return going(D::outbound, {of_recipient(kind, c)}); };
    const auto first = of_recipient(K::first_time_recipient, C::high);
    const auto number = in_file(finding(K::nhs_number, C::medium), {"a.zip", "a.txt"});
    auto locked = going(D::outbound, {first, number});
    locked.inspection.protection = {seal({"a.zip"})};
    auto known = locked;
    known.inspection.findings[0].confidence = C::low;
    return {
        {"a hidden sheet", "hidden-in-document", "6", "5", file(K::hidden_content, C::high), A::ask, A::ask},
        {"tracked changes", "hidden-in-document", "6", "5", file(K::tracked_changes, C::medium), A::ask, A::ask},
        {"comments", "hidden-in-document", "6", "5", file(K::document_comment, C::medium), A::ask, A::ask},
        {"rows behind a pivot table", "hidden-in-document", "6", "5", file(K::pivot_cache, C::medium), A::ask, A::ask},
        {"words under a black box", "hidden-in-document", "6", "5", file(K::failed_redaction, C::high), A::ask, A::ask},
        {"hardly anything hidden", "", "", "", file(K::hidden_content, C::low), A::accept, A::accept},
        {"hidden in a sealed file", "", "", "", sealed(file(K::hidden_content, C::high)), A::accept, A::accept},
        {"properties that tell of somebody", "revealing-properties", "6", "5", file(K::document_properties, C::high),
         A::flag, A::flag},
        {"an author", "", "", "", file(K::document_properties, C::low), A::accept, A::accept},
        {"somebody else's name in the greeting", "greeting-mismatch", "6", "5", told(K::greeting_mismatch, C::medium),
         A::ask, A::ask},
        {"sealed data to somebody new", "first-time-sensitive", "6", "5", locked, A::ask, A::ask},
        {"sealed data to somebody whom colleagues write to", "", "", "", known, A::accept, A::accept},
        {"an ordinary letter to somebody new", "", "", "", going(D::outbound, {first}), A::accept, A::accept},
        {"nearly somebody known", "look-alike-recipient", "6", "5", told(K::look_alike_recipient, C::medium), A::ask,
         A::ask},
    };
}

std::vector<Row> conduct() {
    const auto one = [](D d, K kind, C c) { return going(d, {finding(kind, c)}); };
    auto police = one(D::outbound, K::cctv_footage, C::low);
    police.envelope.recipients = {"evidence@northants.police.uk"};
    police.recipients[0].address = police.envelope.recipients[0];
    return {
        {"strong words to a resident", "offensive-language", "4, 8", "3, 7",
         one(D::outbound, K::offensive_language, C::high), A::flag, A::flag},
        {"strong words to a colleague", "offensive-language", "4, 8", "3, 7",
         one(D::internal, K::offensive_language, C::medium), A::flag, A::flag},
        {"mild ones", "", "", "", one(D::outbound, K::offensive_language, C::low), A::accept, A::accept},
        {"a resident's are not ours to judge", "", "", "", one(D::inbound, K::offensive_language, C::high), A::accept,
         A::accept},
        {"music that goes out", "copyright-media", "4, 7", "6", one(D::outbound, K::copyright_media, C::low), A::flag,
         A::flag},
        {"music that comes in", "copyright-media", "4, 7", "6", one(D::inbound, K::copyright_media, C::low), A::flag,
         A::flag},
        {"a link to another service", "file-sharing-link", "11.2", "5",
         one(D::outbound, K::file_sharing_link, C::medium), A::flag, A::log},
        {"such a link from outside", "", "", "", one(D::inbound, K::file_sharing_link, C::medium), A::accept,
         A::accept},
        {"footage to a resident", "cctv-footage", "14", "5", one(D::outbound, K::cctv_footage, C::low), A::quarantine,
         A::flag},
        {"footage to the police", "", "", "", police, A::accept, A::accept},
        {"a paper without tags for many", "inaccessible-document", "15", nullptr,
         one(D::outbound, K::inaccessible_document, C::low), A::log, A::accept},
        {"footage that comes in", "", "", "", one(D::inbound, K::cctv_footage, C::low), A::accept, A::accept},
    };
}

// A rule that asks flags where nobody can be asked.
bool is(A got, A want) { return got == want || (want == A::ask && got == A::flag); }

void judge(const std::vector<Row>& table) {
    static const auto towcester = shipped("towcester.toml"), billericay = shipped("billericay.toml");
    for (const auto& row : table)
        for (const bool t : {true, false}) {
            SCOPED_TRACE(std::string(row.name) + (t ? ", Towcester" : ", Billericay"));
            const auto decision = policy::decide(t ? towcester : billericay, row.facts);
            EXPECT_TRUE(is(decision.recipients.at(0).action, t ? row.towcester : row.billericay))
                << name(decision.recipients.at(0).action);
            if (*row.rule == '\0' || (!t && !row.clause_b)) {
                for (const auto& h : decision.hits) EXPECT_EQ(h.add, std::vector<std::string>{"banner"}) << h.id;
                continue;
            }
            const auto* found = hit(decision, row.rule);
            ASSERT_NE(found, nullptr) << "the rule is not named";
            EXPECT_EQ(found->clause, t ? row.clause_t : row.clause_b);
        }
}

TEST(ExposurePolicy, many_addresses_for_all_to_see) { judge(visible()); }
TEST(ExposurePolicy, hidden_places_and_greetings) { judge(hidden_and_greeting()); }
TEST(ExposurePolicy, conduct) { judge(conduct()); }

}  // namespace

std::set<std::string> exposure_rules_with_rows() {
    std::set<std::string> named;
    for (const auto& rows : {visible(), hidden_and_greeting(), conduct()})
        for (const auto& row : rows) named.insert(row.rule);
    return named;
}

}  // namespace beadle
