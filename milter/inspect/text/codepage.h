// codepage.h — text of Windows' own formats: by the number of a codepage, or UTF-16 little-endian.
//
// Takes    octets and a number as files carry it (1252, 932, 10000, 65001 …; 0 or unknown = 1252). Hostile.
// Gives    valid UTF-8; what means nothing becomes U+FFFD. NULs are dropped.
// Bounds   output <= 3 x input + 4; linear. Never throws but std::bad_alloc.
// Runs in  inspect worker.
// Source   MS-UCODEREF 2.2.1; RTF 1.9.1 "Font table" for the numbers of \fcharset.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace beadle::inspect {

void append_utf8(std::string& out, char32_t c);                // U+FFFD for what is no character
void append_utf16(std::string& out, std::string_view octets);  // little-endian
void append_latin(std::string& out, std::string_view octets);  // low octets of UTF-16
std::string utf16_text(std::string_view octets);
std::string codepage_text(std::string_view octets, std::uint32_t codepage);
std::uint32_t codepage_of_language(std::uint32_t locale);    // LCID; 1252 when it says nothing
std::uint32_t codepage_of_font(std::uint32_t font_charset);  // \fcharset, and lfCharSet of a LOGFONT

}  // namespace beadle::inspect
