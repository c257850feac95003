// decisions.h — what a person does with a kept message: release it to some or all, or to somebody else.
//
// Takes    the person (Unix account of the admin socket's peer) and the arguments.
// Gives    release: work for beadle-mail; the states move when the MTA has answered. A message whose rule needs two
// persons
//          is released when a second account has asked for the same recipients. With allow_sender_days an exception for them
//          is made (exceptions.h).
//          Each is an event, the tries that were refused too.
// Fails    as database.h. A refusal is no failure: exit code 1 with a sentence. Never throws but std::bad_alloc.
// Runs in  record, within the caller's transaction.
#pragma once

#include "records/arguments.h"
#include "records/held.h"
#include "records/store.h"
#include "wire/messages.h"

namespace beadle::records {

struct Told {
    wire::Answer answer;
    bool destroyed = false;  // forget_deleted() is due after the commit
};
Result<Told> release(Store& store, const Person& person, const ReleaseArguments& wanted);
// Why no person may act on the case any more.
std::string why_closed(const Held& held);
// A try that never came so far: not allowed, or arguments that make no sense.
Status record_refusal(Store& store, const Person& person, const std::string& verb, const std::string& why);

}  // namespace beadle::records
