// questions.h — what a member is asked about their own message, and what they are told when they have answered.
//
// Takes    the matter as notices.h has it, and the ways to answer. Notice::code_mark and link_mark stand where the
// codes go. Gives    subject, plain text and HTML that say the same: what was seen, to whom it was to go, what each
// answer does, how to
//          answer, until when. The first line of each answer is one word, so that a telephone can do it.
// Bounds   as notices.h.
// Runs in  session (words), mail (sends them). Never throws but std::bad_alloc.
// Source   decision 0012; WCAG 2.2 AA; RFC 3834.
#pragma once

#include "mail/answer.h"
#include "notices/notices.h"

namespace beadle::notices {

struct Asked {
    Matter matter;
    bool separate = false;  // separate copies are possible
    bool by_reply = false;
    std::string link;  // whole, with link_mark; "" = none
    std::int64_t hours = 72;
};
Words question(const Templates& templates, const Asked& asked);
Words question_expired(const Templates& templates, const Matter& matter);

// To whoever answered. Nothing of the message is said: they may not be the one who sent it.
Words answer_taken(const Templates& templates, AnswerOutcome outcome, const Matter& matter);

}  // namespace beadle::notices
