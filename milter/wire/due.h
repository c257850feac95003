// due.h — beadle-mail keeps the time for the records. FORMAT.md tells who may say what.
#pragma once

#include "wire/messages.h"

namespace beadle::wire {

// beadle-mail -> beadle-record: carry out what has become due (records/due.h). Posted every `every` milliseconds, not answered.
struct RunDue {
    static constexpr std::uint16_t type = 87;
    static constexpr std::int64_t every = 2'000;
};
template <class A> void describe(A&, RunDue&) {}

}  // namespace beadle::wire
