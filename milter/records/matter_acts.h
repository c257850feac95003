// matter_acts.h — what persons do with holds, requests and the schedule, as events; and what is refused to them.
//
// Takes    the person, the kind of event, the matter it is about (none yet: an empty one), texts for the body.
// Gives    a draft for append(); an answer of exit code 1 whose refusal is an event too.
// Runs in  record, within the caller's transaction. Never throws but std::bad_alloc.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "records/decisions.h"
#include "records/events.h"
#include "records/matters.h"

namespace beadle::records {

Event matter_event(const Person& person, const char* kind, const Matter& matter,
                const std::vector<std::pair<std::string, std::string>>& details);
Result<Told> refuse_matter(Store& store, const Person& person, const std::string& verb, const std::string& why);

// A day an argument names; malformed with the key otherwise. "" stays "".
Status check_day(const char* key, const std::string& day);

}  // namespace beadle::records
