// returns.h — a kept message sent back to its sender, one of the council's own, with a note of who decided.
//
// Takes    the person, the case, the note. Only mail that came from inside, never to outsiders or the null sender.
// Gives    state `returned`, a notice to the sender, with the message as attachment where that is safe (nothing that
// runs or
//          harms was found in it, at most attached_most octets); the event names the note.
// Fails    as database.h. A refusal is no failure: exit code 1 with a sentence. Never throws but std::bad_alloc.
// Runs in  record, within the caller's transaction.
#pragma once

#include "records/decisions.h"

namespace beadle::records {

constexpr std::int64_t attached_most = 10 << 20;

struct ReturnArguments {
    std::string id, note;
};
// Who wrote it takes it back: it is not sent, and stays for the clerk as what was returned does.
Result<Told> withdraw(Store& store, const Person& person, const std::string& reference);
Result<Told> return_to_sender(Store& store, const Person& person, const ReturnArguments& wanted);

}  // namespace beadle::records
