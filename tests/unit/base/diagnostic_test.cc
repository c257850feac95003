#include "base/diagnostic.h"

#include <gtest/gtest.h>

namespace beadle {
namespace {

TEST(Diagnostics, are_one_a_line_and_many_end_with_how_many_more) {
    Diagnostics d(most_told, {"a.toml", 3, 1, "unknown key \"x\"", ""});
    d[0].suggestion = "y";
    EXPECT_EQ(text(d[0]), "a.toml:3:1: unknown key \"x\" (did you mean \"y\"?)");
    EXPECT_EQ(text(d).find("more"), std::string::npos);
    d.insert(d.end(), 7, d[1]);
    EXPECT_TRUE(text(d).ends_with("a.toml:3:1: unknown key \"x\"\nand 7 more\n"));
}

}  // namespace
}  // namespace beadle
