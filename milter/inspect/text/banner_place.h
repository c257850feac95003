// banner_place.h — which leaves of a message are the text of its body, and whether any of it may be changed.
//
// Takes    the entities of a message. Gives indices of text/plain and text/html leaves: the first text of a mixed body, every
//          alternative of it, the root of a related one. None where banner.h says that nothing may be changed.
// Bounds   linear in the entities; depth as parsed. Never throws but std::bad_alloc.
// Runs in  inspect worker.
#pragma once

#include <vector>

#include "inspect/message/message.h"

namespace beadle::inspect {

std::vector<std::size_t> banner_leaves(const ParsedMessage& parsed);

}  // namespace beadle::inspect
