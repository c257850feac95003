// inflate.h — DEFLATE undone from memory to memory, bounded.
//
// Takes    packed octets. Hostile. Gives the plain octets, at most `most`; what came before a fault is kept.
// Fails    broken: not a stream, or damaged; cut: it ends early; too_long. Never throws but std::bad_alloc.
// Source   RFC 1950, 1951. Edge of zlib.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace beadle::inspect {

enum class Wrapping { raw, zlib };

struct Inflated {
    enum class State { whole, cut, broken, too_long };
    State state = State::whole;
    std::string octets;
    std::size_t used = 0;  // of the input
};

Inflated inflate(std::string_view packed, Wrapping wrapping, std::uint64_t most);

}  // namespace beadle::inspect
