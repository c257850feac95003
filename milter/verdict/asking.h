// asking.h — what is told to whoever answers a question.
//
// Takes    who they are, and what the worker read in their answer.
// Gives    a notice for each AnswerOutcome; the records send the one that fits. Its key is made once for a person, an
// outcome and
//          a question, so that nobody is told the same twice. None when the connection proves no member: an outside
//          sender is never mailed.
// Runs in  session. Never throws but std::bad_alloc.
// Source   decision 0012.
#pragma once

#include "notices/templates.h"
#include "wire/messages.h"

namespace beadle::verdict {

struct Answerer {
    std::string council, clerk_address;
    std::string address, name;  // of the member; "" = nobody is told
};
std::vector<wire::Notice> told_of(const Answerer& who, const AskReply& answer, const std::string& message_id,
                                  const notices::Templates& templates = notices::Templates::standard());

}  // namespace beadle::verdict
