// patience.h — how long an answer is of use, and how the MTA is kept waiting meanwhile.
#pragma once

#include <functional>

#include "base/clock.h"

namespace beadle::session {

struct Patience {
    const Clock& clock;
    Milliseconds until = 0;  // steady
    Milliseconds every = 5000;
    std::function<void()> tick;  // progress to the MTA, on the caller's thread

    Milliseconds left() const { return until - clock.steady(); }
    Patience before(Milliseconds other_until) const {
        Patience out{clock, until < other_until ? until : other_until, every, tick};
        return out;
    }
};

}  // namespace beadle::session
