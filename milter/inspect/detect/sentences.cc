#include "inspect/detect/sentences.h"

#include <algorithm>

#include "inspect/detect/figures.h"
#include "inspect/message/find_any.h"

namespace beadle::inspect {

namespace {

// Mr. Specimen, e.g. this, No. 4: a stop that ends nothing.
bool abbreviates(std::string_view text, std::size_t stop) {
    constexpr std::string_view words[] = {"Mr",   "Mrs",    "Ms",  "Dr",  "No",  "St",  "Rev", "Prof",
                                          "Cllr", "approx", "e.g", "i.e", "ext", "tel", "ref"};
    for (const auto w : words)
        if (stop >= w.size() && text.substr(stop - w.size(), w.size()) == w &&
            (stop == w.size() || !is_alnum(text[stop - w.size() - 1])))
            return true;
    return stop >= 1 && is_upper(text[stop - 1]) && (stop == 1 || !is_alnum(text[stop - 2]));
}

bool blank_line(std::string_view text, std::size_t end_of_line) {
    std::size_t at = end_of_line + 1;
    while (at < text.size() && (text[at] == ' ' || text[at] == '>')) ++at;
    return at >= text.size() || text[at] == '\n';
}

std::size_t longest_line(std::string_view text) {
    std::size_t longest = 0;
    for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.find('\n', at), text.size());
        longest = std::max(longest, end - at);
        at = end + 1;
    }
    return longest;
}

// The first word of the next line would have fitted on this one: it was not broken by wrapping. The lines of a form, an
// address, a list.
bool broken_off(std::string_view text, std::size_t newline, std::size_t width) {
    const auto from = newline == 0 ? std::string_view::npos : text.rfind('\n', newline - 1);
    const std::size_t length = newline - (from == std::string_view::npos ? 0 : from + 1);
    std::size_t next = newline + 1;
    while (next < text.size() && (text[next] == ' ' || text[next] == '>')) ++next;
    if (next >= text.size() || is_lower(text[next])) return false;
    const auto word = std::min(find_any<' ', '\n'>(text, next), text.size()) - next;
    return length + 1 + word <= width;
}

bool ends_here(std::string_view text, std::size_t at, bool table, std::size_t width) {
    const char c = text[at];
    if (c == '\n') {
        if (table || blank_line(text, at) || broken_off(text, at, width)) return true;
        const auto from = text.rfind('\n', at == 0 ? 0 : at - 1);  // a line of a table in a body
        const auto line =
            text.substr(from == std::string_view::npos ? 0 : from, at - (from == std::string_view::npos ? 0 : from));
        return line.size() < 2000 && line.find('\t') != std::string_view::npos;
    }
    if ((c != '.' && c != '!' && c != '?') || at + 2 >= text.size()) return false;
    if (text[at + 1] != ' ' && text[at + 1] != '\n') return false;
    std::size_t next = at + 1;
    while (next < text.size() && (text[next] == ' ' || text[next] == '\n' || text[next] == '>')) ++next;
    return next < text.size() && !is_lower(text[next]) && (c != '.' || !abbreviates(text, at));
}

}  // namespace

std::vector<Span> sentences(std::string_view text, bool table) {
    std::vector<Span> out;
    const std::size_t width = longest_line(text);
    std::size_t from = 0;
    for (auto at = find_any<'.', '!', '?', '\n'>(text); at != std::string_view::npos;
         at = find_any<'.', '!', '?', '\n'>(text, at + 1)) {
        if (!ends_here(text, at, table, width)) continue;
        if (at + 1 > from) out.push_back({from, at + 1});
        from = at + 1;
    }
    if (from < text.size()) out.push_back({from, text.size()});
    return out;
}

}  // namespace beadle::inspect
