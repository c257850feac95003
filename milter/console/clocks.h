// clocks.h — what runs out soon or waits for a second person, for the first page: each in one line with its link.
//
// Takes    what this role may ask: requests, incidents, holds, runs of destruction, suspensions, ages of backup and signatures.
// Gives    rows {words, href, urgent}; what the records do not answer is left out, never a page of its own.
// Runs in  console. Never throws but std::bad_alloc.
#pragma once

#include "console/desk.h"

namespace beadle::console {

struct Clocks {
    Value rows = Value::list();
    bool urgent = false;
};
Clocks clocks_of(const Desk& desk);
// "3 days ago, 19 November 2026, 02:00"; "never"
std::string age_of(const std::string& utc, Milliseconds now);

}  // namespace beadle::console
