// held.h — a kept message as the console shows it; for page_held_list.cc and page_held_item.cc.
//
// Takes    lines of console.held and quarantine.show; values are hostile. Gives: what the templates are filled with.
// Runs in  console. Never throws but std::bad_alloc.
#pragma once

#include <string>
#include <vector>

#include "console/desk.h"

namespace beadle::console {

Value held_row(const Value& line, Milliseconds now);
// The next one that waits after this reference, oldest first; "" = none.
std::string next_after(const Desk& desk, const std::string& reference);
std::int64_t left_waiting(const Desk& desk);
bool is_reference(std::string_view text);
// Of quarantine.show: what was seen, rule by rule, masked.
Value findings_of(const Value& item);
Value rules_of(const Value& item);
bool holds_malware(const Value& item);
// What quarantine.content gives of one tab; the reading stands in the records.
void add_content(const Desk& desk, const std::string& id, const std::string& tab, Value& data);
bool is_first_of_two(const Reply& reply);

}  // namespace beadle::console
