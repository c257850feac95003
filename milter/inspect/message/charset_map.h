// charset_map.h — text in the charset of a body: where each letter stands, and how words are written in it.
//
// Takes    octets of a body, transfer encoding removed, and its charset as claimed. Hostile.
// Gives    mapped_text(): UTF-16 of the first `most` octets with the octet at which each unit begins; a byte order mark
//          beats the claim, and is no part of the text. written_in(): words in that charset, without a mark and ending in its
//          first state; nothing when the charset cannot say them all.
// Bounds   linear. Never throws but std::bad_alloc.
// Runs in  inspect worker. ICU needs no files.
// Source   RFC 2045 (no charset means us-ascii); Unicode 23.8 (byte order mark).
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace beadle::inspect {

struct MappedText {
    std::string charset;  // what it is written in: "utf-16le"
    std::size_t begin = 0;  // behind the byte order mark
    bool wide = false;      // units of two or four octets
    std::u16string text;
    std::vector<std::size_t> at;  // one for each unit
    std::size_t end = 0;          // how far was read
};

std::optional<MappedText> mapped_text(std::string_view octets, std::string_view charset, std::size_t most);
std::optional<std::string> written_in(std::string_view charset, std::string_view words_utf8);

}  // namespace beadle::inspect
