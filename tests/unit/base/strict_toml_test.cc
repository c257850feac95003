#include "base/strict_toml.h"

#include <gtest/gtest.h>

namespace beadle {
namespace {

// Reads the same few keys from any file and gives what was reported.
std::string reported(std::string_view octets) {
    StrictFile file("f.toml", octets);
    if (file.parsed()) {
        StrictTable root = file.root();
        root.text("name");
        root.integer("count", 0, 10);
        root.boolean("on");
        root.date("until");
        root.real("share", 0, 1);
        root.texts("list");
        root.word("confidence", {"low", "medium", "high"});
        for (StrictTable& rule : root.tables("rule")) rule.required_text("id");
        if (auto when = root.table("when")) when->text_or_texts("finds");
        file.finish();
    }
    return text(file.diagnostics());
}

TEST(StrictToml, TellsEveryErrorWithItsPlace) {
    struct Case {
        const char* name;
        std::string given, want;
    };
    const Case cases[] = {
        {"a good file has no errors",
         "name = 'x'\ncount = 3\non = true\nuntil = 2027-03-31\nshare = 0.5\nlist = ['a']\nconfidence = 'high'\n"
         "[when]\nfinds = 'iban'\n[[rule]]\nid = 'r'\n",
         ""},
        {"an unknown key has its place and a suggestion", "nmae = 'x'\n",
         "f.toml:1:1: unknown key \"nmae\" (did you mean \"name\"?)\n"},
        {"an unknown table", "[wehn]\nfinds = 'x'\n", "f.toml:1:2: unknown key \"wehn\" (did you mean \"when\"?)\n"},
        {"an unknown key in a table", "[when]\nfind = 'x'\n",
         "f.toml:2:1: unknown key \"find\" (did you mean \"finds\"?)\n"},
        {"an unknown key in an inline table", "when = { finds = 'x', nothing = 1 }\n",
         "f.toml:1:23: unknown key \"nothing\"\n"},
        {"a dotted key", "when.fnids = 'x'\n", "f.toml:1:6: unknown key \"fnids\" (did you mean \"finds\"?)\n"},
        {"a wrong type", "name = 3\n", "f.toml:1:8: \"name\" must be a text in quotes\n"},
        {"a number out of range", "count = 11\n", "f.toml:1:9: \"count\" must be a whole number between 0 and 10\n"},
        {"a number in quotes", "count = '1'\n", "f.toml:1:9: \"count\" must be a whole number between 0 and 10\n"},
        {"a yes for true", "on = 'yes'\n", "f.toml:1:6: \"on\" must be true or false, without quotes\n"},
        {"a date in quotes", "until = '2027-03-31'\n",
         "f.toml:1:9: \"until\" must be a date like 2027-03-31, without quotes\n"},
        {"not a number", "share = nan\n", "f.toml:1:9: \"share\" must be a number between 0 and 1\n"},
        {"a wrong element has its own place", "list = ['a',\n  3, 'b']\n",
         "f.toml:2:3: every element of \"list\" must be a text in quotes\n"},
        {"one text for a list", "list = 'a'\n",
         "f.toml:1:8: \"list\" must be a list of texts, like [\"one\", \"two\"]\n"},
        {"an unknown word", "confidence = 'hihg'\n",
         "f.toml:1:14: \"hihg\" is not a confidence; known are low, medium, high (did you mean \"high\"?)\n"},
        {"a table for a list of tables", "[rule]\nid = 'x'\n",
         "f.toml:1:2: \"rule\" must be written with two brackets: [[rule]]\n"},
        {"a list of tables for a table", "[[when]]\n", "f.toml:1:3: \"when\" must be a table: [when]\n"},
        {"columns count characters, not octets", "\"ñañdú\" = 1\n", "f.toml:1:1: unknown key \"ñañdú\"\n"},
        {"columns after wide characters", "when = { \"ñ\" = 1, zzzz = 2 }\n",
         "f.toml:1:10: unknown key \"ñ\"\nf.toml:1:19: unknown key \"zzzz\"\n"},
        {"line ends of Windows", "name = 'x'\r\nzzzz = 1\r\n", "f.toml:2:1: unknown key \"zzzz\"\n"},
        {"a missing key is told at its table", "[[rule]]\n", "f.toml:1:1: \"id\" is missing\n"},
        {"an empty text where one is needed", "[[rule]]\nid = ''\n", "f.toml:2:1: \"id\" must not be empty\n"},
        {"all errors at once, in the order of the file", "zeta = 1\ncount = 99\nalpha = 2\n",
         "f.toml:1:1: unknown key \"zeta\"\nf.toml:2:9: \"count\" must be a whole number between 0 and 10\n"
         "f.toml:3:1: unknown key \"alpha\"\n"},
    };
    for (const Case& c : cases) EXPECT_EQ(reported(c.given), c.want) << c.name;
}

TEST(StrictToml, StopsAtASyntaxErrorAndSaysWhere) {
    StrictFile file("f.toml", "name = 'x'\ncount = \n");
    EXPECT_FALSE(file.parsed());
    ASSERT_EQ(file.diagnostics().size(), 1u);
    EXPECT_EQ(file.diagnostics()[0].line, 2);
}

TEST(StrictToml, RefusesWhatTomlRefuses) {
    for (const char* bad :
         {"a = 1\na = 2\n", "d = 2027-02-30\n", "n = 99999999999999999999\n", "s = \"\xff\"\n", "[a]\n[a]\n"})
        EXPECT_FALSE(StrictFile("f.toml", bad).parsed()) << bad;
    EXPECT_FALSE(StrictFile("f.toml", std::string(1000, '[')).parsed());
    EXPECT_FALSE(StrictFile("f.toml", std::string((4u << 20) + 1, '\n')).parsed());
}

TEST(StrictToml, GivesKeysAndTablesInTheOrderOfTheFile) {
    StrictFile file("f.toml", "zeta = 1\nalpha = 2\n[[rule]]\nid = 'b'\n[[rule]]\nid = 'a'\n");
    ASSERT_TRUE(file.parsed());
    StrictTable root = file.root();
    EXPECT_EQ(root.keys(), (std::vector<std::string>{"zeta", "alpha", "rule"}));
    std::vector<std::string> ids;
    for (StrictTable& rule : root.tables("rule")) ids.push_back(rule.required_text("id"));
    EXPECT_EQ(ids, (std::vector<std::string>{"b", "a"}));
    EXPECT_TRUE(root.has("zeta"));
    EXPECT_FALSE(root.has("beta"));
    EXPECT_EQ(root.at("alpha").line, 2);
}

TEST(StrictToml, AbsentIsNotAnError) {
    EXPECT_EQ(reported(""), "");
    EXPECT_EQ(reported("# nothing but a comment"), "");
}

}  // namespace
}  // namespace beadle
