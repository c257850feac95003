// link_fields.h — what a link carries in its address: the fields of its query, the text of a mailto:, values in its
// path.
//
// Takes    normalised text, hostile: any run of characters behind :// or mailto:.
// Gives    "name: value" a line, percent codes and plus signs decoded, so that a pattern finds a number that the name
// of its
//          field labels; "" when no link carries anything.
// Bounds   500 links of 8 KiB; output at most three times the input; linear. Never throws but std::bad_alloc.
// Runs in  inspect workers.
// Source   RFC 3986 sections 2.1 and 3.4; RFC 6068; WHATWG URL, application/x-www-form-urlencoded.
#pragma once

#include <string>
#include <string_view>

namespace beadle::inspect {

std::string link_fields(std::string_view text);

}  // namespace beadle::inspect
