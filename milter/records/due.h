// due.h — what happens later by itself: expiry, clocks, reminders, digests, the end of things that end.
//
// Takes    nothing but the store: each task finds in it what is due at store.clock.wall().
// Gives    run() does a bounded piece (some milliseconds) within a transaction of its own and says whether there is more at
//          once. Done twice it is done once: after a stop it catches up, after a crash it begins again.
// Fails    as database.h: rolled back, noted in the log, tried again with the next RunDue; the other tasks go on.
// Runs in  record, whenever beadle-mail posts RunDue (every few seconds). Never throws but std::bad_alloc.
#pragma once

#include <span>
#include <string_view>

#include "records/store.h"

namespace beadle::records {

struct DueDone {
    bool more = false;       // it is run again at once, after what waits
    bool destroyed = false;  // forget_deleted() is due after the commit
};
struct DueTask {
    std::string_view name;
    Result<DueDone> (*run)(Store&);
};
std::span<const DueTask> due_tasks();

// One for each topic, in a file of its own.
Result<DueDone> end_accounts(Store& store);
Result<DueDone> forget_old_correspondence(Store& store);
Result<DueDone> remind_of_incidents(Store& store);
Result<DueDone> end_suspensions(Store& store);
Result<DueDone> send_digest(Store& store);
Result<DueDone> report_the_month(Store& store);
Result<DueDone> report_the_year(Store& store);
Result<DueDone> remind_of_review(Store& store);
Result<DueDone> alarm_about_signatures(Store& store);
Result<DueDone> carry_out_schedule(Store& store);
Result<DueDone> send_events_out(Store& store);
Result<DueDone> send_day_heads(Store& store);
Result<DueDone> note_destroyed(Store& store);
Result<DueDone> destroy_discarded(Store& store);
Result<DueDone> warn_of_expiry(Store& store);
Result<DueDone> expire_kept(Store& store);

}  // namespace beadle::records
