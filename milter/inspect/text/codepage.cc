#include "inspect/text/codepage.h"

#include <algorithm>
#include <array>
#include <utility>

#include "inspect/message/charset.h"
#include "inspect/text/little_endian.h"

namespace beadle::inspect {
namespace {

constexpr std::array<std::pair<std::uint32_t, std::string_view>, 26> names{{
    {437, "ibm437"},     {708, "iso-8859-6"},       {850, "ibm850"},      {852, "ibm852"},
    {855, "ibm855"},     {866, "ibm866"},           {874, "windows-874"}, {932, "windows-932"},
    {936, "gb18030"},    {949, "windows-949"},      {950, "big5"},        {1200, "utf-16le"},
    {1201, "utf-16be"},  {1361, "johab"},           {10000, "macintosh"}, {10001, "shift_jis"},
    {10006, "macgr"},    {10007, "x-mac-cyrillic"}, {10029, "x-mac-ce"},  {10081, "x-mac-turkish"},
    {20127, "us-ascii"}, {20866, "koi8-r"},         {21866, "koi8-u"},    {51932, "euc-jp"},
    {54936, "gb18030"},  {65001, "utf-8"},
}};

constexpr std::array<std::pair<std::uint32_t, std::uint32_t>, 25> fonts{{
    {0, 1252},   {2, 1252},   {77, 10000}, {78, 10001}, {79, 949},   {80, 936},   {81, 950},   {83, 1255},  {84, 1256},
    {85, 10006}, {86, 10081}, {87, 874},   {88, 10029}, {89, 10007}, {128, 932},  {129, 949},  {130, 1361}, {134, 936},
    {136, 950},  {161, 1253}, {162, 1254}, {163, 1258}, {177, 1255}, {178, 1256}, {186, 1257},
}};

// Primary language of a locale -> codepage, where it is not Western.
constexpr std::array<std::pair<std::uint32_t, std::uint32_t>, 29> languages{{
    {0x01, 1256}, {0x02, 1251}, {0x04, 936},  {0x05, 1250}, {0x08, 1253}, {0x0D, 1255}, {0x0E, 1250}, {0x11, 932},
    {0x12, 949},  {0x15, 1250}, {0x18, 1250}, {0x19, 1251}, {0x1A, 1250}, {0x1B, 1250}, {0x1C, 1250}, {0x1E, 874},
    {0x1F, 1254}, {0x20, 1256}, {0x22, 1251}, {0x23, 1251}, {0x24, 1250}, {0x25, 1257}, {0x26, 1257}, {0x27, 1257},
    {0x29, 1256}, {0x2A, 1258}, {0x2C, 1254}, {0x2F, 1251}, {0x3F, 1251},
}};

std::string name_of(std::uint32_t codepage) {
    for (const auto& [number, name] : names)
        if (number == codepage) return std::string(name);
    if (codepage >= 1250 && codepage <= 1258) return "windows-" + std::to_string(codepage);
    if (codepage >= 28591 && codepage <= 28605) return "iso-8859-" + std::to_string(codepage - 28590);
    return "windows-1252";
}

void drop_nuls(std::string& s) { std::erase(s, '\0'); }

}  // namespace

void append_utf8(std::string& out, char32_t c) {
    if (c == 0) return;
    if (c > 0x10FFFF || (c >= 0xD800 && c < 0xE000)) c = 0xFFFD;
    const auto low = [](char32_t bits) { return static_cast<char>(0x80 | (bits & 0x3F)); };
    if (c < 0x80) {
        out += static_cast<char>(c);
    } else if (c < 0x800) {
        out += static_cast<char>(0xC0 | c >> 6);
        out += low(c);
    } else if (c < 0x10000) {
        out += static_cast<char>(0xE0 | c >> 12);
        out += low(c >> 6);
        out += low(c);
    } else {
        out += static_cast<char>(0xF0 | c >> 18);
        out += low(c >> 12);
        out += low(c >> 6);
        out += low(c);
    }
}

void append_utf16(std::string& out, std::string_view octets) {
    for (std::size_t i = 0; i + 2 <= octets.size(); i += 2) {
        char32_t c = le16(octets, i);
        const char32_t next = le16(octets, i + 2);
        if (c >= 0xD800 && c < 0xDC00 && next >= 0xDC00 && next < 0xE000) {
            c = 0x10000 + ((c - 0xD800) << 10) + (next - 0xDC00);
            i += 2;
        }
        append_utf8(out, c);
    }
}

void append_latin(std::string& out, std::string_view octets) {
    for (const char c : octets) append_utf8(out, static_cast<unsigned char>(c));
}

std::string utf16_text(std::string_view octets) {
    std::string out;
    out.reserve(octets.size() / 2);
    append_utf16(out, octets);
    return out;
}

std::string codepage_text(std::string_view octets, std::uint32_t codepage) {
    if (codepage == 1200) return utf16_text(octets);
    std::string out;
    if (is_ascii(octets) && codepage != 1201)
        out = octets;
    else
        out = convert_charset(octets, name_of(codepage)).value_or("");
    // A converter that is not there must not make the words vanish.
    if (out.empty() && !octets.empty()) out = convert_charset(octets, "windows-1252").value_or("");
    drop_nuls(out);
    return out;
}

std::uint32_t codepage_of_language(std::uint32_t locale) {
    locale &= 0xFFFF;
    if (locale == 0x0404 || locale == 0x0C04 || locale == 0x1404) return 950;  // Taiwan, Hong Kong, Macao
    if (locale == 0x0C1A || locale == 0x1C1A) return 1251;                     // Serbian in Cyrillic letters
    const auto it =
        std::find_if(languages.begin(), languages.end(), [&](const auto& l) { return l.first == (locale & 0x3FF); });
    return it == languages.end() ? 1252 : it->second;
}

std::uint32_t codepage_of_font(std::uint32_t font_charset) {
    const auto it = std::find_if(fonts.begin(), fonts.end(), [&](const auto& f) { return f.first == font_charset; });
    if (it != fonts.end()) return it->second;
    if (font_charset == 204) return 1251;
    if (font_charset == 222) return 874;
    if (font_charset == 238) return 1250;
    return font_charset == 254 || font_charset == 255 ? 437 : 1252;
}

}  // namespace beadle::inspect
