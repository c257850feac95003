// tell.h — who is told about a verdict, and the matter of each notice.
//
// Takes    the plan so far (what is held, who is deleted) and its input.
// Gives    notices to the sender (only inside, known, not null, not automatic, not bulk) and to the clerk.
// Runs in  session. Never throws but std::bad_alloc.
// Source   ARCHITECTURE.md "Actions": tell; RFC 3834.
#pragma once

#include "verdict/plan.h"

namespace beadle::verdict {

bool sender_may_be_told(const PlanInput& input);
std::vector<wire::Notice> notices_of(const PlanInput& input, const Plan& plan);

}  // namespace beadle::verdict
