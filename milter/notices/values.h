// values.h — a Matter as the values of a template; for notices.cc and questions.cc.
//
// Takes    a Matter, whose values are hostile.
// Gives    a JSON object; every text printable, lists whole.
// Runs in  session. Never throws but std::bad_alloc.
#pragma once

#include <string>

#include "notices/notices.h"

namespace beadle::notices {

std::string values_of(const Matter& matter);

}  // namespace beadle::notices
