#include "records/due.h"

namespace beadle::records {

std::span<const DueTask> due_tasks() {
    static constexpr DueTask tasks[] = {
        {"end accounts", end_accounts},
        {"forget old correspondence", forget_old_correspondence},
    };
    return tasks;
}

}  // namespace beadle::records
