// judge_text.h — a judgement in words a clerk reads.
//
// Takes    Judged, whose texts are a stranger's. Gives lines for a terminal: every text printable, no control octets but our
//          own colours.
// Bounds   at most 40 findings, 20 protections and 20 parts that were not inspected are listed; the rest is counted.
// Runs in  cli. Never throws but std::bad_alloc.
#pragma once

#include <string>

#include "cli/judge.h"
#include "cli/layout.h"

namespace beadle::cli {

std::string judged_as_text(const Judged& judged, const Look& look);

// "Quarantine", in the colour of its weight.
Ink ink_of(std::string_view verdict);

}  // namespace beadle::cli
