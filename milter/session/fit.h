// fit.h — a verdict that is too large for one frame, made to fit: better recorded in part than put off for ever.
//
// Takes    the verdict, and how many octets its body may have.
// Gives    the same verdict without what is least needed: samples and evidence, then the ends of the lists of what was seen
//          (what the rules name stays longest), then what the sender wished to be told of the delivery. Recipients, held
//          parts and notices stay whole. `cut` says that something is missing.
// Fails    false: it cannot be made to fit.
// Runs in  session, connection threads. Never throws but std::bad_alloc.
#pragma once

#include "wire/messages.h"

namespace beadle::session {

bool fit(wire::RecordVerdict& verdict, std::size_t most);

}  // namespace beadle::session
