// tell.h — who is told about a verdict, and the matter of each notice.
//
// Takes    the plan so far (what is held, who is deleted) and its input.
// Gives    notices to the sender (only inside, known, not null, not automatic, not bulk) and to the clerk.
// Runs in  session. Never throws but std::bad_alloc.
// Source   ARCHITECTURE.md "Actions": tell; RFC 3834.
#pragma once

#include "notices/notices.h"
#include "verdict/plan.h"

namespace beadle::verdict {

// Who is asked about a kept copy, and by which ways.
wire::Question question_of(const PlanInput& input, const wire::HeldPart& part);
// What the sender would be asked about these recipients.
notices::Words question_words(const PlanInput& input, const std::vector<std::string>& recipients);
bool sender_may_be_told(const PlanInput& input);
std::vector<wire::Notice> notices_of(const PlanInput& input, const Plan& plan);

}  // namespace beadle::verdict
