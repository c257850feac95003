// schedule.h — the retention schedule that counts: what the file says, once nobody has to agree to it any more.
//
// Takes    store.schedule, as the settings name it.
// Gives    classes that are new, or keep longer, count at once; what would destroy sooner, or with fewer persons, what is
//          kept already waits until two persons have agreed; a class that left the file keeps its last words.
// Fails    as matters.h. Runs in  record, within the caller's transaction. Never throws but std::bad_alloc.
#pragma once

#include "records/decisions.h"
#include "records/store.h"

namespace beadle::records {

struct StandingClass {
    RetentionClass now;
    std::string version, adopted, minute;  // of the schedule that said so
    std::optional<RetentionClass> change;  // waits for two persons
    std::string change_version, change_person, change_why;
    bool in_file = false;
};
Result<std::vector<StandingClass>> standing_classes(Store& store);
RetentionSchedule schedule_of(const std::vector<StandingClass>& classes);

// Idempotent; done again and again, for the file may have changed.
Status take_up_schedule(Store& store);
Result<Told> approve_class(Store& store, const Person& person, const std::string& id);
// Why `to` destroys sooner or with less care than `from`; "" = it does not.
std::string why_weaker(const RetentionClass& from, const RetentionClass& to);

}  // namespace beadle::records
