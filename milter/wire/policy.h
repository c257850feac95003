// policy.h — what beadle-record and beadled say to each other about what serves.
#pragma once

#include "wire/messages.h"

namespace beadle::wire {

// record -> beadled, posted: another version of the policy is to serve than does; a new generation, please.
struct NeedReload {
    static constexpr std::uint16_t type = 12;
    std::int64_t version = 0;  // for the log; 0 = the operator's file
};
template <class A> void describe(A& a, NeedReload& v) { a(v.version); }

// beadled -> record, posted: why databases of malware signatures that came are not loaded; "" = what lies there serves.
struct SignaturesProblem {
    static constexpr std::uint16_t type = 13;
    std::string words;
};
template <class A> void describe(A& a, SignaturesProblem& v) { a(v.words); }

}  // namespace beadle::wire
