// london.h — the civil day and time of Europe/London, without the tz database.
//
// Takes    wall milliseconds since 1970 UTC.
// Gives    the date, minute of the day and weekday by the rule in force since 1996: one hour ahead of UTC from 01:00
// UTC on
//          the last Sunday of March to 01:00 UTC on the last Sunday of October.
// Runs in  session, record, mail, cli. Never throws.
// Source   Summer Time Act 1972 as amended by SI 2002/262.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace beadle {

struct LondonTime {
    std::string today;      // YYYY-MM-DD
    int minute_of_day = 0;  // 0 to 1439
    int weekday = 1;        // 1 = Monday
};
LondonTime london_time(Milliseconds wall);

// When that minute of that day ("YYYY-MM-DD") is, as wall milliseconds; nullopt: no such day. Of the hour that comes twice
// the first, of the hour that is left out the minute after it.
std::optional<Milliseconds> london_wall(std::string_view day, int minute_of_day);

}  // namespace beadle
