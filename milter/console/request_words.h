// request_words.h — a request as the console says it: its kind, its clock, what was decided of a message, what was done.
//
// Takes    lines of request.list and request.show. Gives: what the templates are filled with; values are hostile.
// Runs in  console. Never throws but std::bad_alloc.
#pragma once

#include <string>

#include "console/after.h"
#include "console/value.h"

namespace beadle::console {

const Choices& request_kinds();
const Choices& review_decisions();
std::string label_of(const Choices& choices, const std::string& value);
std::string request_path(const std::string& id);  // of "R-1" "/requests/1"
Value request_row(const Value& line);             // id, href, kind, who, clock and its colour
Value history_of_request(const Value& request);

}  // namespace beadle::console
