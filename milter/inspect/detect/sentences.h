// sentences.h — a text cut into what is said together: sentences, table rows, paragraphs.
//
// Takes    normalised text. Gives stretches in order that cover it: a sentence ends at . ! ? before a blank and a
// capital, at
//          an empty line, behind a line too short to be wrapped, and in a table at each line. Lists every offset once:
//          linear.
// Runs in  inspect workers. Never throws but std::bad_alloc.
#pragma once

#include <string_view>
#include <vector>

#include "inspect/detect/expression.h"

namespace beadle::inspect {

std::vector<Span> sentences(std::string_view text, bool table);

}  // namespace beadle::inspect
