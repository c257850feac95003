#include "cli/labels.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace beadle;
using namespace beadle::cli;
using testing::HasSubstr;

namespace {

TEST(Labels, ALineBecomesALabel) {
    const auto read = read_labels(
        R"({"file":"m/1.eml","scene":"payslip","direction":"outbound","envelope":{"from":"a@b.example","to":["c@d.example"]},)"
        R"("verdict":"block","findings":[{"kind":"nhs","where":"attachment","path":["a.zip","b.xlsx"],"at":"Sheet1","masked":"***1"},)"
        R"({"kind":"iban","clear":false}]})"
        "\n\n",
        "labels.jsonl", {{"nhs", {FindingKind::nhs_number}}});
    EXPECT_EQ(text(read.diagnostics), "");
    ASSERT_EQ(read.labels.size(), 1u);
    const Label& l = read.labels[0];
    EXPECT_EQ(l.file, "m/1.eml");
    EXPECT_EQ(l.scene, "payslip");
    EXPECT_EQ(l.direction, Direction::outbound);
    EXPECT_EQ(l.from, "a@b.example");
    EXPECT_EQ(l.to, std::vector<std::string>{"c@d.example"});
    EXPECT_EQ(l.stop, true);
    ASSERT_EQ(l.findings.size(), 2u);
    EXPECT_EQ(l.findings[0].place, "attachment a.zip › b.xlsx › Sheet1");
    EXPECT_TRUE(l.findings[0].clear);
    EXPECT_FALSE(l.findings[1].clear);
    ASSERT_EQ(read.kinds.size(), 2u) << "a kind of ours needs no map";
    EXPECT_EQ(read.kinds[1].ours, std::vector{FindingKind::iban});
}

TEST(Labels, WhatIsWrongIsSaidByLine) {
    const struct {
        const char *name, *given, *want;
    } cases[] = {
        {"no JSON", "hello", "1: this line is no JSON object"},
        {"no findings", R"({"file":"a.eml"})", "\"findings\" must be a list"},
        {"no file", R"({"findings":[]})", "\"file\" must name a message inside"},
        {"a file elsewhere", R"({"file":"/etc/passwd","findings":[]})", "inside the folder"},
        {"a file above", R"({"file":"m/../../x","findings":[]})", "inside the folder"},
        {"a kind that nobody knows", R"({"file":"a","findings":[{"kind":"nhs_number"}]})",
         "did you mean \"nhs-number\""},
        {"a direction of its own", R"({"file":"a","findings":[],"direction":"sideways"})",
         "inbound, outbound or internal"},
        {"a verdict of its own", R"({"file":"a","findings":[],"verdict":"burn"})", "\"verdict\" is"},
        {"nothing at all", "\n\n", "no label"},
    };
    for (const auto& c : cases)
        EXPECT_THAT(text(read_labels(c.given, "l", {}).diagnostics), HasSubstr(c.want)) << c.name;
}

TEST(Kinds, AMapOfListsAndItsFaults) {
    Diagnostics wrong;
    const auto kinds = read_kinds(R"({"health":["special-category","safeguarding"],"rest":[]})", "k", wrong);
    EXPECT_TRUE(wrong.empty());
    ASSERT_EQ(kinds.size(), 2u);
    EXPECT_EQ(kinds[0].ours.size(), 2u);
    EXPECT_TRUE(kinds[1].ours.empty());
    for (const char* bad : {"[]", "{", R"({"a":"iban"})", R"({"a":["ibam"]})"}) {
        wrong.clear();
        (void)read_kinds(bad, "k", wrong);
        EXPECT_FALSE(wrong.empty()) << bad;
    }
}

}  // namespace
