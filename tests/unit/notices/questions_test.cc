#include "notices/questions.h"

#include <gtest/gtest.h>

#include "notices/templates.h"
#include "wire/messages.h"

namespace beadle::notices {
namespace {

Asked asked() {
    Asked a;
    a.matter.council = "Test Parish Council";
    a.matter.sender_name = "Ann <Other>";
    a.matter.subject = "Minutes";
    a.matter.reference = "7k2m-9xdq";
    a.matter.recipients = {"one@a.example", "two@a.example"};
    a.matter.rules = {{"everybody-in-to", "9.1", "Put them in Bcc."}};
    a.matter.seen = {{"recipients who see each other", "", "To", 12}};
    a.separate = true;
    a.by_reply = true;
    return a;
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

TEST(Question, says_what_was_seen_to_whom_the_answers_how_and_until_when) {
    const auto words = question(Templates::standard(), asked());
    for (const auto& page : {words.text, words.html})
        for (const char* part :
             {"Minutes", "one@a.example", "two@a.example", "clause 9.1", "who see each other (12)", "Put them in Bcc.",
              "SEPARATE:", "SEND:", "STOP:", "Reply to this mail", "3 days", "7k2m-9xdq", wire::Notice::code_mark})
            EXPECT_TRUE(has(page, part)) << part << "\n" << page;
    EXPECT_TRUE(has(words.subject, wire::Notice::code_mark)) << words.subject;
    EXPECT_TRUE(words.subject.starts_with(std::string(question_title)));
    EXPECT_FALSE(has(words.html, "<Other>"));
    EXPECT_FALSE(has(words.text, "open this page"));
}

TEST(Question, offers_only_the_answers_and_ways_that_there_are) {
    auto a = asked();
    a.separate = a.by_reply = false;
    a.link = std::string("https://beadle.council.example/answer/") + wire::Notice::link_mark;
    a.hours = 1;
    const auto words = question(Templates::standard(), a);
    EXPECT_FALSE(has(words.text, "SEPARATE"));
    EXPECT_FALSE(has(words.text + words.subject, wire::Notice::code_mark));
    EXPECT_TRUE(has(words.text, "  " + a.link + "\n")) << "never broken over two lines";
    EXPECT_TRUE(has(words.html, "<a href=\"" + a.link + "\">"));
    EXPECT_TRUE(has(words.text, "within one hour"));
}

TEST(AnswerTaken, has_words_for_every_outcome_and_says_nothing_of_the_message) {
    for (int i = 0; i <= static_cast<int>(last_of(AnswerOutcome{})); ++i) {
        const auto words = answer_taken(Templates::standard(), static_cast<AnswerOutcome>(i), asked().matter);
        EXPECT_GT(words.text.size(), 60u) << i;
        EXPECT_FALSE(has(words.text, "one@a.example") || has(words.text + words.subject, "Minutes")) << i;
    }
}

}  // namespace
}  // namespace beadle::notices
