// json_depth.h — whether JSON is nested too deep to be given to a parser that goes down by calls.
//
// Takes    any octets, hostile. Brackets within quoted text are not counted: a subject may be made of them.
// Gives    true as soon as more than `most` lists and objects are open at once. Says nothing of whether it is JSON.
// Runs in  anywhere. Never throws, allocates nothing.
// Source   RFC 8259 section 7 (strings), section 9 (a parser may limit depth).
#pragma once

#include <cstddef>
#include <string_view>

namespace beadle {

constexpr bool is_json_deeper_than(std::string_view text, int most) {
    int depth = 0;
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (quoted && c == '\\') ++i;  // what is escaped ends nothing
        if (c == '"') quoted = !quoted;
        if (quoted) continue;
        if (c == '[' || c == '{') ++depth;
        if (c == ']' || c == '}') --depth;
        if (depth > most) return true;
    }
    return false;
}

}  // namespace beadle
