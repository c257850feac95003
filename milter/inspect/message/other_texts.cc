// The charsets that octets may be in beside the one that was taken: a claim may lie, and programs believe it or not.
#include <algorithm>
#include <array>

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include "base/text.h"

#include "inspect/message/charset.h"

namespace beadle::inspect {
namespace {

constexpr std::size_t most_texts = 4, most_look = 64u << 10;

// What is left of a text for who looks for letters and digits: full width folded, digits of every script by their value,
// Cyrillic and Greek capitals that look Latin taken for it. Two texts with the same rest hold nothing different.
std::string bones(std::string_view s) {
    static constexpr std::array<std::pair<UChar32, char>, 24> alike{{
        {0x410, 'A'}, {0x412, 'B'}, {0x415, 'E'}, {0x41A, 'K'}, {0x41C, 'M'}, {0x41D, 'H'}, {0x41E, 'O'}, {0x420, 'P'},
        {0x421, 'C'}, {0x422, 'T'}, {0x425, 'X'}, {0x391, 'A'}, {0x392, 'B'}, {0x395, 'E'}, {0x396, 'Z'}, {0x397, 'H'},
        {0x399, 'I'}, {0x39A, 'K'}, {0x39C, 'M'}, {0x39D, 'N'}, {0x39F, 'O'}, {0x3A1, 'P'}, {0x3A4, 'T'}, {0x3A5, 'Y'},
    }};
    std::string out;
    const auto n = static_cast<std::int64_t>(s.size());
    for (std::int64_t i = 0; i < n;) {
        UChar32 c;
        U8_NEXT(reinterpret_cast<const std::uint8_t*>(s.data()), i, n, c);
        if (c >= 0xFF01 && c <= 0xFF5E) c -= 0xFEE0;
        if (c >= 0x80) {
            const auto* const like = std::find_if(alike.begin(), alike.end(), [&](const auto& a) { return a.first == c; });
            const auto digit = like != alike.end() ? -1 : u_charDigitValue(c);
            c = like != alike.end() ? like->second : digit >= 0 ? '0' + digit : 0;
        }
        if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z')) out += static_cast<char>(c);
    }
    return out;
}

bool has_escapes(std::string_view s) {
    for (std::size_t at = 0; (at = s.find('\x1b', at)) != std::string_view::npos; ++at)
        if (at + 2 < s.size() && (s[at + 1] == '$' || s[at + 1] == '(')) return true;
    return false;
}

std::string_view escaped_charset(std::string_view s) {
    if (s.find("\x1b$)C") != std::string_view::npos) return "iso-2022-kr";
    if (s.find("\x1b$)A") != std::string_view::npos || s.find("\x1b$)G") != std::string_view::npos)
        return "iso-2022-cn";
    return "iso-2022-jp-2";
}

// Runs of "+…-" that are letters or digits when they are UTF-7: nobody writes plain words so but to hide them.
bool hides_in_utf7(std::string_view s) {
    std::size_t hidden = 0;
    for (std::size_t at = 0; (at = s.find('+', at)) != std::string_view::npos; ++at) {
        std::size_t end = at + 1;
        while (end < s.size() && end < at + 400 && (u_isalnum(s[end]) || s[end] == '+' || s[end] == '/') &&
               static_cast<unsigned char>(s[end]) < 0x80)
            ++end;
        if (end - at < 4) continue;
        const auto text = convert_charset(s.substr(at, end - at + 1), "utf-7");
        if (text && is_utf8(*text) && !bones(*text).empty() && text->find("\xEF\xBF\xBD") == std::string::npos)
            hidden += bones(*text).size();
        if (hidden >= 4) return true;
        at = end - 1;
    }
    return false;
}

// Pairs that are full-width letters or digits in one of the charsets of the East.
std::string_view full_width(std::string_view s) {
    std::size_t gb = 0, sjis = 0, big5 = 0;
    for (std::size_t i = 0; i + 1 < s.size(); ++i) {
        const auto a = static_cast<unsigned char>(s[i]), b = static_cast<unsigned char>(s[i + 1]);
        gb += a == 0xA3 && ((b >= 0xB0 && b <= 0xB9) || (b >= 0xC1 && b <= 0xDA) || (b >= 0xE1 && b <= 0xFA));
        sjis += a == 0x82 && b >= 0x4F && b <= 0x9A;
        big5 += (a == 0xA2 && b >= 0xAF && b <= 0xFE) || (a == 0xA3 && b >= 0x40 && b <= 0x43);
    }
    const auto most = std::max({gb, sjis, big5});
    if (most < 4) return {};
    return most == gb ? "gb18030" : most == sjis ? "shift_jis" : "big5";
}

bool is_ebcdic(std::string_view s) {
    std::size_t letters = 0, blanks = 0, odd = 0;
    for (const char raw : s) {
        const auto c = static_cast<unsigned char>(raw);
        letters += (c >= 0x81 && c <= 0xA9) || (c >= 0xC1 && c <= 0xE9) || c >= 0xF0;
        blanks += c == 0x40;
        odd += c < 0x40 && c != 0x0D && c != 0x25 && c != 0x15 && c != 0x0A;
    }
    return s.size() > 16 && blanks * 20 > s.size() && letters * 10 > s.size() * 6 && odd * 50 < s.size();
}

// Groups of letters and digits with one octet between them that the charset does not have: programs that drop such
// octets show one word.
std::string joined_lines(std::string_view s) {
    std::string out;
    while (!s.empty()) {
        const auto end = std::min(s.find('\n'), s.size());
        const auto line = s.substr(0, end);
        s.remove_prefix(std::min(end + 1, s.size()));
        std::size_t joints = 0, most = 0, group = 0;
        for (std::size_t i = 0; i < line.size(); ++i) {
            const auto c = static_cast<unsigned char>(line[i]);
            if (c < 0x80) {
                group = u_isalnum(c) && c < 0x80 ? group + 1 : 0;
                if (group == 0 || group > 6) joints = 0;
                continue;
            }
            joints = group > 0 ? joints + 1 : 0;
            group = 0;
            most = std::max(most, joints);
        }
        if (most < 3) continue;
        for (const char c : line)
            if (static_cast<unsigned char>(c) < 0x80) out += c;
        out += '\n';
    }
    return out;
}

struct Octets {
    std::string_view all, look;
    bool plain;  // UTF-8 or ASCII without a NUL

