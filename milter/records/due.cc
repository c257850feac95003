#include "records/due.h"

namespace beadle::records {

std::span<const DueTask> due_tasks() {
    static constexpr DueTask tasks[] = {
        {"forget old correspondence", forget_old_correspondence},
        {"carry out the retention schedule", carry_out_schedule},
    };
    return tasks;
}

}  // namespace beadle::records
