#include "records/due.h"

namespace beadle::records {

std::span<const DueTask> due_tasks() {
    static constexpr DueTask tasks[] = {
        {"end accounts", end_accounts},
        {"forget old correspondence", forget_old_correspondence},
        {"events to journal, syslog and file", send_events_out},
        {"head of the day", send_day_heads},
        {"ledger of destructions", note_destroyed},
    };
    return tasks;
}

}  // namespace beadle::records
