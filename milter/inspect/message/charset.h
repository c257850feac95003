// charset.h — octets in any charset that mail claims, to UTF-8: the one converter of everything that is read.
//
// Takes    octets and the charset as claimed ("" = none). Hostile.
// Gives    UTF-8, always valid; octets that mean nothing become U+FFFD. A byte order mark and plain evidence (UTF-8
// that is
//          valid, UTF-16 by its NULs) beat the claim, as they do in mail programs.
// Bounds   output <= 3 x input + 4; linear. At most 64 converters are kept open.
// Fails    an unknown charset is guessed and `known` is false.
// Runs in  inspect worker. ICU needs no files; iconv's converters must have been opened before the sandbox closed.
// Source   WHATWG Encoding (labels that mean windows-1252 and friends); RFC 2152 for UTF-7.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace beadle::inspect {

struct DecodedText {
    std::string text;
    bool known = true;  // false: the claimed charset is not known here and the octets are not plain ASCII or UTF-8
};

bool is_ascii(std::string_view s);
bool is_utf8(std::string_view s);
std::string valid_utf8(std::string_view s);  // U+FFFD for what is not

// By name only, no guessing; nothing when the name is unknown.
std::optional<std::string> convert_charset(std::string_view octets, std::string_view charset);
bool charset_of_escapes(std::string_view charset);  // octets of it that look like ASCII are something else
DecodedText decode_text(std::string_view octets, std::string_view charset);
// What else some program shows, when its letters and digits are others: the claim taken at its word, no claim at all,
// UTF-16 of either order, escape sequences that nobody claimed, full-width letters of the East, EBCDIC. At most 4.
std::vector<std::string> other_texts(std::string_view octets, std::string_view charset, std::string_view primary);
// Header octets without a charset: UTF-8 when valid, else windows-1252.
std::string guess_text(std::string_view octets);

}  // namespace beadle::inspect
