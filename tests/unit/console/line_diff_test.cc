#include "console/line_diff.h"

#include <gtest/gtest.h>

namespace beadle::console {
namespace {

using What = DiffLine::What;

std::string marked(const std::vector<DiffLine>& lines) {
    std::string out;
    for (const auto& l : lines) out += std::string(1, " -+."[static_cast<int>(l.what)]) + l.text + "|";
    return out;
}

TEST(LineDiff, says_what_stayed_went_and_came) {
    const struct {
        const char *name, *before, *after, *want;
    } rows[] = {
        {"the same", "a\nb\n", "a\nb\n", " a| b|"},
        {"nothing", "", "", ""},
        {"all new", "", "a\n", "+a|"},
        {"all gone", "a\n", "", "-a|"},
        {"one changed", "a\nb\nc\n", "a\nx\nc\n", " a|-b|+x| c|"},
        {"one put in", "a\nc\n", "a\nb\nc\n", " a|+b| c|"},
        {"no line end at the end", "a\nb", "a\nb\n", " a| b|"},
        {"moved", "a\nb\nc\nd\n", "c\na\nb\nd\n", "+c| a| b|-c| d|"},
        {"the same line again", "a\na\n", "a\na\na\n", " a| a|+a|"},
    };
    for (const auto& row : rows) EXPECT_EQ(marked(line_diff(row.before, row.after)), row.want) << row.name;
}

TEST(LineDiff, whatever_it_says_both_texts_can_be_made_of_it) {
    unsigned seed = 7;
    const auto next = [&] { return seed = seed * 1664525u + 1013904223u, (seed >> 16) % 3; };
    for (int round = 0; round < 200; ++round) {
        std::string a, b, a_again, b_again;
        for (int i = 0; i < 12; ++i) a += std::string(1, static_cast<char>('a' + next())) + "\n", b += std::string(1, static_cast<char>('a' + next())) + "\n";
        for (const auto& l : line_diff(a, b)) {
            if (l.what != What::come) a_again += l.text + "\n";
            if (l.what != What::gone) b_again += l.text + "\n";
        }
        EXPECT_EQ(a_again, a);
        EXPECT_EQ(b_again, b);
    }
}

TEST(LineDiff, leaves_out_what_is_far_from_every_change) {
    const auto all = line_diff("1\n2\n3\n4\n5\n6\n", "1\n2\n3\n4\nx\n6\n");
    EXPECT_EQ(marked(with_context(all, 1)), ".3| 4|-5|+x| 6|");
    EXPECT_EQ(marked(with_context(line_diff("a\nb\n", "a\nb\n"), 3)), ".2|");
}

TEST(LineDiff, two_large_texts_take_no_long) {
    std::string a, b;
    for (int i = 0; i < 20'000; ++i) a += "a" + std::to_string(i) + "\n", b += "b" + std::to_string(i) + "\n";
    EXPECT_EQ(line_diff(a, b).size(), 40'000u);
}

}  // namespace
}  // namespace beadle::console
