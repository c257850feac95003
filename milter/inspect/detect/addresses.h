// addresses.h — whether a line or two say where somebody lives.
//
// Takes    normalised text and the words for roads of signatures/words/tables.toml. Linear. Never throws but
// std::bad_alloc. Runs in  inspect workers. Source   Royal Mail: postcode format; the words for roads of England and
// Wales.
#pragma once

#include <string_view>

#include "inspect/detect/pattern.h"

namespace beadle::inspect {

bool has_postcode(std::string_view text);                   // SW1A 1AA, anywhere in it
bool has_house(std::string_view text, const Lists& lists);  // "12 Church Lane": a number, then a word for a road

}  // namespace beadle::inspect
