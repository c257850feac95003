// css_value.h — lengths, colours and lists of words as CSS writes them.
//
// Takes    the value of a declaration: lower case, without comments and escapes. Hostile.
// Bounds   64 words of a list; linear. Never throws but std::bad_alloc.
// Runs in  inspect worker.
// Source   CSS 2.1 and CSS Color 4 (subset: the colours that text is hidden with, a few that it is not).
#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace beadle::inspect::html {

int hex_digit(char c);  // -1 = none

struct Length {
    double value = 0;
    std::string_view unit;
};
std::optional<Length> length_of(std::string_view value);
std::vector<std::string_view> words_of(std::string_view s, std::string_view between);

struct Colour {
    int red = 0, green = 0, blue = 0;
};
struct Paint {
    std::optional<Colour> colour;  // nothing: none that is known here
    bool clear = false;            // transparent
};
Paint paint_of(std::string_view value);

}  // namespace beadle::inspect::html
