#include "console/line_diff.h"

#include <algorithm>
#include <cstdint>

#include "base/text.h"

namespace beadle::console {
namespace {

using Lines = std::vector<std::string>;
using What = DiffLine::What;

Lines lines_of(std::string_view text) {
    Lines out = split(text, '\n');
    if (!out.empty() && out.back().empty()) out.pop_back();
    return out;
}

// The longest common subsequence, from the end, then walked from the start.
void put_middle(const Lines& a, std::size_t a_from, std::size_t a_to, const Lines& b, std::size_t b_from, std::size_t b_to,
                std::vector<DiffLine>& out) {
    const std::size_t n = a_to - a_from, m = b_to - b_from, width = m + 1;
    std::vector<std::uint32_t> longest;
    const bool is_compared = n > 0 && m > 0 && n <= most_compared / m;
    if (is_compared) {
        longest.assign((n + 1) * width, 0);
        for (std::size_t i = n; i-- > 0;)
            for (std::size_t j = m; j-- > 0;)
                longest[i * width + j] = a[a_from + i] == b[b_from + j]
                                             ? longest[(i + 1) * width + j + 1] + 1
                                             : std::max(longest[(i + 1) * width + j], longest[i * width + j + 1]);
    }
    std::size_t i = 0, j = 0;
    while (i < n || j < m) {
        if (is_compared && i < n && j < m && a[a_from + i] == b[b_from + j]) {
            out.push_back({What::same, a[a_from + i]});
            ++i, ++j;
        } else if (i < n && (j == m || !is_compared || longest[(i + 1) * width + j] >= longest[i * width + j + 1])) {
            out.push_back({What::gone, a[a_from + i++]});
        } else {
            out.push_back({What::come, b[b_from + j++]});
        }
    }
}

}  // namespace

std::vector<DiffLine> line_diff(std::string_view before, std::string_view after) {
    const Lines a = lines_of(before), b = lines_of(after);
    std::size_t front = 0, back = 0;
    while (front < a.size() && front < b.size() && a[front] == b[front]) ++front;
    while (back < a.size() - front && back < b.size() - front && a[a.size() - 1 - back] == b[b.size() - 1 - back]) ++back;
    std::vector<DiffLine> out;
    for (std::size_t i = 0; i < front; ++i) out.push_back({What::same, a[i]});
    put_middle(a, front, a.size() - back, b, front, b.size() - back, out);
    for (std::size_t i = a.size() - back; i < a.size(); ++i) out.push_back({What::same, a[i]});
    return out;
}

std::vector<DiffLine> with_context(const std::vector<DiffLine>& lines, std::size_t around) {
    std::vector<bool> wanted(lines.size(), false);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (lines[i].what == What::same) continue;
        const std::size_t from = i > around ? i - around : 0, to = std::min(lines.size(), i + around + 1);
        std::fill(wanted.begin() + static_cast<std::ptrdiff_t>(from), wanted.begin() + static_cast<std::ptrdiff_t>(to), true);
    }
    std::vector<DiffLine> out;
    for (std::size_t i = 0; i < lines.size();) {
        if (wanted[i]) {
            out.push_back(lines[i++]);
            continue;
        }
        const std::size_t first = i;
        while (i < lines.size() && !wanted[i]) ++i;
        out.push_back({What::left_out, std::to_string(i - first)});
    }
    return out;
}

}  // namespace beadle::console
