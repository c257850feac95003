#include "policy/edit_text.h"

#include <gtest/gtest.h>

namespace beadle::policy {
namespace {

constexpr const char* text = R"(extends = "base"
[policy]
title = "Policy"   # as adopted
# a comment
[[rule]]
id = "big"
clause = "3"
when = { direction = "outbound", to = [
  "c@d.example" ] }
advice = """
Send
a link."""
action = "quarantine"
[[rule]]
id = "small"
mode = "watch"
)";

std::string edited(const std::string& id, const Edits& edits) {
    const auto out = edit_rule(text, id, edits);
    return out ? *out : "FAILED " + out.failure().what;
}
std::string with(std::string from, const std::string& a, const std::string& b) {
    const auto at = from.find(a);
    return at == std::string::npos ? "no " + a : from.replace(at, a.size(), b);
}

TEST(EditRule, changes_the_lines_of_that_key_and_no_other) {
    const struct {
        const char* name;
        std::string id;
        Edits edits;
        std::string want;
    } rows[] = {
        {"a key that is there", "small", {{"mode", "\"enforce\""}}, with(text, "mode = \"watch\"", "mode = \"enforce\"")},
        {"a key that is not there", "big", {{"mode", "\"watch\""}}, with(text, "id = \"big\"\n", "id = \"big\"\nmode = \"watch\"\n")},
        {"a value of several lines", "big", {{"advice", "\"No.\""}}, with(text, "advice = \"\"\"\nSend\na link.\"\"\"", "advice = \"No.\"")},
        {"a table of several lines", "big", {{"when", "{ to = \"a@b.example\" }"}},
         with(text, "when = { direction = \"outbound\", to = [\n  \"c@d.example\" ] }", "when = { to = \"a@b.example\" }")},
        {"a key taken out", "small", {{"mode", ""}}, with(text, "mode = \"watch\"\n", "")},
        {"a key taken out that is not there", "big", {{"mode", ""}}, text},
        {"a rule of base", "malware", {{"clause", "\"9\""}, {"advice", "\"No.\""}},
         std::string(text) + "\n[[rule]]\nid = \"malware\"\nadvice = \"No.\"\nclause = \"9\"\n"},
    };
    for (const auto& row : rows) EXPECT_EQ(edited(row.id, row.edits), row.want) << row.name;
}

TEST(EditRule, a_value_cannot_bring_in_lines_of_its_own) {
    EXPECT_TRUE(edited("big", {{"action", "\"log\"\n[[exception]]"}}).starts_with("FAILED"));
    EXPECT_EQ(toml_text("a\"b\\c\nd\x7f"), "\"a\\\"b\\\\c\\u000ad\\u007f\"");
    EXPECT_EQ(toml_texts({"a", "b\""}), "[\"a\", \"b\\\"\"]");
    EXPECT_TRUE(edited("big", {{"advice", toml_text("\"]\n[[rule]]\nid = \"x\"")}}).find("\n[[rule]]\nid = \"x\"") == std::string::npos);
}

TEST(EditRule, what_lines_do_not_tell_is_left_to_the_text) {
    for (const char* odd : {"rule = [{ id = \"big\", action = \"log\" }]\n", "a = = 1\n"}) {
        const auto out = edit_rule(odd, "big", {{"when", "{ to = \"y\" }"}});
        EXPECT_FALSE(out) << odd << "gives\n" << (out ? *out : "");
    }
}

TEST(EditHeading, sets_the_mode_of_the_whole_policy) {
    const auto out = edit_heading(text, {{"mode", "\"watch\""}});
    ASSERT_TRUE(out);
    EXPECT_EQ(*out, with(text, "[policy]\n", "[policy]\nmode = \"watch\"\n"));
    EXPECT_EQ(*edit_heading(*out, {{"mode", ""}}), text);
    EXPECT_FALSE(edit_heading("a = 1\n", {{"mode", "\"watch\""}}));
}

TEST(EditConfidence, changes_the_word_in_its_line_or_puts_it_there) {
    const std::string one = "[[rule]]\nid = \"a\"\nwhen = { finds = [\"iban\"], confidence = \"high\" } # sure\n";
    EXPECT_EQ(*edit_confidence(one, "a", "low"), with(one, "\"high\"", "\"low\""));
    const std::string none = "[[rule]]\nid = \"a\"\nwhen = { finds = [\"iban\"] }\n";
    EXPECT_EQ(*edit_confidence(none, "a", "medium"), with(none, "] }", "] , confidence = \"medium\" }"));
    EXPECT_FALSE(edit_confidence(text, "big", "low")) << "several lines";
    EXPECT_FALSE(edit_confidence(text, "malware", "low")) << "not in this text";
    EXPECT_TRUE(has_condition(text, "big"));
    EXPECT_FALSE(has_condition(text, "small"));
}

TEST(AddException, its_words_stay_words) {
    EXPECT_EQ(add_exception("a = 1", {"big", "2027-03-31", "Say \"yes\"", "Council\n[[rule]]", {}, {"*@b.example"}, {}}),
              "a = 1\n\n[[exception]]\nrule = \"big\"\nto = [\"*@b.example\"]\nuntil = 2027-03-31\nreason = \"Say \\\"yes\\\"\"\napproved_by = "
              "\"Council\\u000a[[rule]]\"\n");
    EXPECT_NE(add_exception("", {"big", "1 = 1\nx", "", "", {}, {}, {}}).find("until = \"1 = 1\\u000ax\"\n"), std::string::npos);
}

}  // namespace
}  // namespace beadle::policy
