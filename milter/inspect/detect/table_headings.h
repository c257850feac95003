// table_headings.h — what the heading of a column says of what stands below it.
//
// Takes    a cell, and the lists heading-* and public-list of signatures/words/tables.toml.
// Bounds   linear in the heading times the words. Never throws but std::bad_alloc.
// Runs in  inspect workers.
#pragma once

#include <string_view>

#include "inspect/detect/pattern.h"

namespace beadle::inspect {

enum Column : unsigned { other = 0, family = 2, person = 4, born = 8, pay = 16, house = 32 };

Column column_of(std::string_view cell, const Lists& lists);
// The list public-list (Lists::says).
bool speaks_of_public(std::string_view text, const Lists& lists);
// Blanks, quotes and the marks of a list off both ends.
std::string_view trimmed_cell(std::string_view s);

}  // namespace beadle::inspect
