#include "inspect/text/reply_words.h"

#include <gtest/gtest.h>

namespace beadle::inspect {
namespace {

using enum AnswerWord;

struct Row {
    const char* name;
    const char* text;
    AnswerWord want;
    const char* reason = "";
};

TEST(ReplyWords, reads_the_answer_in_the_first_line_of_own_words) {
    const Row rows[] = {
        {"the word alone", "SEPARATE", separate},
        {"in small letters, with courtesy", "separate please\r\n\r\nAnne", separate},
        {"as the question says it", "Send as separate copies.", separate},
        {"behind a greeting", "Hello,\n\nSeparately, thanks\n", separate},
        {"stop", "Stop.", stop},
        {"a negation is no send", "Please do not send it!", stop},
        {"with a curly apostrophe", "Don\xe2\x80\x99t send", stop},
        {"no before stop", "No, do not send it", stop},
        {"send with a reason in the line", "SEND because they all know each other", send,
         "because they all know each other"},
        {"send anyway, as a sentence", "Please send it anyway because it is the published agenda.", send,
         "because it is the published agenda"},
        {"behind a colon", "Send: agreed list of allotment holders", send, "agreed list of allotment holders"},
        {"in the line below", "SEND\r\nThey are all in the same working group.", send,
         "They are all in the same working group."},
        {"a name below is no reason", "SEND\r\n\r\nAnne Smith", send, ""},
        {"stars of a text made from HTML", "*SEND* because of the deadline", send, "because of the deadline"},
        {"a negation twice is one answer", "Stop, don't send it!", stop, "don't send it"},
        {"misspelt as people do", "seperate copies please", separate},
        {"with what it is about", "please stop this email", stop},
        {"a comma before the reason", "Yes, send it, they are all councillors", send, "they are all councillors"},
        {"reason may hold any word", "send because the bus stop meeting is public", send,
         "because the bus stop meeting is public"},
        {"quoted words do not count", "STOP\n\n> SEND: it goes out as it is\n> SEPARATE: copies", stop},
        {"below the quote", "> Dear Anne,\n> SEND: it goes out\n\nstop\n", stop},
        {"nothing behind our own name",
         "SEPARATE\nOn Sunday Beadle mail gateway <a@b.example> wrote:\nSTOP: it is not sent", separate},
        {"nothing behind the divider of Outlook", "STOP\n________________________________\nSEND", stop},
        {"nothing behind the heading of the question",
         "STOP\n\nPlease answer: your message is waiting\nSEND: it goes out", stop},
        {"a signature is not read", "SEPARATE\n-- \nStop the road, save the trees", separate},
    };
    for (const auto& row : rows) {
        const auto got = reply_words(row.text);
        EXPECT_EQ(got.word, row.want) << row.name;
        EXPECT_EQ(got.reason, row.reason) << row.name;
    }
}

TEST(ReplyWords, what_may_mean_two_things_is_unclear) {
    const char* const rows[] = {
        "Yes",
        "ok",
        "no, send it",
        "SEND or SEPARATE?",
        "send / separate / stop",
        "SEND\nSTOP",
        "separate, no stop",
        "Should I send it?",
        "send to one@a.example only",
        "send but not to Bob",
        "I think you can send it",
        "not send",
        "stopping by tomorrow",
        "sender unknown",
        "I am out of the office until Monday. Send urgent matters to the clerk.",
        "Was soll das?",
        "\xf0\x9f\x91\x8d",
    };
    for (const auto* text : rows) {
        const auto got = reply_words(text);
        EXPECT_EQ(got.word, unclear) << text;
        EXPECT_FALSE(got.empty) << text;
    }
}

TEST(ReplyWords, nothing_of_ones_own_is_no_answer) {
    for (const char* text : {"", "\n\n", "> SEND", "-- \nAnne"}) EXPECT_EQ(reply_words(text).word, unclear) << text;
    EXPECT_TRUE(reply_words("> SEND\n> STOP").empty);
}

TEST(WithoutCodes, leaves_none_in_a_text) {
    const std::string code = "ask-" + std::string(36, 'a');
    EXPECT_EQ(without_codes("Re: [" + code + "] and ASK-" + std::string(36, 'B') + "."),
              "Re: [ask-\u2026] and ask-\u2026.");
    EXPECT_EQ(without_codes("ask-me"), "ask-me");
}

TEST(ReadReply, reads_only_what_bears_a_code) {
    const std::string code = "ask-" + std::string(36, 'a');
    ParsedMessage parsed;
    Reading reading;
    reading.segments.push_back({SegmentKind::body, false, "SEPARATE", "message body", {}, "1"});
    EXPECT_EQ(read_reply(parsed, reading).word, unclear);
    parsed.subject = "Re: [" + code + "]";
    auto got = read_reply(parsed, reading);
    EXPECT_EQ(got.word, separate);
    EXPECT_EQ(got.codes, std::vector<std::string>{code});
    parsed.subject = "Re: something";
    parsed.fields.push_back({"References", "<x@y.example> <" + code + "@council.example>", ""});
    EXPECT_EQ(read_reply(parsed, reading).codes, std::vector<std::string>{code});
    parsed.fields.clear();
    reading.segments.push_back({SegmentKind::attachment, false, code, "attachment", {}, "2"});
    EXPECT_TRUE(read_reply(parsed, reading).codes.empty()) << "a forwarded question is no answer";
    reading.segments.front().text += "\n> " + code;
    EXPECT_EQ(read_reply(parsed, reading).word, separate);
}

}  // namespace
}  // namespace beadle::inspect
