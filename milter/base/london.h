// london.h — the civil day and time of Europe/London, without the tz database.
//
// Takes    wall milliseconds since 1970 UTC.
// Gives    the date, minute of the day and weekday by the rule in force since 1996: one hour ahead of UTC from 01:00
// UTC on
//          the last Sunday of March to 01:00 UTC on the last Sunday of October.
// Runs in  session, record, mail, cli. Never throws.
// Source   Summer Time Act 1972 as amended by SI 2002/262.
#pragma once

#include <string>

#include "base/clock.h"

namespace beadle {

struct LondonTime {
    std::string today;      // YYYY-MM-DD
    int minute_of_day = 0;  // 0 to 1439
    int weekday = 1;        // 1 = Monday
};
LondonTime london_time(Milliseconds wall);

}  // namespace beadle
