// exceptions.h — what a person lets pass for a time: mail of one sender to one recipient past one rule.
//
// Takes    made with a release, of the case's rules and the people it goes to. Ended by a person, or by its date.
// Gives    given(): those in force for a message, for policy (verdict of the next one). Each stands under a MAC and
// under
//          the events ("!reference:open", "!reference:ended"), so that nobody without the keys makes or lengthens one.
// Bounds   365 days; 500 for one release; 200 for one message.
// Fails    as database.h. Never throws but std::bad_alloc.
// Runs in  record, within the caller's transaction.
#pragma once

#include <string>
#include <vector>

#include "records/decisions.h"
#include "records/held.h"
#include "wire/exceptions.h"

namespace beadle::records {

constexpr std::int64_t exception_days_most = 365;

struct PersonException {
    std::int64_t id = 0, until = 0, made_at = 0, held = 0, ended_at = 0;
    std::string reference, origin, sender, recipient, rule, person, reason, state, ended_by, mac;
};

// For each rule of the case and each recipient one; appends their moves.
Status make_exceptions(Store& store, const Person& person, const Held& held, const std::vector<std::string>& recipients,
                       std::int64_t days, const std::string& reason, std::string& moves);
Result<wire::ExceptionsGiven> given_exceptions(Store& store, const wire::AskExceptions& asked);
Result<wire::Answer> list_exceptions(Store& store);
Result<Told> end_exception(Store& store, const Person& person, const std::string& reference, const std::string& reason);
Result<std::vector<PersonException>> all_exceptions(Store& store);
bool is_as_made(const Store& store, const PersonException& exception);

}  // namespace beadle::records
