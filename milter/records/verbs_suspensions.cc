// verbs_suspensions.cc — suspend.add, .approve, .lift, .list.
#include "records/suspensions.h"
#include "records/verbs.h"

namespace beadle::records {

std::span<const Verb> suspension_verbs() {
    static constexpr Verb verbs[] = {
        {.name = "suspend.add", .write = ask_suspension},
        {.name = "suspend.approve", .write = approve_suspension},
        {.name = "suspend.lift", .write = lift_suspension},
        {.name = "suspend.list", .read = list_suspensions},
    };
    return verbs;
}

}  // namespace beadle::records
