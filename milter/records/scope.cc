#include "records/scope.h"

#include <algorithm>
#include <array>

namespace beadle::records {
namespace {

constexpr std::array<std::string_view, 4> finance = {"bank-account", "iban", "payment-card", "payment-change"};
constexpr std::array<std::string_view, 21> others = {
    "nhs-number",       "chi-number",        "health-and-care-number", "passport-number",  "driving-licence-number",
    "pupil-number",     "electoral-number",  "dbs-certificate",        "blue-badge-number", "person-list",
    "special-category", "criminal-offence",  "safeguarding",           "personnel",        "legal-privilege",
    "credential",       "private-key",       "exempt-information",     "cctv-footage",     "malware",
    "offensive-language"};

bool has(std::string_view kinds, std::string_view kind) {
    return kinds.find(" " + std::string(kind) + " ") != std::string_view::npos;
}

template <std::size_t N>
std::string any_of_kinds(const std::array<std::string_view, N>& list) {
    std::string out;
    for (const auto kind : list) out += (out.empty() ? "x.kinds LIKE '% " : " OR x.kinds LIKE '% ") + std::string(kind) + " %'";
    return out;
}

}  // namespace

std::string scope_of(AccountRole role) {
    return role == AccountRole::rfo ? "finance" : role == AccountRole::chair ? "approvals" : "";
}

bool in_scope(std::string_view scope, std::string_view kinds, std::int64_t release_needs) {
    if (scope.empty()) return true;
    if (scope == "approvals") return release_needs > 1;
    const auto seen = [&](std::string_view kind) { return has(kinds, kind); };
    return std::any_of(finance.begin(), finance.end(), seen) && std::none_of(others.begin(), others.end(), seen);
}

std::string scope_condition(std::string_view scope, std::string_view held_id) {
    if (scope.empty()) return "";
    const std::string of(held_id);
    if (scope == "approvals") return "EXISTS(SELECT 1 FROM held y WHERE y.id = " + of + " AND y.release_needs > 1)";
    return "EXISTS(SELECT 1 FROM held_index x WHERE x.held = " + of + " AND (" + any_of_kinds(finance) + ") AND NOT (" + any_of_kinds(others) + "))";
}

}  // namespace beadle::records
