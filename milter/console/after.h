// after.h — what follows an act: the page with a word that it was done, the proof, or the page again with what was wrong.
//
// Takes    the records' reply to the act; the path of the page; how the page is shown again.
// Gives    a first of two persons is told that nothing has happened yet. What the records could not do at all is trouble().
// Runs in  console. Never throws but std::bad_alloc.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "console/desk.h"

namespace beadle::console {

using ShownAgain = Response (*)(Desk& desk, const std::string& problem, int status);
Response after_act(Desk& desk, const Reply& reply, const std::string& path, ShownAgain again, const char* done = "saved");
// One entry a line, trimmed, none twice, at most that many.
Value lines_of(std::string_view typed, std::size_t most = 50);
std::string joined(const Value& list, const std::string& with = ", ");
// "2026-11-22" as "22 November 2026"; "" for anything else.
std::string day_words(std::string_view date);
// What a person typed into a field, trimmed and cut.
std::string typed(const Desk& desk, const char* name, std::size_t most = 500);
using Choices = std::vector<std::pair<std::string, std::string>>;  // value, label
Value choices(const std::string& chosen, const Choices& all);      // the rows of a list to choose from

}  // namespace beadle::console
