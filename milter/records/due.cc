#include "records/due.h"

namespace beadle::records {

std::span<const DueTask> due_tasks() {
    static constexpr DueTask tasks[] = {
        {"end accounts", end_accounts},
        {"forget old correspondence", forget_old_correspondence},
        {"remind of incidents", remind_of_incidents},
        {"end suspensions", end_suspensions},
        {"send the digest", send_digest},
        {"report the month", report_the_month},
        {"report the year", report_the_year},
        {"remind of the review", remind_of_review},
        {"alarm about signatures", alarm_about_signatures},
        {"events to journal, syslog and file", send_events_out},
        {"head of the day", send_day_heads},
        {"ledger of destructions", note_destroyed},
        {"destroy what was discarded", destroy_discarded},
        {"warn of what ends soon", warn_of_expiry},
        {"end what was kept long enough", expire_kept},
        {"carry out the retention schedule", carry_out_schedule},
    };
    return tasks;
}

}  // namespace beadle::records
