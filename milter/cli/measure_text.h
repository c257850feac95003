// measure_text.h — a measure as tables for a person, or as the JSON of FORMATS.md "beadle evaluate".
//
// Takes    a Measure, whose places, samples and file names are a stranger's.
// Gives    lines for a terminal, every text printable; or one JSON object a line.
// Bounds   text: at most 200 misses, false alarms and wrong verdicts each, the rest is counted.
// Runs in  cli. Never throws but std::bad_alloc.
#pragma once

#include <string>

#include "cli/layout.h"
#include "cli/measure.h"

namespace beadle::cli {

std::string measure_as_text(const Measure& measure, const Look& look);
std::string measure_as_json(const Measure& measure);  // lines, each with its end

}  // namespace beadle::cli
