// trial.h — one message as the records keep it, judged by two policies: what a version would do otherwise.
//
// Takes    envelope and origin as they came, what a view worker saw in it; the files that serve and those of the draft.
// Gives    the strongest verdict of each, and the rules that act under one of them only. What the records remember of the pair
//          today is left out: who was new then is not known any more.
// Bounds   those of policy/policy.h.
// Runs in  record. A pure function but for the bundle that was read. Never throws but std::bad_alloc.
#pragma once

#include <string>
#include <vector>

#include "council/council_files.h"
#include "mail/decision.h"
#include "mail/inspection.h"

namespace beadle {

struct Trial {
    Action before = Action::accept, after = Action::accept;
    std::vector<std::string> rules_gained, rules_lost;  // "id", "id (watching)"
    bool changes() const { return before != after || !rules_gained.empty() || !rules_lost.empty(); }
};
Trial judge_twice(const CouncilFiles& serving, const CouncilFiles& draft, const Settings& settings, const Envelope& envelope, Origin origin,
                  const Inspection& inspection);

}  // namespace beadle
