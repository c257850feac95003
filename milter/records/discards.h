// discards.h — a kept message that a person discards: for a short time it can be taken back, then its key is destroyed.
//
// Takes    the person, the case, why.
// Gives    discard: state `discarding`, destroyed by the due task after undo_time; undo: waiting for a decision again.
//          Of a case that needs two persons both only when a second one asks for the same. Each is an event.
// Fails    as database.h. A refusal is no failure: exit code 1 with a sentence. Never throws but std::bad_alloc.
// Runs in  record, within the caller's transaction.
#pragma once

#include "records/decisions.h"
#include "records/due.h"

namespace beadle::records {

constexpr Milliseconds undo_time = 15'000;

Result<Told> discard(Store& store, const Person& person, const DiscardArguments& wanted);
Result<Told> undo_discard(Store& store, const Person& person, const std::string& reference);
Result<DueDone> destroy_discarded(Store& store);

}  // namespace beadle::records
