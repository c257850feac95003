// read_conditions.h — the inline table of `when`, `and` and `unless`.
//
// Takes    the file and the table in it. Gives the conditions; whatever is wrong is reported into its file.
// Runs in  session, cli. Never throws but std::bad_alloc.
#pragma once

#include "base/strict_toml.h"
#include "policy/rule.h"

namespace beadle::policy {

Conditions read_conditions(StrictFile& file, StrictTable table);

}  // namespace beadle::policy
