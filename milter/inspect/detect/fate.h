// fate.h — what normalising makes of one character: a table for the basic plane, so that a text costs a look-up each.
//
// Gives    fate(): left as it is, dropped, one ASCII character, or a case that depends on more than itself.
// Bounds   64 KiB, made once, before the fork. Never throws.
// Runs in  inspect workers.
// Source   as normalise.h.
#pragma once

#include <array>
#include <cstdint>

namespace beadle::inspect {

// From ' ' on, and line end: becomes that ASCII character. alike: as it is, but it looks like a Latin letter.
enum Fate : char { same = 0, gone = 1, hard = 2, alike = 3 };
using Fates = std::array<Fate, 0x10000>;
const Fates& fates();

Fate fate_of(std::uint32_t code_point);  // of any, without the table
// The ASCII characters that a compatibility form is written with; their number, 0 = it is not.
int ascii_form(std::uint32_t code_point, std::array<char, 24>& form);

}  // namespace beadle::inspect
