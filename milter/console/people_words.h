// people_words.h — what the pages about people share.
//
// Runs in  console. Never throws but std::bad_alloc.
#pragma once

#include <string>

#include "console/value.h"

namespace beadle::console {

Value people_tabs(const std::string& current);

}  // namespace beadle::console
