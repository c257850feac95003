// reply_words.h — what a member answers to a question of ours, read from the mail they replied with.
//
// Takes    a message as it was read: header fields and body text, HTML already made text.
// Gives    the codes it bears (Subject, In-Reply-To, References, then the body); when there is one, the answer that the
// first
//          line of the member's own words gives, and the reason. Their own words end where quoting begins: at a line
//          with our own name, a divider, a signature; lines behind ">" are left out. "unclear" when the line is no
//          answer, or when the words give two.
// Bounds   4 KiB and 30 lines of own words of each body, 8 codes; linear.
// Fails    never. Never throws but std::bad_alloc.
// Runs in  inspect (sandbox).
// Source   decision 0012.
#pragma once

#include <string_view>

#include "inspect/message/message.h"
#include "inspect/text/reading.h"
#include "mail/answer.h"

namespace beadle::inspect {

// The reason is not yet masked.
AskReply read_reply(const ParsedMessage& parsed, const Reading& reading);

// A code is for the member who was asked and for nobody who reads the records. Of a text that is short.
std::string without_codes(std::string text);

// For tests: word and reason of one text.
struct ReplyWords {
    AnswerWord word = AnswerWord::unclear;
    std::string reason;
    bool empty = true;  // nothing of the member's own stands there
};
ReplyWords reply_words(std::string_view text);

}  // namespace beadle::inspect
