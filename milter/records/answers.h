// answers.h — a member's answer to a question, carried out exactly once.
//
// Takes    the codes that the answer bears, who gave it and by which way, the word and reason.
// Gives    the outcome; separate, sent and stopped move the kept copy and the question in the caller's transaction,
// everything
//          else changes nothing. Of an answer to a question that there is, an event.
//              separate   one piece of release work for each recipient, with To and Cc of that recipient alone
//              send       one release to all of them, the octets as they were
//              suspended  separate or send, but the member's mail to outside is suspended by now: the copy stays for the
//                         clerk, and the question is closed
//              stop       discarded: the message's key is destroyed
// Fails    as database.h. Never throws but std::bad_alloc.
// Runs in  record, within the caller's transaction.
// Source   decision 0012.
#pragma once

#include "records/questions.h"

namespace beadle::records {

struct GivenAnswer {
    std::vector<std::string> codes;
    Way way = Way::reply;
    std::string person;  // of a reply: whose it is proven to be; "" = nobody's
    AnswerWord word = AnswerWord::unclear;
    std::string reason;
};
struct TakenAnswer {
    AnswerOutcome outcome = AnswerOutcome::unknown;
    std::string reference;   // of the copy it is about
    bool destroyed = false;  // forget_deleted() is due after the commit
};
Result<TakenAnswer> take_answer(Store& store, const GivenAnswer& given);

// Changes nothing: what a link scanner fetches stays as it is.
Result<wire::QuestionShown> show_question(Store& store, const std::string& code);

}  // namespace beadle::records
