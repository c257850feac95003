// console_queries.h — what the console's lists need in one question: the day's numbers, a page of kept messages, a story.
//
// Gives    lines of JSON (milter/cli/FORMATS.md "Console"). Never the content of a message.
// Bounds   200 rows; a story of 500 events.
// Fails    as database.h; malformed arguments. Never throws but std::bad_alloc.
// Runs in  record.
#pragma once

#include <cstdint>
#include <string>

#include "records/held.h"
#include "records/store.h"
#include "wire/messages.h"

namespace beadle::records {

struct HeldWanted {
    std::string state;  // "" = waits for a decision; "all", or one
    std::string sender, recipient, text, rule, reason, origin;
    std::int64_t since = 0, until = 0, limit = 50;
    std::string after;  // reference: those that come after it in the list
    std::string own;    // sender's whole address; "" = anybody's
    bool oldest_first = false;
};
Result<wire::Answer> list_for_console(Store& store, const HeldWanted& wanted);
Result<wire::Answer> numbers_of_the_day(Store& store, std::int64_t since);
// When the last backup was made and the newest malware signatures came; "" = none.
Result<wire::Answer> ages_of(Store& store);
Result<wire::Answer> list_members(Store& store);  // of the directory, as session told it last
Result<wire::Answer> story_of(Store& store, std::int64_t event);

}  // namespace beadle::records
