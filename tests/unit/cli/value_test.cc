#include "cli/value.h"

#include <gtest/gtest.h>

using namespace beadle::cli;

namespace {

TEST(Value, ReadsWhatIsThereAndIsBlankForTheRest) {
    const auto v = Value::parse(R"({"a":"x","n":3,"r":2.5,"t":true,"l":["p","q"],"o":{"k":"v"},"z":null})");
    ASSERT_TRUE(v);
    EXPECT_EQ((*v)["a"].text(), "x");
    EXPECT_EQ((*v)["n"].text(), "3");
    EXPECT_EQ((*v)["r"].text(), "2.5");
    EXPECT_EQ((*v)["t"].text(), "yes");
    EXPECT_EQ((*v)["l"].text(), "p, q");
    EXPECT_EQ((*v)["o"].text(), "k: v");
    EXPECT_TRUE((*v)["z"].is_null());
    EXPECT_EQ((*v)["missing"]["deeper"].text(), "");
}

TEST(Value, RefusesWhatIsNoJsonTooDeepOrTooMuch) {
    EXPECT_FALSE(Value::parse("{"));
    EXPECT_FALSE(Value::parse("{} x"));
    EXPECT_FALSE(Value::parse(""));
    EXPECT_FALSE(Value::parse(std::string(100'000, '[')));
    EXPECT_TRUE(Value::parse(std::string(30, '[') + std::string(30, ']')));
    std::string many = "[0";
    for (int i = 0; i < 250'000; ++i) many += ",0";
    EXPECT_FALSE(Value::parse(many + "]"));
}

TEST(Value, TextsForAPersonHoldNoControls) {
    const auto v = Value::parse("{\"a\":\"\\u001b[2J\\u0007\\n\\u202eevil\"}");
    ASSERT_TRUE(v);
    const std::string text = (*v)["a"].text();
    for (const unsigned char c : text) EXPECT_TRUE(c >= 0x20 && c != 0x7f);
    EXPECT_EQ(text.find("\xe2\x80\xae"), std::string::npos);
    EXPECT_NE((*v)["a"].raw().find('\033'), std::string::npos) << "raw() is for machines";
}

TEST(Json, EscapesAndReplaces) {
    EXPECT_EQ(json_text("a\"b\n\033"), "\"a\\\"b\\n\\u001b\"");
    EXPECT_TRUE(Value::parse(json_text("\xff\xfe bad")));
    EXPECT_EQ(json_object({{"a", "1"}, {"b", json_texts({"x", "y"})}}), R"({"a":1,"b":["x","y"]})");
    EXPECT_EQ(json_list({}), "[]");
}

}  // namespace
