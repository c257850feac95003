// duties_text.h — incidents, suspensions, reports and acknowledgements in words and tables.
//
// Takes    lines of JSON (FORMATS.md); their texts are a stranger's.
// Gives    text for a terminal, every text printable; HTML with everything escaped.
// Runs in  cli. Never throws but std::bad_alloc.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/layout.h"
#include "cli/value.h"

namespace beadle::cli {

std::string incidents_as_text(const std::vector<std::string>& lines, const Look& look);
std::string incident_as_text(const std::vector<std::string>& lines, const Look& look);
std::string who_as_text(const std::vector<std::string>& lines, const Look& look);
std::string suspensions_as_text(const std::vector<std::string>& lines, const Look& look);
std::string acknowledgements_as_text(const std::vector<std::string>& lines, const Look& look);
std::string report_as_text(const std::vector<std::string>& lines, const Look& look);
std::string report_as_html(const std::vector<std::string>& lines);
std::string report_as_csv(const std::vector<std::string>& lines);
std::string incident_as_html(const Value& incident, const std::vector<Value>& messages);

std::string html_text(std::string_view text);  // escaped
std::string html_page(const std::string& title, const std::string& body);

}  // namespace beadle::cli
