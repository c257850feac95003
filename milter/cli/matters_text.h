// matters_text.h — holds, requests, the schedule and certificates, in words and tables.
//
// Takes    lines of JSON (FORMATS.md). Gives text for a terminal, every text printable; a certificate is a page to print.
// Runs in  cli. Never throws but std::bad_alloc.
#pragma once

#include <string>
#include <vector>

#include "cli/layout.h"

namespace beadle::cli {

using AsText = std::string (*)(const std::vector<std::string>&, const Look&);
// How the answer to this verb is told; object_as_text where there is nothing better.
AsText text_of_verb(const std::string& verb);

}  // namespace beadle::cli
