#include "cli/layout.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include "base/text.h"

using namespace beadle::cli;

namespace {

const Look plain{false, 60};

TEST(Layout, AlignsColumnsAndWrapsTheLast) {
    const std::string got = table(plain, {"case", "rules"}, {{{"a1"}, {"one"}}, {{"longer"}, {std::string("word ") + std::string(45, 'x') + " end"}}});
    EXPECT_EQ(got,
              "case    rules\n"
              "a1      one\n"
              "longer  word xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n"
              "        end\n");
}

TEST(Layout, WideColumnsGiveWay) {
    const std::string got = table(plain, {}, {{{std::string(80, 'a')}, {"b"}, {"c"}}});
    for (const auto& line : beadle::split(got, '\n')) EXPECT_LE(columns(line), 60u);
    EXPECT_NE(got.find("…"), std::string::npos);
}

TEST(Layout, NothingGivesWayWhereItIsNoTerminalAndWholeCellsNever) {
    const std::string id = "7k2m-9xdq-7k2m-9xdq-7k2m", sender(50, 'a');
    const std::vector<std::vector<Cell>> rows = {{{id, Ink::bold, true}, {sender}, {sender}, {"x"}}};
    EXPECT_NE(table(plain, {}, rows).find(id), std::string::npos);
    EXPECT_EQ(table(plain, {}, rows).find(sender), std::string::npos);
    EXPECT_EQ(table({false, 60, true}, {}, rows), id + "  " + sender + "  " + sender + "  x\n");
    EXPECT_EQ(look_of_stdout().whole, ::isatty(1) == 0);
}

TEST(Layout, CountsColumnsNotOctets) {
    EXPECT_EQ(columns("abc"), 3u);
    EXPECT_EQ(columns("é•…"), 3u);
    EXPECT_EQ(columns("日本"), 4u);
    EXPECT_EQ(columns("e\xcc\x81"), 1u);
    EXPECT_EQ(cut("日本語", 4), "日…");
    EXPECT_EQ(cut("short", 10), "short");
}

TEST(Layout, ColoursOnlyWhenAsked) {
    EXPECT_EQ(paint(plain, Ink::red, "x"), "x");
    EXPECT_EQ(paint({true, 60}, Ink::red, "x"), "\033[1;31mx\033[0m");
    EXPECT_EQ(paint({true, 60}, Ink::red, ""), "");
}

TEST(Layout, WrapsBehindALabel) {
    EXPECT_EQ(wrapped({false, 30}, "  a: ", "one two three four five six seven"),
              "  a: one two three four five\n     six seven\n");
    EXPECT_EQ(wrapped(plain, "x ", ""), "x \n");
}

TEST(Layout, OutputThatIsNoTerminalHasNoColour) { EXPECT_FALSE(look_of_stdout().colour && ::isatty(1) == 0); }

}  // namespace
