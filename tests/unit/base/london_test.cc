#include "base/london.h"

#include <gtest/gtest.h>

namespace beadle {
namespace {

TEST(London, changes_its_clock_on_the_last_Sundays_of_March_and_October) {
    struct Row {
        const char* name;
        Milliseconds wall;
        const char* today;
        int minute, weekday;
    };
    const std::vector<Row> table = {
        {"the epoch, though history had another rule", 0, "1970-01-01", 0, 4},
        {"a second before spring 2026", 1774745999000, "2026-03-29", 59, 7},
        {"the first of summer time: one o'clock is two", 1774746000000, "2026-03-29", 120, 7},
        {"a millisecond before it", 1774745999999, "2026-03-29", 59, 7},
        {"midsummer past eleven at night UTC is the next day", 1782255600000, "2026-06-24", 0, 3},
        {"a second before autumn 2026", 1792889999000, "2026-10-25", 119, 7},
        {"the hour comes again", 1792890000000, "2026-10-25", 60, 7},
        {"winter is UTC", 1795290900000, "2026-11-21", 1195, 6},
        {"the last minute of a year", 1798761599999, "2026-12-31", 1439, 4},
        {"a leap day", 1835438400000, "2028-02-29", 720, 2},
        {"when March ends on a Saturday, summer began six days before", 1869613200000, "2029-03-31", 120, 6},
        {"a clock before 1970 does not break anything", -1000, "1969-12-31", 1439, 3},
    };
    for (const auto& row : table) {
        const auto got = london_time(row.wall);
        EXPECT_EQ(got.today, row.today) << row.name;
        EXPECT_EQ(got.minute_of_day, row.minute) << row.name;
        EXPECT_EQ(got.weekday, row.weekday) << row.name;
    }
}

TEST(London, says_when_a_minute_of_a_day_is) {
    for (const Milliseconds wall : {1774745940000LL, 1774746000000LL, 1782255600000LL, 1795305600000LL, 0LL}) {
        const auto there = london_time(wall);
        EXPECT_EQ(london_wall(there.today, there.minute_of_day), wall) << there.today;
    }
    EXPECT_EQ(london_wall("2026-03-29", 90), 1774747800000);  // half past one is left out: half past two
    EXPECT_EQ(london_wall("2026-02-29", 0), std::nullopt);
    EXPECT_EQ(london_wall("soon", 0), std::nullopt);
}

}  // namespace
}  // namespace beadle
