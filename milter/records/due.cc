#include "records/due.h"

namespace beadle::records {

std::span<const DueTask> due_tasks() {
    static constexpr DueTask tasks[] = {
        {"forget old correspondence", forget_old_correspondence},
        {"events to journal, syslog and file", send_events_out},
        {"head of the day", send_day_heads},
    };
    return tasks;
}

}  // namespace beadle::records
