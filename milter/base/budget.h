// budget.h — what one message may cost. Spent by every parser; when a part of it is gone, the parser stops and says
// not-inspected with the reason: a limit that was hit is never "nothing found".
//
// Takes    limits (settings [inspect]); a steady deadline.
// Gives    spend_*(): true while there is enough; false from then on for that resource, with `exhausted()` naming the first.
// Runs in  inspect (one message at a time, one thread). Never throws.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>

#include "base/clock.h"

namespace beadle {

struct BudgetLimits {
    std::uint32_t depth = 16;               // across every kind of container
    std::uint32_t parts = 2000;             // entities of the message, nested messages included
    std::uint32_t members = 1000;           // archive members
    std::uint64_t unpacked = 100u << 20;    // octets out of archives and documents; at least 10 x message, at most 300 MiB
    std::uint32_t ratio = 200;              // unpacked : packed, after the first MiB of one member
    std::uint64_t text = 64u << 20;         // octets of text handed to detection
    Milliseconds milliseconds = 25'000;     // below the parent's kill
};

class Budget {
  public:
    Budget(const BudgetLimits& limits, std::uint64_t message_octets, const Clock& clock);
    bool spend_part();
    bool spend_member();
    bool spend_unpacked(std::uint64_t octets);
    bool spend_text(std::uint64_t octets);
    std::uint64_t unpacked_left() const { return limits_.unpacked - std::min(unpacked_, limits_.unpacked); }
    bool enter(std::uint32_t depth) const { return depth <= limits_.depth; }
    bool time_left();
    const BudgetLimits& limits() const { return limits_; }
    const std::string& exhausted() const { return exhausted_; }  // "maximum of 1000 archive members reached"; "" = nothing

  private:
    bool gone(std::string why);
    BudgetLimits limits_;
    const Clock& clock_;
    Milliseconds deadline_;
    std::uint32_t parts_ = 0, members_ = 0;
    std::uint64_t unpacked_ = 0, text_ = 0;
    std::string exhausted_;
};

}  // namespace beadle
