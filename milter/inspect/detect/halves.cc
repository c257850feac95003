#include "inspect/detect/halves.h"

namespace beadle::inspect {

void Halves::remember(Seen& seen, const Half& half, bool alike) const {
    if (!alike) {
        seen.last[half.second ? 1 : 0] = half;
        seen.any[half.second ? 1 : 0] = true;
        return;
    }
    if (seen.any[0] && half.span.begin < seen.last[0].span.end) return;  // "knee" in "knees"
    if (seen.any[0] && seen.last[0].word != half.word) {
        seen.last[1] = seen.last[0];
        seen.any[1] = true;
    }
    seen.last[0] = half;
    seen.any[0] = true;
}

const Half* Halves::meet(const Half& half, std::size_t within, int alike) {
    Seen& seen = seen_[half.construction];
    const Half* met = nullptr;
    if (alike < 3) {
        met = other_of(seen, half, within, alike != 0);
    } else if (seen.any[1] && seen.last[0].word != half.word && seen.last[1].word != half.word &&
               seen.last[0].span.end <= half.span.begin && half.span.begin - seen.last[1].span.end <= within &&
               seen.last[1].span.end <= seen.last[0].span.begin) {
        met_ = seen.last[1];
        met = &met_;
    }
    remember(seen, half, alike != 0);
    return met;
}

const Half* Halves::other_of(Seen& seen, const Half& half, std::size_t within, bool alike) {
    bool found = false;
    for (const int side : {0, 1}) {
        const Half& other = seen.last[side];
        const bool fits = alike ? other.word != half.word : (side == 1) != half.second;
        if (!seen.any[side] || !fits || other.span.end > half.span.begin) continue;
        if (half.span.begin - other.span.end > within) continue;
        if (found && other.span.end <= met_.span.end) continue;
        met_ = other;
        found = true;
    }
    return found ? &met_ : nullptr;
}

}  // namespace beadle::inspect
