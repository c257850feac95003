// line_diff.h — two texts, line by line: what stayed, what went, what came.
//
// Takes    the text before and the one after.
// Gives    all lines in order, those that went before those that came; with_context() only the changes and the lines about them.
// Bounds   most_compared pairs of lines between what both have in common at the start and the end; beyond that all of the
//          middle went and came.
// Runs in  console. A pure function. Never throws but std::bad_alloc.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace beadle::console {

constexpr std::size_t most_compared = 4'000'000;

struct DiffLine {
    enum class What : unsigned char { same, gone, come, left_out };
    What what = What::same;
    std::string text;
    bool operator==(const DiffLine&) const = default;
};
std::vector<DiffLine> line_diff(std::string_view before, std::string_view after);
// `around` lines before and after each change; where others were left out stands one line that says so, with their number.
std::vector<DiffLine> with_context(const std::vector<DiffLine>& lines, std::size_t around);

}  // namespace beadle::console
