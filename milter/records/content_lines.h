// content_lines.h — what a view worker made of a message, as lines of JSON (milter/cli/FORMATS.md "Content").
//
// Takes    a Viewed, checked already. Gives lines; `part`: of that entity alone ("" = all).
// Runs in  record. Never throws but std::bad_alloc.
#pragma once

#include <string>
#include <vector>

#include "wire/view.h"

namespace beadle::records {

std::vector<std::string> content_lines(const wire::Viewed& viewed, const std::string& reference,
                                       const std::string& part, bool html);

}  // namespace beadle::records
