// acknowledgements.h — which member has acknowledged which monitoring notice, and who was trained when.
//
// Takes    a mailbox, the version of the notice (the policy's date of adoption unless said), the day.
// Gives    one row for each mailbox and version, under the chain key; each is an event with "acknowledged/ID:recorded.1" in its
//          column `held`. A policy adopted anew has a new version: the round begins again.
// Fails    as database.h; malformed: the arguments make no sense. Never throws but std::bad_alloc.
// Runs in  record.
// Source   SI 2018/356 regulation 4(1)(c).
#pragma once

#include <map>
#include <string>
#include <vector>

#include "records/decisions.h"
#include "records/store.h"

namespace beadle::records {

Result<Told> record_acknowledgement(Store& store, const Person& person, const std::string& arguments);
Result<wire::Answer> list_acknowledgements(Store& store, const Person& person, const std::string& arguments);
Result<std::string> compare_acknowledgements(Store& store, std::map<std::string, std::string>& states);

// A line each, for the clerk: members of today who have not, or not lately.
std::vector<std::string> unacknowledged(Store& store);
std::vector<std::string> untrained(const Store& store);
bool is_here(const wire::CouncilMember& member, const std::string& today);  // today: of London, YYYY-MM-DD

}  // namespace beadle::records
