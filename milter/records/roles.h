// roles.h — what each role of the console may ask of the records: one table, and what is not in it is denied.
//
// Gives    right_of(): the row of a verb; may(): whether a role has it. `anybody` needs no log-in (signing in itself);
//          `fresh` asks for password and code again within ten minutes; `quiet` does not count as being there, so that a
//          page that asks by itself keeps no session alive.
// Runs in  record. Values only; a drift test holds it against the table of verbs.
// Source   reference: console.md 3 "Roles".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace beadle::records {

enum class AccountRole : std::uint8_t { clerk, deputy, rfo, admin, auditor, chair, contractor, member };
constexpr AccountRole last_of(AccountRole) { return AccountRole::member; }

std::string_view name(AccountRole role);
std::optional<AccountRole> account_role(std::string_view word);

struct VerbRight {
    std::string_view verb;
    std::uint32_t roles = 0;  // a bit for each AccountRole
    bool anybody = false, fresh = false, quiet = false;
};
const std::vector<VerbRight>& verb_rights();
const VerbRight* right_of(std::string_view verb);  // null: denied to all
bool may(AccountRole role, std::string_view verb);
std::vector<std::string_view> rights_of(AccountRole role);

}  // namespace beadle::records
