#include "records/due.h"

namespace beadle::records {

std::span<const DueTask> due_tasks() {
    static constexpr DueTask tasks[] = {
        {"forget old correspondence", forget_old_correspondence},
        {"destroy what was discarded", destroy_discarded},
        {"warn of what ends soon", warn_of_expiry},
        {"end what was kept long enough", expire_kept},
    };
    return tasks;
}

}  // namespace beadle::records
