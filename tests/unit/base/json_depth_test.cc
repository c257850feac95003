#include "base/json_depth.h"

#include <gtest/gtest.h>

#include <string>

namespace beadle {
namespace {

TEST(JsonDepth, counts_what_is_open_and_not_what_is_quoted) {
    const struct {
        const char* name;
        std::string given;
        bool want;
    } table[] = {
        {"nothing", "", false},
        {"as deep as allowed", "[{\"a\":[]}]", false},
        {"one more", "[{\"a\":[[]]}]", true},
        {"side by side", "[[],[],{},{}]", false},
        {"a subject of brackets", "{\"subject\":\"" + std::string(200, '[') + "\"}", false},
        {"a quote that is escaped ends no text", R"({"s":"\"[[[[[["})", false},
        {"a backslash that is escaped does not escape the quote", R"({"s":"\\","t":[[[]]]})", true},
        {"never closed", "[[[[", true},
    };
    for (const auto& row : table) EXPECT_EQ(is_json_deeper_than(row.given, 3), row.want) << row.name;
}

}  // namespace
}  // namespace beadle
