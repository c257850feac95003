// banner_html.h — where the first words of an HTML text may be put.
//
// Takes    UTF-16 of an HTML text, or of its beginning. Hostile.
// Gives    the index behind <body …>; without that tag the place where a browser would begin the body by itself. Nothing for
//          a set of frames, and when the text ends before that place.
// Bounds   linear. Never throws.
// Runs in  inspect worker.
// Source   WHATWG HTML 13.2.6.4 (before head, in head, after head).
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace beadle::inspect {

std::optional<std::size_t> body_begins(std::u16string_view html);

}  // namespace beadle::inspect
