// place_words.h — a place inside a place, in words for a person: attachment "a.zip" › "list.txt".
//
// Bounds   the outer words are cut in their middle when they grow past 600 octets (InspectionLimits::text is 1000).
#pragma once

#include <string>

#include "base/text.h"

namespace beadle::inspect {

inline std::string inside(const std::string& outer, const std::string& inner) {
    if (outer.empty()) return inner;
    if (outer.size() <= 600) return outer + " › " + inner;
    // printable() ends on a whole character with "…"
    return printable(outer, 300) + " › " + inner;
}

}  // namespace beadle::inspect
