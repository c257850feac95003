#include "mail/answer.h"

#include <gtest/gtest.h>

#include "mail/inspection.h"

namespace beadle {
namespace {

TEST(Answer, finds_codes_wherever_they_stand) {
    const std::string code = "ask-" + std::string(36, 'b'), other = "ask-" + std::string(36, '7');
    struct Row {
        const char* name;
        std::string text;
        std::vector<std::string> want;
    };
    const Row rows[] = {
        {"alone", code, {code}},
        {"in brackets, in capitals", "Re: [ASK-" + std::string(36, 'B') + "]", {code}},
        {"two, one of them twice", code + " " + other + " " + code, {code, other}},
        {"of a Message-ID", "<" + code + "@council.example>", {code}},
        {"too short", code.substr(0, 39), {}},
        {"too long", code + "b", {}},
        {"a letter that is none of ours", "ask-" + std::string(35, 'b') + "l", {}},
        {"a start within a start", "ask-" + code, {code}},
    };
    for (const auto& row : rows) EXPECT_EQ(codes_in(row.text), row.want) << row.name;
    std::string many;
    for (const char c : std::string("abcdefghij")) many += "ask-" + std::string(36, c) + " ";
    EXPECT_EQ(codes_in(many).size(), AskReplyLimits::codes);
}

TEST(Answer, letters_stand_for_five_bits_each) {
    EXPECT_EQ(answer_letters_of(std::string(5, '\0'), 8), "aaaaaaaa");
    EXPECT_EQ(answer_letters_of(std::string(5, '\xff'), 8), "99999999");
    EXPECT_EQ(answer_letters_of(std::string("\x08\x00", 2), 3), "baa");
    EXPECT_EQ(answer_letters_of(std::string(32, 'x'), answer_secret_length).size(), answer_secret_length);
}

TEST(Answer, a_link_answers_only_for_what_harms_little) {
    Inspection i;
    const auto put = [&](FindingKind kind) {
        Finding f;
        f.kind = kind;
        i.findings.push_back(f);
    };
    put(FindingKind::visible_recipients);
    put(FindingKind::tracked_changes);
    EXPECT_TRUE(is_low_risk(i, {0}));
    EXPECT_FALSE(is_low_risk(i, {0, 1})) << "tracked changes may show anything";
    EXPECT_FALSE(is_low_risk(i, {})) << "a rule that rests on nothing that was seen";
    EXPECT_FALSE(is_low_risk(i, {7}));
    i.findings[0].part = "1.2";
    EXPECT_FALSE(is_low_risk(i, {0})) << "a list of addresses in an attachment";
    i.findings[0].part = "0";
    put(FindingKind::nhs_number);
    EXPECT_FALSE(is_low_risk(i, {0})) << "something sensitive stands in it";
}

}  // namespace
}  // namespace beadle
