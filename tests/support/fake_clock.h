// fake_clock.h — a clock that a test sets.
#pragma once

#include "base/clock.h"

namespace beadle::test {

struct FakeClock : Clock {
    Milliseconds wall_now = 1'795'289'700'123, steady_now = 1'000;
    Milliseconds wall() const override { return wall_now; }
    Milliseconds steady() const override { return steady_now; }
};

}  // namespace beadle::test