    explicit Octets(std::string_view s)
        : all(s), look(s.substr(0, most_look)), plain(is_utf8(s) && s.find('\0') == std::string_view::npos) {}
};

// UTF-16 of both orders, wherever it begins: NULs between letters.
void wide(const Octets& o, std::vector<std::string>& names) {
    const auto nul = o.look.find('\0');
    if (nul == std::string_view::npos || std::count(o.look.begin(), o.look.end(), '\0') < 4) return;
    const bool quad = o.look.find(std::string_view("\0\0\0", 3)) != std::string_view::npos;
    for (const auto* name : {"utf-16le", "utf-16be"}) names.emplace_back(name);
    if (quad)
        for (const auto* name : {"utf-32le", "utf-32be"}) names.emplace_back(name);
}

std::vector<std::string> candidates(const Octets& o, std::string_view claim) {
    std::vector<std::string> names;
    if (!claim.empty()) names.emplace_back(claim);
    wide(o, names);
    if (has_escapes(o.look)) names.emplace_back(escaped_charset(o.look));
    if (o.look.find("~{") != std::string_view::npos && o.look.find("~}") != std::string_view::npos) names.emplace_back("hz-gb-2312");
    if (o.plain && hides_in_utf7(o.look)) names.emplace_back("utf-7");
    if (!o.plain) {
        if (const auto east = full_width(o.look); !east.empty()) names.emplace_back(east);
        if (is_ebcdic(o.look)) names.emplace_back("ibm037");
    }
    return names;
}

}  // namespace

std::vector<std::string> other_texts(std::string_view octets, std::string_view charset, std::string_view primary) {
    std::vector<std::string> out;
    const Octets o(octets);
    const auto names = candidates(o, charset);
    const bool as_it_stands = o.plain && primary == octets;
    if (names.empty() && as_it_stands) return out;
    const bool believed = ascii_iequal(charset, "utf-8") || (is_ascii(octets) && !charset_of_escapes(charset));
    if (as_it_stands && names.size() == 1 && names[0] == charset && believed)
        return out;
    const std::string seen = bones(primary);
    const auto add = [&](std::string text) {
        if (out.size() >= most_texts || text == primary || trim(text).empty()) return;
        const std::string is = bones(text);
        const bool known = is.size() < 4 || is == seen ||
                           std::any_of(out.begin(), out.end(), [&](const auto& one) { return bones(one) == is; });
        if (!known) out.push_back(std::move(text));
    };
    if (o.plain) add(std::string(octets));
    for (const auto& name : names) {
        auto text = convert_charset(octets, name);
        if (!text) continue;
        // HZ and ISO-2022 leave the letters in place with marks between them: the letters alone look the same.
        if (o.plain && name != charset && *text != primary && out.size() < most_texts)
            out.push_back(*std::move(text));
        else
            add(*std::move(text));
    }
    if (!o.plain) {
        add(guess_text(octets));
        if (auto joined = joined_lines(o.look); !joined.empty() && out.size() < most_texts) out.push_back(std::move(joined));
    }
    return out;
}

}  // namespace beadle::inspect
