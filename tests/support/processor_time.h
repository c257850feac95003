// processor_time.h — the processor time that this thread has used: a bound on work that other programs do not stretch.
#pragma once

#include <time.h>

namespace beadle::test {

inline double processor_seconds() {
    timespec at{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &at);
    return static_cast<double>(at.tv_sec) + static_cast<double>(at.tv_nsec) / 1e9;
}

}  // namespace beadle::test
