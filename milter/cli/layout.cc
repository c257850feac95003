#include "cli/layout.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <string>

namespace beadle::cli {
namespace {

constexpr std::size_t narrowest = 8;  // a column gives way down to this

char32_t take_point(std::string_view& s) {
    const auto lead = static_cast<unsigned char>(s[0]);
    std::size_t n = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    n = std::min(n, s.size());
    char32_t point = n == 1 ? lead : lead & (0xffu >> (n + 1));
    for (std::size_t i = 1; i < n; ++i) point = point << 6 | (static_cast<unsigned char>(s[i]) & 0x3f);
    s.remove_prefix(n);
    return point;
}

// Close enough for a table: the blocks of East Asian wide letters and pictures, and of combining marks.
std::size_t columns_of(char32_t c) {
    const auto in = [c](char32_t a, char32_t b) { return c >= a && c <= b; };
    if (in(0x300, 0x36f) || in(0x1ab0, 0x1aff) || in(0x20d0, 0x20ff) || in(0xfe00, 0xfe0f) || in(0xfe20, 0xfe2f)) return 0;
    const bool wide = in(0x1100, 0x115f) || in(0x2e80, 0x303e) || in(0x3041, 0xa4cf) || in(0xac00, 0xd7a3) ||
                      in(0xf900, 0xfaff) || in(0xfe30, 0xfe6f) || in(0xff00, 0xff60) || in(0xffe0, 0xffe6) ||
                      in(0x1f300, 0x1f64f) || in(0x1f900, 0x1f9ff) || in(0x20000, 0x3fffd);
    return wide ? 2 : 1;
}

std::vector<std::string> lines_of(std::string_view text, std::size_t width) {
    std::vector<std::string> lines(1);
    std::size_t used = 0;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(' '), text.size());
        std::string_view word = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        std::size_t need = columns(word);
        if (used > 0 && used + 1 + need > width) {
            lines.emplace_back();
            used = 0;
        }
        if (used > 0) {
            lines.back() += ' ';
            ++used;
        }
        lines.back() += word;
        used += need;
    }
    return lines;
}

std::string padded(const std::string& text, std::size_t width) {
    const std::size_t have = columns(text);
    return text + std::string(width > have ? width - have : 0, ' ');
}

// Takes from the widest column but the last and those that stay whole until the rest fits beside at least 20 columns for the last one.
void give_way(std::vector<std::size_t>& widths, const std::vector<bool>& whole, std::size_t room) {
    const auto total = [&] {
        std::size_t sum = 0;
        for (std::size_t i = 0; i + 1 < widths.size(); ++i) sum += widths[i] + 2;
        return sum + std::min<std::size_t>(widths.back(), 20);
    };
    while (widths.size() > 1 && total() > room) {
        std::size_t widest = widths.size();
        for (std::size_t i = 0; i + 1 < widths.size(); ++i)
            if (!whole[i] && (widest == widths.size() || widths[i] > widths[widest])) widest = i;
        if (widest == widths.size() || widths[widest] <= narrowest) return;
        --widths[widest];
    }
}

}  // namespace

Look look_of_stdout() {
    Look look;
    look.whole = ::isatty(STDOUT_FILENO) == 0;
    if (look.whole) return look;
    const char* none = std::getenv("NO_COLOR");
    const char* term = std::getenv("TERM");
    look.colour = (none == nullptr || *none == '\0') && term != nullptr && std::string_view(term) != "dumb";
    winsize size{};
    if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 40) look.width = size.ws_col;
    return look;
}

std::string paint(const Look& look, Ink ink, std::string_view text) {
    if (!look.colour || ink == Ink::plain || text.empty()) return std::string(text);
    const char* code = "0";
    switch (ink) {
        case Ink::plain: break;
        case Ink::bold: code = "1"; break;
        case Ink::faint: code = "2"; break;
        case Ink::red: code = "1;31"; break;
        case Ink::yellow: code = "33"; break;
        case Ink::green: code = "32"; break;
    }
    return "\033[" + std::string(code) + "m" + std::string(text) + "\033[0m";
}

std::size_t columns(std::string_view text) {
    std::size_t n = 0;
    while (!text.empty()) n += columns_of(take_point(text));
    return n;
}

std::string cut(std::string_view text, std::size_t most) {
    if (columns(text) <= most) return std::string(text);
    std::string_view rest = text;
    std::size_t used = 0;
    while (!rest.empty()) {
        std::string_view before = rest;
        used += columns_of(take_point(rest));
        if (used + 1 > most) return std::string(text.substr(0, text.size() - before.size())) + "…";
    }
    return std::string(text);
}

std::string wrapped(const Look& look, std::string_view first, std::string_view text) {
    const std::size_t indent = columns(first);
    const auto lines = lines_of(text, look.width > indent + 20 ? look.width - indent : 20);
    std::string out;
    for (std::size_t i = 0; i < lines.size(); ++i)
        out += (i == 0 ? std::string(first) : std::string(indent, ' ')) + lines[i] + "\n";
    return out;
}

std::string table(const Look& look, const std::vector<std::string>& heading, const std::vector<std::vector<Cell>>& rows,
                  std::size_t indent) {
    std::vector<std::size_t> widths(heading.size(), 0);
    for (std::size_t i = 0; i < heading.size(); ++i) widths[i] = columns(heading[i]);
    for (const auto& row : rows) {
        if (row.size() > widths.size()) widths.resize(row.size(), 0);
        for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], columns(row[i].text));
    }
    if (widths.empty()) return "";
    std::vector<bool> whole(widths.size(), false);
    for (const auto& row : rows)
        for (std::size_t i = 0; i < row.size(); ++i) whole[i] = whole[i] || row[i].whole;
    if (!look.whole) give_way(widths, whole, look.width > indent ? look.width - indent : 20);
    std::string out;
    const auto line = [&](const std::vector<Cell>& row) {
        std::string front(indent, ' ');
        std::size_t taken = indent;
        for (std::size_t i = 0; i + 1 < row.size(); ++i) {
            const std::string text = padded(cut(row[i].text, widths[i]), widths[i]);
            front += paint(look, row[i].ink, text) + "  ";
            taken += widths[i] + 2;
        }
        if (row.empty()) return;
        const auto last = lines_of(row.back().text, std::max<std::size_t>(look.width > taken ? look.width - taken : 0, look.whole ? 60 : 20));
        for (std::size_t i = 0; i < last.size(); ++i)
            out += (i == 0 ? front : std::string(taken, ' ')) + paint(look, row.back().ink, last[i]) + "\n";
    };
    std::vector<Cell> top;
    for (const auto& h : heading) top.push_back({h, Ink::bold});
    if (!top.empty()) line(top);
    for (const auto& row : rows) line(row);
    // Trailing blanks of empty last cells help nobody who copies a table.
    std::string trimmed;
    for (std::size_t at = 0; at < out.size();) {
        const std::size_t end = out.find('\n', at);
        std::size_t stop = end;
        while (stop > at && out[stop - 1] == ' ') --stop;
        trimmed.append(out, at, stop - at).push_back('\n');
        at = end + 1;
    }
    return trimmed;
}

}  // namespace beadle::cli
