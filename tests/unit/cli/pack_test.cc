#include "cli/pack.h"

#include <gtest/gtest.h>

namespace beadle::cli {
namespace {

TEST(Redacted, takes_out_every_place_where_a_marked_string_stands) {
    struct Row {
        const char *name, *text;
        std::vector<std::string> strings;
        const char* want;
    };
    const std::vector<Row> table = {
        {"one place", "Dear J. Other, hello", {"J. Other"}, "Dear [removed], hello"},
        {"in any case", "j. OTHER", {"J. Other"}, "[removed]"},
        {"over a line's end", "J.\r\n  Other", {"J. Other"}, "[removed]"},
        {"twice, touching", "abab", {"ab"}, "[removed][removed]"},
        {"the longest of two", "J. Other-Smith", {"J. Other", "J. Other-Smith"}, "[removed]"},
        {"nowhere", "Dear all", {"J. Other"}, "Dear all"},
        {"blank strings take out nothing", "a b", {" ", ""}, "a b"},
        {"a string that is cut off by the end", "J. Oth", {"J. Other"}, "J. Oth"},
        {"letters beyond ASCII", "Zoë lives", {"Zoë"}, "[removed] lives"},
    };
    for (const auto& row : table) EXPECT_EQ(redacted(row.text, row.strings), row.want) << row.name;
}

TEST(CsvCell, is_never_taken_for_a_formula) {
    struct Row {
        const char *given, *want;
    };
    for (const auto& row : std::vector<Row>{{"plain", "\"plain\""}, {"a \"b\"", "\"a \"\"b\"\"\""}, {"=1+1", "\"'=1+1\""}, {"  =1", "\"'  =1\""},
                                            {"+44", "\"'+44\""}, {"-1", "\"'-1\""}, {"@SUM(A1)", "\"'@SUM(A1)\""}, {"\t=1", "\"'\t=1\""}, {"", "\"\""}})
        EXPECT_EQ(csv_cell(row.given), row.want) << row.given;
}

TEST(Pack, shows_a_strangers_texts_as_text_and_redacts_the_index_too) {
    const auto request = Value::parse(R"({"id":"R-1","kind":"sar","name":"R. Ident","received":"2026-09-14","history":[]})");
    const auto item = Value::parse(
        R"({"item":3,"at":"2026-09-14T10:00:00Z","sender":"x@example.org","recipients":["b@example.org"],"decision":"redact",)"
        R"("subject":"<script>alert(1)</script> J. Other","attachments":[],"strings":["J. Other"],"reason":"third party","case":"7k2m-9xdq"})");
    ASSERT_TRUE(request && item);
    const auto packed = packed_item(*item);
    const auto page = index_html(*request, {packed});
    EXPECT_EQ(page.find("<script>"), std::string::npos);
    EXPECT_EQ(page.find("Other"), std::string::npos);
    EXPECT_NE(page.find("[removed]"), std::string::npos);
    EXPECT_NE(page.find("<html lang=\"en-GB\">"), std::string::npos);
    EXPECT_NE(page.find("<th scope=\"col\">Item</th>"), std::string::npos);
    EXPECT_NE(draft_letter(*request, 1, 1).find("Information Commissioner"), std::string::npos);
    EXPECT_EQ(index_csv({packed}).find("J. Other"), std::string::npos);
    const auto body = Value::parse(R"({"line":"text","kind":"body","location":"body","text":"Dear j.\nother, it is J. Other's fence."})");
    const auto hidden = Value::parse(R"({"line":"text","kind":"hidden","location":"body","text":"unseen"})");
    const auto rebuilt = redacted_message(*item, {*body, *hidden});
    EXPECT_NE(rebuilt.find("Dear [removed], it is [removed]'s fence."), std::string::npos) << rebuilt;
    EXPECT_EQ(rebuilt.find("unseen"), std::string::npos);
}

}  // namespace
}  // namespace beadle::cli
