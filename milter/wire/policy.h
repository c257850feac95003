// policy.h — what beadle-record says to beadled about the policy.
#pragma once

#include "wire/messages.h"

namespace beadle::wire {

// record -> beadled, posted: another version of the policy is to serve than does; a new generation, please.
struct NeedReload {
    static constexpr std::uint16_t type = 12;
    std::int64_t version = 0;  // for the log; 0 = the operator's file
};
template <class A> void describe(A& a, NeedReload& v) { a(v.version); }

}  // namespace beadle::wire
