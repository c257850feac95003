// correspondence.h — what is asked of, and told to, the memory of who writes to whom. Values only.
//
// Gives    a Pair is one address of the council ("" = the council as a whole) and one outside; PairMemory what the records
//          know of it: counts and days, never words.
// Bounds   most_pairs a message; more recipients than fit are not asked about and not remembered: they count as new.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace beadle {

constexpr std::size_t most_pairs = 200;

struct Pair {
    std::string inside, outside;  // look-up keys (people/directory.h)
    bool operator==(const Pair&) const = default;
};
// A Pair with this inside asks and tells of a whole domain that the council writes to: known, or nearly one that is.
inline constexpr const char* whole_domain = "whole domain";

struct PairMemory {
    std::uint32_t sent = 0, received = 0;  // messages to and from the outside address
    std::int64_t locked_day = 0;           // day (UTC, since 1970) on which a locked file was last sent, 0 = none in seven days
    bool alike = false;                    // sent and received 0, but an address (a domain) that reads nearly alike is known
    bool known() const { return sent + received > 0; }
    bool operator==(const PairMemory&) const = default;
};
// One message between the two, to be remembered with the verdict.
struct PairSeen {
    Pair pair;
    bool sent = false;    // outwards; else it came in
    bool locked = false;  // it held a file that opens with a password
    bool operator==(const PairSeen&) const = default;
};

}  // namespace beadle
