// expression_work.h — how much work an expression makes of the worst text that can be made for it.
//
// Takes    an expression, as it is written and compiled, and a bound in units of work.
// Gives    the most units for one MiB, and whether Boost.Regex gave up. A unit is what Boost.Regex takes to read one
// MiB of
//          plain text for a short expression, on this machine now, so that the bound does not depend on how fast it is.
//          The text is searched as a worker does: in the stretches that Hyperscan names, every match taken for refused.
// Bounds   each text is left as soon as the bound is exceeded; a shorter one first, the long one only where the short
// one took long. Runs in  beadle-inspect --check, tests, benchmarks. Never throws but std::bad_alloc.
#pragma once

#include <string>

#include "inspect/detect/expression.h"
#include "inspect/detect/prefilter.h"

namespace beadle::inspect {

struct Work {
    double units = 0;      // for one MiB of the worst text
    bool gave_up = false;  // Boost.Regex, on complexity
    bool too_much = false;
    std::string text;  // the first 80 octets of the worst text
};
constexpr double most_work = 250;  // the shipped patterns stay below 100

// index: of the expression in the prefilter's set.
Work work_of(const std::string& written, const Expression& expression, const Prefilter& prefilter, std::size_t index,
             double bound = most_work);

}  // namespace beadle::inspect
