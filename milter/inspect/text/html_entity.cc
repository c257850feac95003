#include <algorithm>
#include <array>
#include <cstdint>

#include <libxml/HTMLparser.h>
#include <unicode/utf8.h>

#include "base/text.h"

#include "inspect/text/html_text.h"

namespace beadle::inspect {
namespace {

// Numbers 128 to 159 mean windows-1252 to every browser.
constexpr std::array<std::uint16_t, 32> windows{0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                                0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,   0x017D, 0x8F,
                                                0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                                0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};

void append(std::string& out, std::uint32_t c) {
    if (c >= 128 && c < 160) c = windows[c - 128];
    if (c == 0 || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) c = 0xFFFD;
    std::array<std::uint8_t, 4> units{};
    std::size_t n = 0;
    U8_APPEND_UNSAFE(units.data(), n, c);
    out.append(reinterpret_cast<const char*>(units.data()), n);
}

int digit(char c, int base) {
    if (c >= '0' && c <= '9') return c - '0';
    const char l = static_cast<char>(c | 0x20);
    return base == 16 && l >= 'a' && l <= 'f' ? l - 'a' + 10 : -1;
}

// "&#123;" or "&#x7B" at `at`; the index behind it, 0 when it is none.
std::size_t numeric(std::string_view s, std::size_t at, std::string& out) {
    std::size_t i = at + 2;
    const int base = i < s.size() && (s[i] | 0x20) == 'x' ? 16 : 10;
    if (base == 16) ++i;
    const std::size_t first = i;
    std::uint32_t value = 0;
    for (int d; i < s.size() && (d = digit(s[i], base)) >= 0; ++i)
        value =
            std::min<std::uint32_t>(value * static_cast<std::uint32_t>(base) + static_cast<std::uint32_t>(d), 0x110000);
    if (i == first) return 0;
    append(out, value);
    return i < s.size() && s[i] == ';' ? i + 1 : i;
}

std::uint32_t named_value(const std::string& name) {
    struct Extra {
        std::string_view name;
        std::uint32_t value;
    };
    static constexpr std::array extras{Extra{"apos", '\''},
                                       Extra{"colon", ':'},
                                       Extra{"period", '.'},
                                       Extra{"commat", '@'},
                                       Extra{"num", '#'},
                                       Extra{"sol", '/'},
                                       Extra{"bsol", '\\'},
                                       Extra{"lpar", '('},
                                       Extra{"rpar", ')'},
                                       Extra{"lowbar", '_'},
                                       Extra{"hyphen", 0x2010},
                                       Extra{"dash", 0x2010},
                                       Extra{"comma", ','},
                                       Extra{"semi", ';'},
                                       Extra{"equals", '='},
                                       Extra{"plus", '+'},
                                       Extra{"NewLine", '\n'},
                                       Extra{"Tab", '\t'},
                                       Extra{"excl", '!'},
                                       Extra{"quest", '?'},
                                       Extra{"dollar", '$'},
                                       Extra{"percnt", '%'},
                                       Extra{"ast", '*'},
                                       Extra{"AMP", '&'},
                                       Extra{"LT", '<'},
                                       Extra{"GT", '>'},
                                       Extra{"QUOT", '"'},
                                       Extra{"nbsp", 0xA0},
                                       Extra{"numsp", 0x2007},
                                       Extra{"NoBreak", 0x2060},
                                       Extra{"ZeroWidthSpace", 0x200B}};
    for (const auto& e : extras)
        if (e.name == name) return e.value;
    const htmlEntityDesc* known = htmlEntityLookup(reinterpret_cast<const xmlChar*>(name.c_str()));
    return known ? known->value : 0;
}

std::size_t named(std::string_view s, std::size_t at, std::string& out) {
    std::size_t end = at + 1;
    while (end < s.size() && end - at < 32 && std::isalnum(static_cast<unsigned char>(s[end]))) ++end;
    const bool closed = end < s.size() && s[end] == ';';
    // Without the semicolon browsers know the old names only, as the beginning of a longer word too: &nbspABC.
    for (std::size_t stop = end; stop > at + 1; --stop) {
        const auto value = named_value(std::string(s.substr(at + 1, stop - at - 1)));
        if (value != 0 && (stop == end || value < 256)) {
            append(out, value);
            return stop == end && closed ? stop + 1 : stop;
        }
        if (closed) break;
    }
    return 0;
}

}  // namespace

std::string decode_entities(std::string_view s) {
    std::string out;
    out.reserve(s.size());
    for (std::size_t at = 0; at < s.size();) {
        const auto amp = std::min(s.find('&', at), s.size());
        out += s.substr(at, amp - at);
        if (amp == s.size()) break;
        const std::size_t behind = amp + 1 < s.size() && s[amp + 1] == '#' ? numeric(s, amp, out) : named(s, amp, out);
        if (behind == 0) out += '&';
        at = behind == 0 ? amp + 1 : behind;
    }
    return out;
}

std::string html_charset(std::string_view octets) {
    const std::string head = ascii_lower(octets.substr(0, 4096));
    for (std::size_t at = 0; (at = head.find("<meta", at)) != std::string::npos; ++at) {
        const auto tag = std::string_view(head).substr(at, std::min(head.find('>', at), head.size()) - at);
        const auto found = tag.find("charset");
        if (found == std::string_view::npos) continue;
        auto rest = trim(tag.substr(found + 7));
        if (!rest.starts_with('=')) continue;
        rest = trim(rest.substr(1));
        const auto from = rest.find_first_not_of("\"'");
        if (from == std::string_view::npos) continue;
        rest = rest.substr(from);
        return std::string(rest.substr(0, rest.find_first_of("\"'/ ;>")));
    }
    return {};
}

}  // namespace beadle::inspect
