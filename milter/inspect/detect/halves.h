// halves.h — two words of a construction that stand near each other, told in one walk through a text.
//
// Takes    halves in reading order, one construction at a time or mixed.
// Gives    for each half the nearest earlier one of the other side within reach that it does not lie over.
// Bounds   constant time and memory for each half: only the last of each side (and the last other word) is remembered.
// Runs in  inspect workers. Never throws but std::bad_alloc.
#pragma once

#include <cstdint>
#include <vector>

#include "inspect/detect/expression.h"

namespace beadle::inspect {

struct Half {
    Span span;
    std::uint32_t word = 0;
    std::uint32_t construction = 0;
    bool second = false;
};

class Halves {
  public:
    explicit Halves(std::size_t constructions) : seen_(constructions) {}
    // alike: 0 = two sides; 2 or 3 = one list, of which so many different words must meet. Null = it stands alone so
    // far.
    const Half* meet(const Half& half, std::size_t within, int alike);

  private:
    struct Seen {
        Half last[2];  // by side; alike: the last, and the last of another word
        bool any[2] = {false, false};
    };
    void remember(Seen& seen, const Half& half, bool alike) const;
    const Half* other_of(Seen& seen, const Half& half, std::size_t within, bool alike);
    std::vector<Seen> seen_;
    Half met_;
};

}  // namespace beadle::inspect
