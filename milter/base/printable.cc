// The half of text.h that makes foreign text safe to show.
#include <array>
#include <cstdint>

#include "base/text.h"

namespace beadle {
namespace {

struct CodePoint {
    std::uint32_t value = 0;
    std::size_t octets = 0;  // 0 = not UTF-8 here
};

// The code point at the front of s; overlong forms, surrogates and values past U+10FFFF are not UTF-8 (RFC 3629).
CodePoint front(std::string_view s) {
    const auto at = [&](std::size_t i) { return static_cast<unsigned char>(s[i]); };
    const unsigned char first = at(0);
    if (first < 0x80) return {first, 1};
    const std::size_t n = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    if (first < 0xc2 || first > 0xf4 || s.size() < n) return {};
    std::uint32_t value = first & (0x7fu >> n);
    for (std::size_t i = 1; i < n; ++i) {
        if ((at(i) & 0xc0) != 0x80) return {};
        value = value << 6 | (at(i) & 0x3fu);
    }
    constexpr std::array<std::uint32_t, 5> least{0, 0, 0x80, 0x800, 0x10000};
    if (value < least[n] || value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff)) return {};
    return {value, n};
}

// Controls and the marks that reorder or hide text; what they do to a reader is what an attacker uses them for.
bool is_invisible(std::uint32_t c) {
    struct Range {
        std::uint32_t first, last;
    };
    static constexpr Range ranges[] = {
        {0x00, 0x1f},     {0x7f, 0x9f},     {0xad, 0xad},     {0x34f, 0x34f},   {0x61c, 0x61c},   {0x115f, 0x1160},
        {0x17b4, 0x17b5}, {0x180b, 0x180f}, {0x200b, 0x200f}, {0x2028, 0x202e}, {0x2060, 0x206f}, {0x3164, 0x3164},
        {0xfe00, 0xfe0f}, {0xfeff, 0xfeff}, {0xffa0, 0xffa0}, {0xfff0, 0xfffb}, {0xfffe, 0xffff}, {0xe0000, 0xe0fff},
    };
    for (const Range& r : ranges)
        if (c >= r.first && c <= r.last) return true;
    return false;
}

constexpr std::string_view ellipsis = "…", replacement = "\xef\xbf\xbd";

std::string shown(std::string_view s, std::size_t most, bool lines) {
    std::string out;
    std::size_t fits = 0;  // the longest prefix of out, whole code points, that leaves room for the ellipsis
    while (!s.empty()) {
        const CodePoint c = front(s);
        std::string_view put = c.octets ? s.substr(0, c.octets) : replacement;
        const bool blank = c.octets == 1 && (s[0] == '\t' || s[0] == '\n' || s[0] == '\r');
        if (blank && (!lines || s[0] == '\r'))
            put = lines ? (s.substr(0, 2) == "\r\n" ? "" : "\n") : " ";
        else if (c.octets && !blank && is_invisible(c.value))
            put = "";
        s.remove_prefix(c.octets ? c.octets : 1);
        if (out.size() + put.size() > most) {
            out.resize(fits);
            return most < ellipsis.size() ? out : out + std::string(ellipsis);
        }
        out += put;
        if (out.size() + ellipsis.size() <= most) fits = out.size();
    }
    return out;
}

}  // namespace

std::string printable(std::string_view s, std::size_t most) { return shown(s, most, false); }
std::string printable_lines(std::string_view s, std::size_t most) { return shown(s, most, true); }

}  // namespace beadle
