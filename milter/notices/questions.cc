#include "notices/questions.h"

#include "notices/layout.h"
#include "notices/parts.h"
#include "wire/messages.h"

namespace beadle::notices {
namespace {

std::string time_of(std::int64_t hours) {
    if (hours % 24 == 0 && hours > 24) return std::to_string(hours / 24) + " days";
    return hours == 1 ? "one hour" : std::to_string(hours) + " hours";
}

void say_answers(Layout& page, const Asked& asked) {
    page.heading("Your three answers");
    std::vector<std::string> items;
    if (asked.separate)
        items.emplace_back(
            "SEPARATE: it goes out as separate copies. Each of them gets it and does not see the others.");
    items.emplace_back(
        "SEND: it goes out as it is. Say why in a few words, for example: SEND because they all know each other.");
    items.emplace_back(
        "STOP: it is not sent, and the copy that waits here is deleted. Yours stays in your Sent folder.");
    page.list(items);
}

void say_how(Layout& page, const Asked& asked) {
    page.heading("How to answer");
    if (asked.by_reply)
        page.paragraph(
            "Reply to this mail from your council mailbox, and write one of these words as the first line, above "
            "the text that your program quotes.");
    if (!asked.link.empty()) page.link(asked.by_reply ? "Or open this page:" : "Open this page:", asked.link);
    page.paragraph("Please answer within " + time_of(asked.hours) +
                   " of getting this mail. Without an answer the message is not sent, and you are told so.");
}

std::string title_of(AnswerOutcome outcome) {
    switch (outcome) {
        case AnswerOutcome::separate:
            return "Your message goes out as separate copies";
        case AnswerOutcome::sent:
            return "Your message goes out";
        case AnswerOutcome::stopped:
            return "Your message is not sent";
        case AnswerOutcome::unclear:
        case AnswerOutcome::no_reason:
            return "Please answer once more";
        default:
            return "Your answer changed nothing";
    }
}

std::string words_of(AnswerOutcome outcome) {
    switch (outcome) {
        case AnswerOutcome::separate:
            return "As you answered, each recipient gets a copy of their own and does not see the others.";
        case AnswerOutcome::sent:
            return "As you answered, it goes out as it is. Your reason was noted.";
        case AnswerOutcome::stopped:
            return "As you answered, it is not sent. The copy that waited was deleted.";
        case AnswerOutcome::unclear:
            return "It was not clear which answer you meant, so your message still waits. Please reply to the question "
                   "once more, "
                   "with one word alone in the first line: SEPARATE, SEND (and why) or STOP.";
        case AnswerOutcome::no_reason:
            return "To send it as it is, say why in a few words. Your message still waits. Please reply to the "
                   "question once more, "
                   "for example: SEND because they all know each other.";
        case AnswerOutcome::already:
            return "This was answered or decided before. What was done then stands.";
        case AnswerOutcome::expired:
            return "The time to answer was over, so the message was not sent. Send it again if it is still needed.";
        case AnswerOutcome::not_theirs:
            return "The question was put to somebody else. Only who sent the message can answer it, from their own "
                   "council mailbox.";
        case AnswerOutcome::unknown:
            return "Your mail came to the address for answers, but no question was found in it that waits for one. "
                   "Reply to the "
                   "question itself, and leave its subject as it is.";
    }
    return "";
}

}  // namespace

Words question(const Asked& asked) {
    const Matter& m = asked.matter;
    Layout page;
    greet(page, m);
    page.paragraph("The mail filter of " + council_of(m) +
                   " has not sent a message of yours yet, for only you can say whether it "
                   "should go out like this. It is safe, and these recipients have not been sent it.");
    say_message(page, m, "Waiting for your answer before it goes to:");
    if (m.delivered_to_others) page.paragraph("The other recipients get the message as usual.");
    say_what_was_seen(page, m);
    say_which_clauses(page, m);
    say_what_to_do(page, m);
    say_answers(page, asked);
    say_how(page, asked);
    say_whom_to_ask(page, m);
    if (asked.by_reply) page.paragraph(std::string("Please leave this in your reply: ") + wire::Notice::code_mark);
    const std::string title(question_title);
    const std::string code = asked.by_reply ? " [" + std::string(wire::Notice::code_mark) + "]" : "";
    return {title + " (" + m.reference + ")" + code, page.text(), page.html(title)};
}

Words question_expired(const Matter& m) {
    Layout page;
    greet(page, m);
    page.paragraph("You were asked about a message of yours and did not answer in time. It was not sent.");
    say_message(page, m, "Not sent to:");
    page.paragraph("Send it again if it is still needed. The Town Clerk can still send on the copy that was kept.");
    say_whom_to_ask(page, m);
    const std::string title = "Your message was not sent: no answer in time";
    return {title + " (" + m.reference + ")", page.text(), page.html(title)};
}

Words answer_taken(AnswerOutcome outcome, const Matter& m) {
    Layout page;
    greet(page, m);
    page.paragraph(words_of(outcome));
    say_whom_to_ask(page, m);
    const std::string title = title_of(outcome);
    return {title + " (" + m.reference + ")", page.text(), page.html(title)};
}

}  // namespace beadle::notices
