// noise.h — could these octets be ciphertext? A seal whose octets are readable is none.
//
// Takes    octets that are said to be encrypted. Hostile.
// Gives    false when they are text, or so uneven that no cipher made them. Packed octets pass: they look alike.
// Bounds   looks at 64 KiB. Fewer than 32 octets say nothing.
// Runs in  inspect worker. Never throws.
#pragma once

#include <string_view>

namespace beadle::inspect {

bool looks_sealed(std::string_view octets);

}  // namespace beadle::inspect
