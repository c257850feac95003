// find_any.h — the first of a few characters: std::string_view::find_first_of asks memchr about the list for every octet
// it passes, which costs more than all else that is done with a plain text.
//
// Gives    find_any<'a', 'b'>(text, at): as find_first_of("ab", at).
// Bounds   linear.
// Runs in  inspect worker.
#pragma once

#include <string_view>

namespace beadle::inspect {

template <char... wanted>
std::size_t find_any(std::string_view text, std::size_t at = 0) {
    for (; at < text.size(); ++at)
        if (((text[at] == wanted) || ...)) return at;
    return std::string_view::npos;
}

}  // namespace beadle::inspect
