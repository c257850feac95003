// scope.h — of which kept mail a role of the console sees anything: not every reader is everybody's reader.
//
// Gives    scope_of(): "" all; "finance" (the responsible financial officer: what was kept for figures and payments alone, and
//          nothing where matters of persons were seen too); "approvals" (the chair: what needs a second person).
//          in_scope(): one kept copy. scope_condition(): the same for a statement over `held`, "" = no condition.
// Runs in  record. Values only.
// Source   reference: console.md 3 "Roles".
#pragma once

#include <string>
#include <string_view>

#include "records/roles.h"

namespace beadle::records {

std::string scope_of(AccountRole role);
// kinds: as in held_index, each between blanks.
bool in_scope(std::string_view scope, std::string_view kinds, std::int64_t release_needs);
std::string scope_condition(std::string_view scope, std::string_view held_id);

}  // namespace beadle::records
