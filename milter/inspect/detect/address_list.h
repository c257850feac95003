// address_list.h — the mail addresses of persons that stand in a text: a circular list pasted into the body, a column
// of a sheet.
//
// Takes    normalised text of a segment; the lists role-address and public-body: addresses of offices and of public
//          bodies are nobody's own.
// Gives    the distinct addresses in lower case, in reading order.
// Bounds   linear; 10 000 distinct ones, later ones are not counted.
// Runs in  inspect workers. Never throws but std::bad_alloc.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "inspect/detect/pattern.h"

namespace beadle::inspect {

std::vector<std::string> personal_addresses(std::string_view text, const Lists& lists);
// Those of all segments: a visible-recipients finding for each place with five or more.
void find_address_lists(const Reading& reading, const Lists& lists, Budget& budget, std::vector<Finding>& out);

}  // namespace beadle::inspect
