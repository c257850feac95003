// records_text.h — what the records and the gateway answer, in words and tables.
//
// Takes    lines of JSON (FORMATS.md). Their texts are a stranger's; a line that is no JSON is passed over and counted.
// Gives    text for a terminal: every text printable. Keys that are missing are blank.
// Runs in  cli. Never throws but std::bad_alloc.
#pragma once

#include <string>
#include <vector>

#include "cli/layout.h"

namespace beadle::cli {

std::string quarantine_as_text(const std::vector<std::string>& lines, const Look& look);
std::string case_as_text(const std::vector<std::string>& lines, const Look& look);
std::string release_as_text(const std::vector<std::string>& lines, const Look& look);
std::string discard_as_text(const std::vector<std::string>& lines, const Look& look);
std::string story_as_text(const std::vector<std::string>& lines, const Look& look);
std::string accounts_as_text(const std::vector<std::string>& lines, const Look& look);
std::string invited_as_text(const std::vector<std::string>& lines, const Look& look);
std::string undo_as_text(const std::vector<std::string>& lines, const Look& look);
std::string return_as_text(const std::vector<std::string>& lines, const Look& look);
std::string count_as_text(const std::vector<std::string>& lines, const Look& look);
std::string exceptions_as_text(const std::vector<std::string>& lines, const Look& look);
std::string search_as_text(const std::string& line, const Look& look);  // of a search in content, as it goes
std::string events_as_text(const std::vector<std::string>& lines, const Look& look);
std::string verify_as_text(const std::vector<std::string>& lines, const Look& look);
std::string gateway_as_text(const std::string& line, const Look& look);
// Any object, one key a line.
std::string object_as_text(const std::string& line, const Look& look);

}  // namespace beadle::cli
