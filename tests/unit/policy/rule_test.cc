#include "policy/rule.h"

#include <gtest/gtest.h>

namespace beadle::policy {
namespace {

TEST(Hours, are_read_as_written) {
    struct Row {
        const char* text;
        bool good;
        std::uint8_t days;
        int from, to;
    };
    const std::vector<Row> table = {
        {"08:00-18:00", true, 0x7f, 480, 1080},
        {"Mon-Fri 08:00-18:00", true, 0x1f, 480, 1080},
        {"sat 00:00-24:00", true, 0x20, 0, 1440},
        {"Fri-Mon 22:00-06:00", true, 0x71, 1320, 360},
        {"Sun  09:30-10:00", true, 0x40, 570, 600},
        {"8:00-18:00", false, 0, 0, 0},
        {"08:00", false, 0, 0, 0},
        {"08:00-08:00", false, 0, 0, 0},
        {"24:00-06:00", false, 0, 0, 0},
        {"08:60-09:00", false, 0, 0, 0},
        {"24:01-09:00", false, 0, 0, 0},
        {"Monday 08:00-18:00", false, 0, 0, 0},
        {"Mon-Xyz 08:00-18:00", false, 0, 0, 0},
        {"", false, 0, 0, 0},
        {"Mon 0a:00-18:00", false, 0, 0, 0},
    };
    for (const auto& row : table) {
        const auto got = parse_hours(row.text);
        ASSERT_EQ(got.has_value(), row.good) << row.text;
        if (!got) continue;
        EXPECT_EQ(got->days, row.days) << row.text;
        EXPECT_EQ(got->from, row.from) << row.text;
        EXPECT_EQ(got->to, row.to) << row.text;
    }
}

TEST(Hours, hold_at_their_edges_and_over_midnight) {
    struct Row {
        const char* name;
        const char* span;
        int weekday, minute;
        bool want;
    };
    const std::vector<Row> table = {
        {"the first minute counts", "Mon-Fri 08:00-18:00", 1, 480, true},
        {"the minute before does not", "Mon-Fri 08:00-18:00", 1, 479, false},
        {"the last minute counts", "Mon-Fri 08:00-18:00", 5, 1079, true},
        {"the end does not", "Mon-Fri 08:00-18:00", 5, 1080, false},
        {"Saturday is not a weekday", "Mon-Fri 08:00-18:00", 6, 600, false},
        {"a night starts on its own day", "Sun 22:00-06:00", 7, 1320, true},
        {"and ends on the next", "Sun 22:00-06:00", 1, 359, true},
        {"but not on its own morning", "Sun 22:00-06:00", 7, 100, false},
        {"nor after its end", "Sun 22:00-06:00", 1, 360, false},
        {"nor in the next evening", "Sun 22:00-06:00", 1, 1320, false},
    };
    for (const auto& row : table)
        EXPECT_EQ(parse_hours(row.span)->contains(row.weekday, row.minute), row.want) << row.name;
}

TEST(Size, is_read_in_the_units_people_write) {
    struct Row {
        const char* text;
        std::optional<std::uint64_t> want;
    };
    const std::vector<Row> table = {
        {"5 MB", 5'000'000},
        {"5MB", 5'000'000},
        {"200 KB", 200'000},
        {"1 GB", 1'000'000'000},
        {"1 KiB", 1024},
        {"2 MiB", 2'097'152},
        {"1 GiB", 1 << 30},
        {"17", 17},
        {"0", 0},
        {"", {}},
        {"MB", {}},
        {"-5 MB", {}},
        {"5 mb", {}},
        {"5.5 MB", {}},
        {"99999999999999999999 MB", {}},
        {"18446744073709551615 KB", {}},
    };
    for (const auto& row : table) EXPECT_EQ(parse_size(row.text), row.want) << row.text;
}

TEST(Conditions, that_name_every_direction_narrow_nothing) {
    Conditions c;
    EXPECT_FALSE(c.narrows());
    c.direction = {Direction::internal, Direction::inbound, Direction::outbound};
    EXPECT_FALSE(c.narrows());
    c.direction.pop_back();
    EXPECT_TRUE(c.narrows());
    EXPECT_FALSE(c.narrows_beyond_direction());
    c.size_over = 1;
    EXPECT_TRUE(c.narrows_beyond_direction());
}

}  // namespace
}  // namespace beadle::policy
