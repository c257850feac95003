// content.h — a stored message's content on a terminal, and as a file.
//
// Takes    lines of JSON of "quarantine.content" (FORMATS.md). What they say of a message is hostile.
// Gives    text in which no octet is one that a terminal obeys; what was found is marked.
// Runs in  cli. Never throws but std::bad_alloc.
#pragma once

#include <string>

#include "cli/commands.h"
#include "cli/layout.h"

namespace beadle::cli {

std::string content_as_text(const std::string& line, const Look& look);

// Of one case each; the exit code.
int show_content(const Arguments& arguments, const std::string& reference);
int export_content(const Arguments& arguments);
// Into memory, recorded as an export.
Result<std::string> stored_octets(const Settings& settings, const std::string& reference, const std::string& reason);

}  // namespace beadle::cli
