#include "inspect/detect/aligned_columns.h"

#include <algorithm>
#include <vector>

#include "inspect/detect/figures.h"

namespace beadle::inspect {

namespace {

constexpr std::size_t longest_line = 300, longest_heading = 30, most_cells = 12;

// The last blank of each gap of two or more between two cells, from the start of the line; none when it is no row.
std::vector<std::size_t> gaps_of(std::string_view line) {
    std::vector<std::size_t> gaps;
    if (line.size() > longest_line || line.find('\t') != std::string_view::npos) return {};
    std::size_t at = std::min(line.find_first_not_of(" >"), line.size());
    while (at < line.size()) {
        const auto blank = line.find("  ", at);
        if (blank == std::string_view::npos) break;
        const auto next = line.find_first_not_of(" \r", blank);
        if (next == std::string_view::npos) break;
        gaps.push_back(next - 1);
        at = next;
    }
    return gaps.size() < most_cells ? gaps : std::vector<std::size_t>{};
}

// Short words without a figure or the end of a sentence: "Name", "NI No.", "A/c".
bool is_heading(std::string_view line, const std::vector<std::size_t>& gaps) {
    if (gaps.empty() || std::any_of(line.begin(), line.end(), is_digit)) return false;
    std::size_t from = std::min(line.find_first_not_of(" >"), line.size());
    for (std::size_t i = 0; i <= gaps.size(); ++i) {
        const std::size_t to = i < gaps.size() ? gaps[i] : line.size();
        auto cell = line.substr(from, to - from);
        while (!cell.empty() && (cell.back() == ' ' || cell.back() == '\r')) cell.remove_suffix(1);
        if (cell.empty() || cell.size() > longest_heading || cell.back() == ',' || cell.back() == '?') return false;
        from = to + 1;
    }
    return true;
}

}  // namespace

std::string with_column_tabs(std::string_view text) {
    std::string out;
    std::string_view heading;
    std::vector<std::size_t> of_heading;
    bool open = false;  // the heading has been written as a row
    const auto write = [&](std::string_view line, const std::vector<std::size_t>& gaps) {
        if (out.empty()) out = text;
        for (const std::size_t gap : gaps) out[static_cast<std::size_t>(line.data() - text.data()) + gap] = '\t';
    };
    for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.find('\n', at), text.size());
        const auto line = text.substr(at, end - at);
        at = end + 1;
        const auto gaps = gaps_of(line);
        if (!of_heading.empty() && gaps.size() == of_heading.size()) {
            if (!open) write(heading, of_heading);
            write(line, gaps);
            open = true;
        } else if (line.find_first_not_of(" >-=_|+\r") != std::string_view::npos || open) {  // a ruled line keeps it
            heading = line;
            of_heading = is_heading(line, gaps) ? gaps : std::vector<std::size_t>{};
            open = false;
        }
    }
    return out;
}

}  // namespace beadle::inspect
