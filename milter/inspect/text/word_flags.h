// word_flags.h — what a run of characters or a paragraph of a Word document may be, as bits.
#pragma once

#include <cstdint>

namespace beadle::inspect {

constexpr std::uint8_t word_deleted = 1, word_inserted = 2, word_hidden = 4, word_in_table = 8, word_ends_row = 16;

}  // namespace beadle::inspect
