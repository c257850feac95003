// people_reach.h — how the person of a row is reached: mail addresses and telephone numbers that are no office's.
//
// Takes    normalised text of a row; the list "role-address" of signatures/words/recipients.toml.
// Bounds   linear. Never throws but std::bad_alloc.
// Runs in  inspect workers.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "inspect/detect/pattern.h"

namespace beadle::inspect {

// Adds mail addresses of people, lower case; `official` when there is one of an office.
void mail_addresses(std::string_view row, const Lists& lists, std::vector<std::string>& out, bool& official);
// A British telephone number of a person: not 03 and 08, which are organisations'.
bool has_telephone(std::string_view row);

}  // namespace beadle::inspect
