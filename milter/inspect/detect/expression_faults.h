// expression_faults.h — what in an expression makes it slow, in words for whoever wrote it.
//
// Takes    an expression. Gives the constructs that are known to cost, the worst first, each with what to write
// instead; no
//          verdict: many of them are harmless, and whether one is slow is tried (expression_work.h).
// Runs in  beadle-inspect --check, tests. Never throws but std::bad_alloc.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace beadle::inspect {

struct ExpressionFault {
    std::string construct;  // as it is written in the expression, at most 60 octets
    std::string what;       // "repeats what repeats already …"
    std::string instead;
};
std::vector<ExpressionFault> faults_of(std::string_view expression);

}  // namespace beadle::inspect
