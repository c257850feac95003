// words.h — what the console says instead of the words of its records: kinds, states, roles, times.
//
// Takes    words of the records (FORMATS.md); times as UTC text. Gives: plain English, times of Europe/London.
// Runs in  console. Never throws but std::bad_alloc.
// Source   Summer Time Act 1972 as amended by SI 2002/262, for the hour of summer time.
#pragma once

#include <string>
#include <string_view>

#include "base/clock.h"
#include "console/value.h"

namespace beadle::console {

std::string role_words(std::string_view role);
std::string kind_words(std::string_view kind);      // of a finding: "National Insurance number"
std::string outcome_words(std::string_view outcome);  // of a verdict: "Delivered"
std::string state_words(std::string_view state);    // of a kept message
std::string event_words(std::string_view kind);     // of an event: "A notice"
std::string done_words(std::string_view code, std::string_view id);  // what a page says was done; "" for an unknown code

Milliseconds wall_of(std::string_view utc);          // 0 = no time
std::string london_words(std::string_view utc);      // "22 November 2026, 10:09"
std::string london_clock(std::string_view utc);      // "10:09"
std::string london_stamp(std::string_view utc);      // "2026-07-01 10:05:00+01:00"
std::string age_words(Milliseconds age);             // "2 minutes", "3 days"
std::string size_words(std::int64_t octets);
Milliseconds london_day_start(Milliseconds now);     // wall of the last midnight in London
Milliseconds london_offset(Milliseconds wall);       // to UTC

// "Held because …": the first finding that matters, in one sentence.
std::string why_sentence(const Value& item);

}  // namespace beadle::console
