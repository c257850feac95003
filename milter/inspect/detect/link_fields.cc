#include "inspect/detect/link_fields.h"

#include <algorithm>

#include "base/text.h"
#include "inspect/detect/figures.h"

namespace beadle::inspect {

namespace {

constexpr std::size_t most_links_read = 500, longest_link = 8192, longest_name = 60, shortest_value = 6;

bool ends_link(char c) {
    return static_cast<unsigned char>(c) <= ' ' || c == '<' || c == '>' || c == '"' || c == '`' || c == '|';
}

int hex_digit(char c) {
    if (is_digit(c)) return c - '0';
    const char l = to_lower(c);
    return l >= 'a' && l <= 'f' ? l - 'a' + 10 : -1;
}

// A field is one line, but for the body of a mailto:, whose lines are kept.
std::string decoded(std::string_view written) {
    std::string out;
    for (std::size_t i = 0; i < written.size(); ++i) {
        const int high = i + 2 < written.size() && written[i] == '%' ? hex_digit(written[i + 1]) : -1;
        const int low = high >= 0 ? hex_digit(written[i + 2]) : -1;
        if (low >= 0) {
            out.push_back(static_cast<char>(high * 16 + low));
            i += 2;
        } else {
            out.push_back(written[i] == '+' ? ' ' : written[i]);
        }
        const auto last = static_cast<unsigned char>(out.back());
        if (last < ' ' && last != '\n') out.back() = ' ';
    }
    return out;
}

bool is_name(std::string_view written) {
    return !written.empty() && written.size() <= longest_name &&
           std::any_of(written.begin(), written.end(), [](char c) { return is_upper(c) || is_lower(c); });
}

void field(std::string_view name, std::string_view value, std::string& out) {
    if (!is_name(name) || value.size() < shortest_value) return;
    std::string label = decoded(name);
    std::replace_if(
        label.begin(), label.end(), [](char c) { return !is_alnum(c); }, ' ');
    out += label + ": " + decoded(value) + "\n";
}

// a=1&b=2, parted by semicolons too.
void query(std::string_view written, std::string& out) {
    while (!written.empty()) {
        const auto end = std::min(written.find_first_of("&;#?"), written.size());
        const auto pair = written.substr(0, end);
        const auto sign = pair.find('=');
        if (sign != std::string_view::npos) field(pair.substr(0, sign), pair.substr(sign + 1), out);
        written.remove_prefix(std::min(end + 1, written.size()));
        if (ascii_istarts(written, "amp;")) written.remove_prefix(4);
    }
}

// /patient/9990000018: the part before names it.
void path(std::string_view written, std::string& out) {
    std::string_view before;
    while (!written.empty()) {
        const auto end = std::min(written.find('/'), written.size());
        const auto part = written.substr(0, end);
        if (std::any_of(part.begin(), part.end(), is_digit)) field(before, part, out);
        before = part;
        written.remove_prefix(std::min(end + 1, written.size()));
    }
}

void link(std::string_view address, std::string& out) {
    const auto mark = std::min(address.find_first_of("?#"), address.size());
    path(address.substr(0, mark), out);
    query(address.substr(mark), out);
}

}  // namespace

std::string link_fields(std::string_view text) {
    std::string out;
    std::size_t links = 0;
    for (auto at = text.find(':'); at != std::string_view::npos && links < most_links_read;
         at = text.find(':', at + 1)) {
        const bool web = text.substr(at, 3) == "://";
        if (!web && (at < 6 || !ascii_iequal(text.substr(at - 6, 6), "mailto"))) continue;
        const std::size_t from = at + (web ? 3u : 1u);
        std::size_t to = from;
        while (to < text.size() && to - from < longest_link && !ends_link(text[to])) ++to;
        while (to > from && std::string_view(".,)]'").find(text[to - 1]) != std::string_view::npos) --to;
        link(text.substr(from, to - from), out);
        ++links;
        at = std::max(at, to > 0 ? to - 1 : to);
    }
    return out;
}

}  // namespace beadle::inspect
