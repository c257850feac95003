#include "inspect/text/xml_octets.h"

#include <algorithm>

#include "base/text.h"

#include "inspect/message/charset.h"
#include "inspect/text/codepage.h"

namespace beadle::inspect {
namespace {

// A declaration that can be read as ASCII cannot be in one of these: parsers, and people, read what is there.
bool is_impossible(std::string_view charset) {
    const std::string name = ascii_lower(charset);
    const bool keeps_ascii = name.starts_with("iso-2022") || name.starts_with("csiso2022") || name.starts_with("hz") ||
                             name.find("utf-7") != name.npos || name.find("utf7") != name.npos;
    return !keeps_ascii && convert_charset("<?xml", charset).value_or("<?xml") != "<?xml";
}

}  // namespace

std::string_view xml_charset(std::string_view in) {
    if (!in.starts_with("<?xml")) return {};
    const auto line = in.substr(0, std::min(in.find("?>"), std::size_t{1000}));
    auto at = line.find("encoding");
    if (at == std::string_view::npos) return {};
    at = line.find_first_of("\"'", at);
    if (at == std::string_view::npos) return {};
    const auto end = line.find(line[at], at + 1);
    return end == std::string_view::npos ? std::string_view{} : line.substr(at + 1, end - at - 1);
}

std::string_view xml_as_utf8(std::string_view in, std::string& room) {
    if (in.starts_with("\xEF\xBB\xBF")) return in.substr(3);
    const bool wide = in.starts_with("\xFF\xFE") || in.starts_with("\xFE\xFF") || in.substr(0, 4).find('\0') != in.npos;
    const auto charset = xml_charset(in);
    if (!wide && (charset.empty() || ascii_iequal(charset, "utf-8") || ascii_iequal(charset, "us-ascii"))) return in;
    if (!wide && is_impossible(charset) && is_utf8(in)) return in;
    room = decode_text(in, wide ? std::string_view{} : charset).text;
    return room;
}

namespace {

// One entity from its ampersand on: what it means goes to `out`; gives its length, 0 = none that is known.
std::size_t entity(std::string_view s, std::string& out) {
    struct Named {
        std::string_view name;
        char means;
    };
    static constexpr Named named[] = {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}};
    for (const auto& n : named)
        if (s.starts_with(n.name)) {
            out += n.means;
            return n.name.size();
        }
    if (!s.starts_with("&#")) return 0;
    const bool hexadecimal = s.size() > 2 && s[2] == 'x';
    std::size_t i = hexadecimal ? 3 : 2;
    const std::size_t first = i;
    char32_t code = 0;
    for (; i < s.size() && i < 40; ++i) {
        const char c = s[i];
        const bool letter = hexadecimal && ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'));
        if (!letter && (c < '0' || c > '9')) break;
        const auto digit = static_cast<char32_t>(letter ? (c | 0x20) - 'a' + 10 : c - '0');
        code = std::min<char32_t>(code * (hexadecimal ? 16 : 10) + digit, 0x110000);
    }
    if (i == first || i >= s.size() || s[i] != ';') return 0;
    append_utf8(out, code);
    return i + 1;
}

}  // namespace

bool decode_xml(std::string_view raw, std::string& out) {
    bool known = true;
    while (!raw.empty()) {
        const auto stop = std::min(raw.find('&'), raw.size());
        out += raw.substr(0, stop);
        raw.remove_prefix(stop);
        if (raw.empty()) break;
        std::size_t used = entity(raw, out);
        if (used == 0) {
            out += '&';
            used = 1;
            known = false;
        }
        raw.remove_prefix(used);
    }
    return known;
}

}  // namespace beadle::inspect
