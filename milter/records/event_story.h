// event_story.h — everything the records know of one message, in the order in which it happened, in plain words.
//
// Takes    a queue id, the number of an event, or the reference of a kept message.
// Gives    one JSON object a line: number, time, kind, outcome, person, and `words`: a sentence. Both phases: what Beadle did,
//          what the mail server said of delivery after.
// Bounds   500 events.
// Fails    as database.h; exit code 1: nothing is known by that name. Never throws but std::bad_alloc.
// Runs in  record.
#pragma once

#include "records/arguments.h"
#include "records/store.h"
#include "wire/messages.h"

namespace beadle::records {

Result<wire::Answer> tell_story(Store& store, const StoryArguments& wanted);

}  // namespace beadle::records
