#include "inspect/text/html_tag.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace beadle::inspect::html {
namespace {

using namespace std::string_view_literals;

template <std::size_t N>
bool among(std::string_view s, const std::array<std::string_view, N>& list) {
    return std::find(list.begin(), list.end(), s) != list.end();
}

std::size_t read_attribute(std::string_view s, std::size_t at, Attribute& a) {
    const std::size_t from = at;
    do ++at;
    while (at < s.size() && !blank(s[at]) && s[at] != '=' && s[at] != '>' && s[at] != '/');
    a.name = ascii_lower(s.substr(from, std::min<std::size_t>(at - from, 60)));
    while (at < s.size() && blank(s[at])) ++at;
    if (at >= s.size() || s[at] != '=') return at;
    do ++at;
    while (at < s.size() && blank(s[at]));
    const char quote = at < s.size() && (s[at] == '"' || s[at] == '\'') ? s[at] : '\0';
    if (quote) ++at;
    const std::size_t start = at;
    if (quote)
        at = std::min(s.find(quote, at), s.size());
    else
        while (at < s.size() && !blank(s[at]) && s[at] != '>') ++at;
    a.value = s.substr(start, at - start);
    return quote && at < s.size() ? at + 1 : at;
}

}  // namespace

bool is_block(std::string_view n) {
    static constexpr std::array names{
        "p"sv,        "div"sv,     "br"sv,      "tr"sv,         "table"sv,      "ul"sv,     "ol"sv,
        "li"sv,       "dl"sv,      "dt"sv,      "dd"sv,         "h1"sv,         "h2"sv,     "h3"sv,
        "h4"sv,       "h5"sv,      "h6"sv,      "hr"sv,         "blockquote"sv, "pre"sv,    "form"sv,
        "fieldset"sv, "section"sv, "article"sv, "header"sv,     "footer"sv,     "nav"sv,    "aside"sv,
        "main"sv,     "address"sv, "figure"sv,  "figcaption"sv, "body"sv,       "html"sv,   "head"sv,
        "center"sv,   "thead"sv,   "tbody"sv,   "tfoot"sv,      "caption"sv,    "option"sv, "select"sv,
        "legend"sv,   "details"sv, "summary"sv, "textarea"sv,   "button"sv,     "iframe"sv, "title"sv};
    return among(n, names);
}

bool is_void(std::string_view n) {
    static constexpr std::array names{"br"sv,     "hr"sv,    "img"sv,  "input"sv, "meta"sv,
                                      "link"sv,   "area"sv,  "base"sv, "col"sv,   "embed"sv,
                                      "source"sv, "track"sv, "wbr"sv,  "param"sv, "!doctype"sv};
    return among(n, names);
}

bool is_spoken(std::string_view n) {
    static constexpr std::array names{"alt"sv,         "title"sv,  "aria-label"sv, "aria-description"sv,
                                      "placeholder"sv, "value"sv,  "content"sv,    "label"sv,
                                      "summary"sv,     "srcdoc"sv, "data-text"sv};
    return among(n, names) || n.starts_with("data-");
}

CommentEnd comment_end(std::string_view s, std::size_t at) {
    for (auto p = s.find("--", at + 2); p != std::string_view::npos; p = s.find("--", p + 1)) {
        if (s.substr(p + 2, 1) == ">") return {p, p + 3};
        if (p >= at + 4 && s.substr(p + 2, 2) == "!>") return {p, p + 4};
    }
    return {s.size(), s.size()};
}

std::size_t read_tag(std::string_view s, std::size_t at, Tag& tag) {
    ++at;
    if (at < s.size() && s[at] == '/') tag.closing = true, ++at;
    while (at < s.size() && !blank(s[at]) && s[at] != '>' && s[at] != '/') tag.name += s[at++];
    tag.name = ascii_lower(tag.name.substr(0, 40));
    while (at < s.size() && s[at] != '>') {
        if (blank(s[at]) || s[at] == '/') {
            tag.self_closing = s[at] == '/';
            ++at;
            continue;
        }
        Attribute a;
        at = read_attribute(s, at, a);
        if (tag.attributes.size() < 100) tag.attributes.push_back(std::move(a));
    }
    return std::min(at + 1, s.size());
}

}  // namespace beadle::inspect::html
