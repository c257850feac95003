// event_formats.h — an event as others read it: JSON with the fields of the Elastic Common Schema, or a line of a table.
//
// Takes    an event of the chain. Gives one line without a line end: escaped, no content and no subject (what was seen is
//          named by its kind and number alone); cells of a table begin with nothing that a spreadsheet takes for a formula.
// Bounds   ECS at most most_ecs octets: lists are cut, and it says so.
// Runs in  record. Never throws but std::bad_alloc.
// Source   elastic.co/guide ECS 8.11: base, event, email, observer, rule, source, user; CWE-1236.
#pragma once

#include "records/events.h"

namespace beadle::records {

constexpr std::size_t most_ecs = 12u << 10;

std::string ecs_line(const Event& event);
std::string csv_head();
std::string csv_line(const Event& event);
// One cell, quoted.
std::string csv_cell(const std::string& text);

}  // namespace beadle::records
