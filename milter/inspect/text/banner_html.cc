#include "inspect/text/banner_html.h"

#include <algorithm>
#include <array>
#include <string>

namespace beadle::inspect {
namespace {

constexpr std::size_t nowhere = std::u16string_view::npos;
constexpr std::array<std::string_view, 10> head_tags = {"html", "head", "meta", "link",     "title",
                                                        "base", "style", "script", "noscript", "template"};
constexpr std::array<std::string_view, 4> raw_tags = {"title", "style", "script", "template"};

bool is_blank(char16_t c) { return c == u' ' || c == u'\t' || c == u'\n' || c == u'\r' || c == u'\f'; }
bool is_letter(char16_t c) { return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z'); }

template <class List>
bool is_in(const List& list, std::string_view name) {
    return std::find(list.begin(), list.end(), name) != list.end();
}

std::string name_at(std::u16string_view s, std::size_t at) {
    std::string out;
    for (; at < s.size() && s[at] < 128 && !is_blank(s[at]) && s[at] != u'>' && s[at] != u'/' && out.size() < 16; ++at)
        out += static_cast<char>(s[at] >= u'A' && s[at] <= u'Z' ? s[at] + 32 : s[at]);
    return out;
}

// Behind the ">" of the tag, quoted values passed over; npos when it does not end.
std::size_t behind_tag(std::u16string_view s, std::size_t at) {
    char16_t quote = 0;
    bool value = false;  // a quotation mark begins a value only behind "="
    for (; at < s.size(); ++at) {
        if (quote != 0) {
            if (s[at] == quote) quote = 0;
        } else if (s[at] == u'>') {
            return at + 1;
        } else if (value && (s[at] == u'"' || s[at] == u'\'')) {
            quote = s[at];
            value = false;
        } else if (!is_blank(s[at])) {
            value = s[at] == u'=';
        }
    }
    return nowhere;
}

// Behind </name …>; what stands in such an element is no tag.
std::size_t behind_element(std::u16string_view s, std::size_t at, std::string_view name) {
    for (at = s.find(u"</", at); at != nowhere; at = s.find(u"</", at + 2))
        if (name_at(s, at + 2) == name) return behind_tag(s, at);
    return nowhere;
}

std::size_t behind_comment(std::u16string_view s, std::size_t at) {
    if (!s.substr(at).starts_with(u"<!--")) return behind_tag(s, at + 2);  // a doctype, "<?xml …>", "<![if mso]>"
    if (s.substr(at + 4).starts_with(u">")) return at + 5;
    const auto end = s.find(u"-->", at + 2);
    return end == nowhere ? nowhere : end + 3;
}

}  // namespace

std::optional<std::size_t> body_begins(std::u16string_view s) {
    std::size_t at = 0;
    while (at != nowhere && at < s.size()) {
        if (is_blank(s[at]) || s[at] == u'\xFEFF') {
            ++at;
            continue;
        }
        const char16_t next = at + 1 < s.size() ? s[at + 1] : u'\0';
        const bool closing = next == u'/';
        if (s[at] == u'<' && (next == u'!' || next == u'?')) {
            at = behind_comment(s, at);
            continue;
        }
        const bool tag = s[at] == u'<' && (is_letter(next) || closing);
        const std::string name = tag ? name_at(s, at + (closing ? 2 : 1)) : "";
        if (name == "frameset") return std::nullopt;
        if (name == "body" && !closing) {
            const auto behind = behind_tag(s, at);
            return behind == nowhere ? std::nullopt : std::optional(behind);
        }
        if (!is_in(head_tags, name)) return at;  // here a browser begins the body
        const auto behind = behind_tag(s, at);
        at = closing || !is_in(raw_tags, name) || behind == nowhere ? behind : behind_element(s, behind, name);
    }
    return std::nullopt;
}

}  // namespace beadle::inspect
