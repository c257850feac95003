// Every column of the store has a row in deploy/guides/what-is-kept.md: what it holds, why, for how long.
#include <gtest/gtest.h>

#include <filesystem>
#include <regex>

#include "base/text.h"
#include "support/source_tree.h"

namespace beadle {
namespace {

// The names of the columns in "a @int NOT NULL, b @text, PRIMARY KEY(a, b)".
std::vector<std::string> columns_in(const std::string& list) {
    std::vector<std::string> out;
    std::string one;
    int depth = 0;
    for (const char c : list + ",") {
        if (c == '(') ++depth;
        if (c == ')') --depth;
        if (c != ',' || depth > 0) {
            one += c;
            continue;
        }
        const std::string column(trim(one));
        const std::string first = column.substr(0, column.find_first_of(" \n("));
        if (first != "PRIMARY" && first != "UNIQUE" && first != "FOREIGN" && first != "CHECK" && !first.empty())
            out.push_back(first);
        one.clear();
    }
    return out;
}

std::vector<std::string> columns_of_the_store() {
    std::vector<std::string> out;
    const std::regex table(R"(CREATE TABLE (?:IF NOT EXISTS )?(\w+)\(([^;]*)\)\s*@table)"),
        more(R"(ALTER TABLE (\w+) ADD COLUMN (\w+))");
    for (const auto& file : test::files_below("milter/records", {".h", ".cc"})) {
        const std::string text = test::file_text(test::source_folder() / "milter/records" / file);
        for (std::sregex_iterator m(text.begin(), text.end(), table), end; m != end; ++m)
            for (const auto& column : columns_in((*m)[2])) out.push_back((*m)[1].str() + "." + column);
        for (std::sregex_iterator m(text.begin(), text.end(), more), end; m != end; ++m)
            out.push_back((*m)[1].str() + "." + (*m)[2].str());
    }
    return out;
}

TEST(KeptColumns, EachHasItsPurposeAndItsTime) {
    const std::string page = test::file_text(test::source_folder() / "deploy/guides/what-is-kept.md");
    const auto columns = columns_of_the_store();
    EXPECT_GT(columns.size(), 100u);
    for (const auto& column : columns)
        EXPECT_TRUE(std::regex_search(page, std::regex("\\| `" + column + "` \\| [^|]+ \\| [^|]+ \\| [^|]+ \\|\n")))
            << column << " is not on the page";
}

}  // namespace
}  // namespace beadle
