// incident.h — what the pages of an incident share.
//
// Takes    the incident as incident.show has it; values are hostile. Gives: what its page shows of the evidence.
// Runs in  console. Never throws but std::bad_alloc.
#pragma once

#include "console/desk.h"

namespace beadle::console {

void add_evidence(const Desk& desk, const Value& incident, Value& data);

}  // namespace beadle::console
