// questions.h — what senders are asked about kept copies: one row a question, from the asking to its end.
//
// Takes    wire::Question of a kept copy; what became of the notice that asks.
// Gives    asking (the notice is on its way) -> open (the MTA took it: the time to answer runs) -> answered | expired;
//          unasked: the MTA would not take it; closed: a person decided, or the copy came to nothing. Each change is a
//          word
//          "?handle:state" in the column `held` of an event, so that verify can hold one against the other.
//          codes: handle and a secret that is made of 16 random octets by the chain key, one for replies and one for
//          links. The store holds the random octets alone: without the key they open nothing, and a notice that is sent
//          again bears the same code.
// Fails    as database.h. Never throws but std::bad_alloc.
// Runs in  record, within the caller's transaction.
// Source   decision 0012.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "records/held.h"
#include "records/store.h"
#include "wire/messages.h"

namespace beadle::records {

struct Question {
    std::int64_t id = 0, held = 0;
    std::string handle, seed, person;
    bool separate = false, by_link = false;
    std::int64_t life = 0;
    std::string seen;  // a line each
    std::string state;
    std::int64_t open_until = 0;  // wall; 0 = the time does not run yet
    std::string answer, answered_by, reason;
    std::int64_t answered_at = 0, notice = 0, expired_notice = 0;
    std::string mac;  // under the chain key, over what never changes
    bool may_be_answered() const { return state == "asking" || state == "open" || state == "unasked"; }
};

std::string new_handle();
Status add_question(Store& store, const Held& held, const std::string& handle, const wire::Question& asked);
Result<std::optional<Question>> question_of(Store& store, std::int64_t held);
Result<std::vector<Question>> all_questions(Store& store);
Result<bool> is_as_asked(Store& store, const Question& question);

enum class Way : std::uint8_t { reply, link };
std::string code_of(const Store& store, const Question& question, Way way);
// Takes as long whether there is one or not.
Result<std::optional<Question>> question_by_code(Store& store, const std::string& code, Way way);
// A notice that asks, with its codes put in; any other as it is.
Status fill_codes(Store& store, std::int64_t notice, wire::Notice& words);

// The notice with that key asks about the copy (kind "ask"), or is what is said when nobody answers ("ask-expired").
Status note_notice(Store& store, std::int64_t held, const wire::Notice& notice);
// The sender tried again and that copy counts, or the other way round.
Status carry_question(Store& store, std::int64_t from, std::int64_t to);
Status notice_ended(Store& store, std::int64_t notice, bool taken, std::string& moves);
Status close_question(Store& store, std::int64_t held, std::string& moves);
Status end_question(Store& store, const Question& question, const std::string& state, std::string& moves);
// Separate copies were chosen: whoever releases what is left of it, nobody gets to see the others.
Result<bool> goes_separately(Store& store, std::int64_t held);
// The time to answer is over: the copy stays kept, and its sender is told.
Status expire(Store& store, const Question& question);
Status expire_due(Store& store);

}  // namespace beadle::records
