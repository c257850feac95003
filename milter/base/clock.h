// clock.h — the two clocks, behind functions that a test can replace.
//
// Gives    wall(): milliseconds since 1970 UTC; steady(): milliseconds that never go back.
// Runs in  every process; policy never asks (values in, a decision out).
#pragma once

#include <cstdint>
#include <string>

namespace beadle {

using Milliseconds = std::int64_t;

struct Clock {
    virtual ~Clock() = default;
    virtual Milliseconds wall() const = 0;
    virtual Milliseconds steady() const = 0;
};
const Clock& system_clock();

std::string utc_text(Milliseconds wall);   // 2026-11-21T19:35:00.123Z
std::string rfc5322_date(Milliseconds wall);  // Sat, 21 Nov 2026 19:35:00 +0000

}  // namespace beadle
