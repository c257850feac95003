#include "inspect/message/prescan.h"

#include <algorithm>
#include <array>

#include "base/text.h"

#include "inspect/message/tree.h"

namespace beadle::inspect {
namespace {

constexpr std::size_t most_delimiters = 100'000;
constexpr std::size_t most_fields = 20'000;         // of one header section
constexpr std::size_t most_field = 256u << 10;      // octets of a field that GMime takes apart
constexpr std::size_t most_structured = 64u << 10;  // of a Content- field
constexpr std::ptrdiff_t most_colons = 500;         // each may open a group inside a group

// Only these are taken apart by GMime as it meets them.
bool is_address(std::string_view name) {
    constexpr std::array<std::string_view, 6> names{"from", "to", "cc", "bcc", "sender", "reply-to"};
    return std::any_of(names.begin(), names.end(), [&](auto n) { return ascii_iequal(name, n); });
}

std::string judge_field(std::string_view octets, std::size_t at, std::string_view name) {
    const bool content = ascii_istarts(name, "content-"), address = is_address(name);
    if (!content && !address && !ascii_iequal(name, "subject")) return {};
    const auto field = octets.substr(at, field_end(octets, at) - at);
    if (field.size() > (content ? most_structured : most_field)) return "a header field too long to be taken apart";
    if (address && std::count(field.begin(), field.end(), ':') > most_colons)
        return "an address field of too many groups";
    return {};
}

// Letters that begin one of those names: all other lines need no second look.
bool may_matter(char c) {
    const char l = static_cast<char>(c | 0x20);
    return l == 'c' || l == 'f' || l == 't' || l == 's' || l == 'r' || l == 'b';
}

struct Scan {
    std::size_t delimiters = 0, run = 0;
    bool in_section = true;  // lines since the start, or since a delimiter, were all fields

    std::string line(std::string_view octets, std::size_t at, std::size_t end) {
        const auto text = octets.substr(at, end - at);
        if (text.starts_with("--")) {
            run = 0;
            in_section = true;
            return ++delimiters > most_delimiters ? "more than 100000 lines that look like delimiters" : "";
        }
        if (text.empty() || text == "\r") in_section = false;
        if (in_section && ++run > most_fields) return "more than 20000 lines in one header section";
        if (text.empty() || !may_matter(text[0])) return {};
        const auto colon = text.substr(0, 40).find(':');
        return colon == std::string_view::npos ? std::string() : judge_field(octets, at, trim(text.substr(0, colon)));
    }
};

}  // namespace

std::string too_much(std::string_view octets) {
    Scan scan;
    for (std::size_t at = 0; at < octets.size();) {
        const auto end = std::min(octets.find('\n', at), octets.size());
        auto why = scan.line(octets, at, end);
        if (!why.empty()) return why;
        at = end + 1;
    }
    return {};
}

}  // namespace beadle::inspect
