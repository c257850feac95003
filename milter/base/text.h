// text.h — small ASCII and octet helpers that know no mail.
//
// Takes    octets or UTF-8 as std::string_view. Gives new strings; nothing is cut silently unless the name says so.
// Bounds   linear time; edit_distance is capped by its `most`.
// Runs in  every process. Never throws but std::bad_alloc.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace beadle {

std::string ascii_lower(std::string_view s);  // A-Z only; other octets stay
bool ascii_iequal(std::string_view a, std::string_view b);
bool ascii_istarts(std::string_view s, std::string_view prefix);
std::string_view trim(std::string_view s);  // blanks, tabs, CR, LF at both ends
std::vector<std::string> split(std::string_view s, char separator);
std::string join(const std::vector<std::string>& parts, std::string_view separator);
std::string replace_all(std::string_view s, std::string_view from, std::string_view to);

std::string hex(std::string_view octets);
std::optional<std::string> unhex(std::string_view text);
std::string base64(std::string_view octets);                           // no line ends
std::optional<std::string> unbase64(std::string_view text);            // strict alphabet, white space allowed
std::string random_token(std::size_t octets);                          // URL-safe text of that many random octets
std::string sha256(std::string_view octets);                           // 32 raw octets
std::string sha256_hex(std::string_view octets);

// The text with control octets, DEL and invalid UTF-8 made visible or dropped, at most `most` octets, cut on a code
// point with "…": safe on a terminal, in a log line and in a JSON string. Bidirectional and other invisible controls go too.
std::string printable(std::string_view s, std::size_t most = 200);
// The same, but that line ends (as \n) and tabs stay.
std::string printable_lines(std::string_view s, std::size_t most);

// How many edits turn a into b, never counting past `most`; for "did you mean".
std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t most);
std::string nearest(std::string_view word, const std::vector<std::string>& known);  // "" when nothing is near

}  // namespace beadle
