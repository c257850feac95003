// say.h — notices of the records' own: values now, words when beadle-mail puts them into the template of their kind.
//
// Takes    a key (one notice for each, whatever is done twice), a council address, the kind, a plain subject for summaries, and
//          the values of the template as one JSON object.
// Gives    a notice that is due at once. Council, clerk, whom the reader asks for help, and the reader's name are put in here.
// Fails    as database.h. Nobody to tell (address ""): nothing is done. Never throws but std::bad_alloc.
// Runs in  record, within the caller's transaction.
#pragma once

#include <string>

#include "records/store.h"

namespace beadle::records {

struct Saying {
    std::string key, to, kind, subject;
    std::string values = "{}";  // a JSON object
};
Status say(Store& store, const Saying& saying);
// To the clerk, and to the deputy where one is named.
Status say_to_clerk(Store& store, Saying saying);

std::string london_minute(Milliseconds wall);  // "22 November 2026, 10:15"
std::string london_day(Milliseconds wall);     // "22 November 2026"
std::string in_words(Milliseconds span);       // "3 hours", "2 days"

}  // namespace beadle::records
