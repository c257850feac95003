// ber.h — one value of BER after the other, bounds first.
//
// Takes    octets. Gives Tlv values that are views into them; indefinite lengths are resolved.
// Bounds   depth 32 for indefinite lengths; every length is checked against what is left.
// Source   X.690 8.1.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace beadle::inspect {

struct Tlv {
    std::uint8_t tag = 0;  // first identifier octet, class and constructed bit included
    std::string_view content;
    bool is(std::uint8_t t) const { return tag == t; }
    bool constructed() const { return (tag & 0x20) != 0; }
};

// The value at the start of `rest`, which moves behind it; nothing when it is malformed or cut short.
std::optional<Tlv> next_value(std::string_view& rest, int depth = 0);
// The octets of an OCTET STRING, primitive or in pieces.
bool append_octets(const Tlv& value, std::string& out, std::uint64_t most, int depth = 0);

}  // namespace beadle::inspect
