#include "verdict/reply_table.h"

#include <gtest/gtest.h>

#include <set>

namespace beadle::verdict {
namespace {

void expect_legal(const Reply& r) {
    EXPECT_EQ(r.code.size(), 3u);
    EXPECT_TRUE(r.code[0] == '4' || r.code[0] == '5') << r.code;
    EXPECT_EQ(r.enhanced[0], r.code[0]) << "the classes differ: " << r.code << " " << r.enhanced;
    EXPECT_EQ(r.enhanced[1], '.');
    EXPECT_LE(r.text.size(), 980u);
    EXPECT_FALSE(r.text.empty());
    std::size_t percents = 0;
    for (std::size_t i = 0; i < r.text.size(); ++i) {
        const auto c = static_cast<unsigned char>(r.text[i]);
        EXPECT_TRUE(c >= 0x20 && c < 0x7f) << r.text;
        percents = c == '%' ? percents + 1 : 0;
        if (c == '%' && (i + 1 == r.text.size() || r.text[i + 1] != '%')) {
            EXPECT_EQ(percents % 2, 0u) << r.text;
        }
    }
}

TEST(ReplyTable, holds_only_what_libmilter_and_the_mtas_accept) {
    std::set<ReplyName> names;
    for (const auto& row : reply_table()) {
        expect_legal(reply(row.name));
        EXPECT_TRUE(names.insert(row.name).second);
        EXPECT_FALSE(row.when.empty());
    }
}

TEST(ReplyTable, makes_legal_texts_of_hostile_words) {
    const std::vector<std::string> hostile = {"", "%", "%%%", "a\r\nb", "\u00a3100 \u2013 \u201cno\u201d\u2026", "\xff\xfe", std::string(2000, '%'),
                                              std::string(3000, 'x'), std::string("\0nul", 4)};
    for (const auto& words : hostile) {
        expect_legal(refusal(words, words, words, words, "s1.1"));
        expect_legal(refusal("C", "", "rule", words, "s1.1"));
        expect_legal(deferral(words, words, words, "s1.1"));
        EXPECT_TRUE(refusal(words, words, words, words, "s1.1").text.ends_with(" Reference s1.1"));
    }
}

TEST(ReplyTable, spells_typographic_signs_in_ascii) {
    EXPECT_EQ(as_ascii("\u00a35 \u2013 it\u2019s \u201cso\u201d\u2026 caf\u00e9"), "GBP 5 - it's \"so\"... caf?");
}

TEST(ReplyTable, names_clause_or_rule) {
    EXPECT_EQ(refusal("A", "8", "r", "Do it", "x").text, "Stopped by A policy, clause 8: Do it. Reference x");
    EXPECT_EQ(refusal("A", "", "r", "", "x").text, "Stopped by A policy, rule r. Reference x");
}

TEST(ReplyTable, shows_the_line_as_the_client_reads_it) {
    EXPECT_EQ(refusal("A", "8", "r", "100 %", "x").line(), "550 5.7.1 Stopped by A policy, clause 8: 100 %. Reference x");
}

}  // namespace
}  // namespace beadle::verdict
