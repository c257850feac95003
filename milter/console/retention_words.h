// retention_words.h — the schedule and runs of destruction as the console says them.
//
// Takes    lines of retention.schedule, .due, .certificates. Gives: what the templates are filled with; values are hostile.
// Runs in  console. Never throws but std::bad_alloc.
#pragma once

#include <string>

#include "console/value.h"

namespace beadle::console {

Value retention_tabs(const std::string& current);
// due: the class's line of retention.due, or nothing.
Value class_row(const Value& line, const Value& due);
Value run_row(const Value& line);

}  // namespace beadle::console
