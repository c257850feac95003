#include "inspect/detect/quoted_line.h"

#include <algorithm>
#include <cstring>

#include "base/text.h"

namespace beadle::inspect {
namespace {

constexpr std::size_t most_label = 60;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_dash(char c) { return c == '-' || c == '_' || c == '=' || c == '~' || c == '*' || c == '#' || c == '+'; }

std::string_view strip_quote(std::string_view s) {
    while (!s.empty() && (s.front() == '>' || s.front() == '|' || s.front() == '*' || s.front() == '_' ||
                          s.front() == ' ' || s.front() == '\t' || s.front() == '\r'))
        s.remove_prefix(1);
    return trim(s);
}

// Dashes of typographers are three octets: "—", "–", "─", "━".
std::size_t dash_at(std::string_view s, std::size_t at) {
    if (is_dash(s[at])) return 1;
    for (std::string_view wide : {"—", "–", "─", "━", "•"})
        if (s.substr(at).starts_with(wide)) return wide.size();
    return 0;
}

bool is_address_octet(char c) {
    return static_cast<unsigned char>(c) > ' ' && !std::strchr("<>()[],;:\"\\&'=/|*?", c) && c != 0x7f;
}

}  // namespace

Line line_of(std::string_view raw) {
    Line out;
    out.text = strip_quote(raw);
    std::string_view s = trim(raw);
    while (!s.empty() && (s.front() == '>' || s.front() == '|' || s.front() == ' ')) s.remove_prefix(1);
    std::size_t dashes = 0;
    while (!s.empty()) {
        const std::size_t n = s.front() == ' ' || s.front() == '<' ? 1 : dash_at(s, 0);
        if (n == 0) break;
        dashes += s.front() != ' ' && s.front() != '<';
        s.remove_prefix(n);
    }
    const std::size_t leading = dashes;
    while (!s.empty()) {
        std::size_t n = s.back() == ' ' || s.back() == '>' ? 1 : (is_dash(s.back()) ? 1 : 0);
        if (n == 0 && s.size() >= 3 && dash_at(s, s.size() - 3) == 3) n = 3;
        if (n == 0) break;
        dashes += s.back() != ' ' && s.back() != '>';
        s.remove_suffix(n);
    }
    out.words = trim(s);
    out.rule = out.words.empty() && leading >= 3;
    out.dashed =
        dashes >= 2 || out.words.ends_with(':') || out.words.starts_with("begin ") || out.words.starts_with("this is ");
    return out;
}

bool has_clock(std::string_view s) {
    for (std::size_t i = 1; i + 2 < s.size(); ++i)
        if ((s[i] == ':' || s[i] == '.' || s[i] == 'h') && is_digit(s[i - 1]) && is_digit(s[i + 1]) &&
            is_digit(s[i + 2]) && (i + 3 == s.size() || !is_digit(s[i + 3])) && (i < 3 || !is_digit(s[i - 3])))
            return true;
    return false;
}
bool has_year(std::string_view s) {
    for (std::size_t i = 0; i + 4 <= s.size(); ++i)
        if (s.substr(i, 2) == "20" && is_digit(s[i + 2]) && is_digit(s[i + 3])) return true;
    return false;
}
bool has_letter(std::string_view s) {
    return std::any_of(s.begin(), s.end(),
                       [](char c) { return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80; });
}

bool take_apart(std::string_view line, std::string_view& label, std::string_view& value) {
    const auto colon = line.substr(0, most_label).find(':');
    if (colon == std::string_view::npos || colon == 0) return false;
    label = line.substr(0, colon);
    while (!label.empty() &&
           (label.back() == '*' || label.back() == '_' || label.back() == ' ' || label.back() == '\t'))
        label.remove_suffix(1);
    value = line.substr(colon + 1);
    while (!value.empty() &&
           (value.front() == '*' || value.front() == '_' || value.front() == ' ' || value.front() == '\t'))
        value.remove_prefix(1);
    return !label.empty();
}

std::string name_in(std::string_view value) {
    const auto end = value.find_first_of("<[(\n");
    std::string out = replace_all(trim(value.substr(0, end)), "\"", "");
    return out.find('@') == std::string::npos ? out.substr(0, 200) : std::string();
}

std::vector<std::string> addresses_in(std::string_view text, std::size_t most) {
    std::vector<std::string> out;
    for (std::size_t at = 0; out.size() < most && (at = text.find('@', at)) != std::string_view::npos; ++at) {
        std::size_t from = at, end = at + 1;
        while (from > 0 && at - from < 64 && is_address_octet(text[from - 1]) && text[from - 1] != '@') --from;
        while (end < text.size() && end - at < 200 && is_address_octet(text[end]) && text[end] != '@') ++end;
        while (end > at + 1 && (text[end - 1] == '.' || text[end - 1] == '-' || text[end - 1] == '_')) --end;
        const auto domain = text.substr(at + 1, end - at - 1);
        if (from == at || domain.find('.') == std::string_view::npos) continue;
        std::string one(text.substr(from, end - from));
        if (std::find(out.begin(), out.end(), one) == out.end()) out.push_back(std::move(one));
    }
    return out;
}

}  // namespace beadle::inspect
