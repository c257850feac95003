// The statutory clocks on the shipped table of bank holidays.
#include "base/duties.h"

#include <gtest/gtest.h>

#include "settings/bank_holidays.h"

namespace beadle {
namespace {

Date on(const char* text) { return read_date(text).value_or(Date{}); }
const BankHolidays& holidays() {
    static const BankHolidays read = read_bank_holidays(built_in_bank_holidays, "built in").holidays;
    return read;
}
DutyClock clock_of(DutyFacts facts, const char* today) { return beadle::clock_of(facts, holidays(), on(today)); }

TEST(Calendar, a_date_is_read_strictly) {
    for (const char* bad : {"", "2026-2-01", "2026-02-30", "2026-13-01", "2026-00-10", "2025-02-29", "26-01-01", "2026/01/01",
                            "2026-01-01 ", "1899-12-31", "20a6-01-01"})
        EXPECT_FALSE(read_date(bad)) << bad;
    EXPECT_EQ(date_text(on("2028-02-29")), "2028-02-29");
    EXPECT_EQ(long_date(on("2026-11-22")), "Sunday 22 November 2026");
}

TEST(Calendar, a_day_in_London_begins_when_it_begins_there) {
    EXPECT_EQ(london_midnight(on("2026-01-15")), 1768435200000);
    EXPECT_EQ(london_midnight(on("2026-07-15")), 1784073600000 - 3'600'000);
    for (const char* day : {"2026-03-28", "2026-03-29", "2026-03-30", "2026-10-24", "2026-10-25", "2026-10-26"}) {
        EXPECT_EQ(date_text(london_date(london_midnight(on(day)))), day);
        EXPECT_EQ(london_date(london_midnight(on(day)) - 1), on(day) - std::chrono::days{1}) << day;
    }
}

TEST(Duties, subject_access_is_answered_by_the_corresponding_date) {
    struct Row {
        const char *name, *received, *due;
        bool extended = false;
    };
    const std::vector<Row> table = {
        {"an ordinary day", "2026-11-10", "2026-12-10"},
        {"no such day in February", "2026-01-31", "2026-03-02"},  // 28 February is a Saturday
        {"29 January, and 2027 is no leap year", "2027-01-29", "2027-03-01"},
        {"31 March, April has 30", "2026-03-31", "2026-04-30"},
        {"a leap day", "2028-01-29", "2028-02-29"},
        {"the date is a Sunday", "2026-10-22", "2026-11-23"},
        {"the date is Good Friday: Easter Monday is none either", "2026-03-03", "2026-04-07"},
        {"the date is Christmas Day, a Friday: the 28th is the day for Boxing Day", "2026-11-25", "2026-12-29"},
        {"over the end of a year", "2025-12-01", "2026-01-02"},
        {"a bank holiday in Scotland alone does not move it", "2026-10-30", "2026-11-30"},
        {"extended", "2026-11-10", "2027-02-10", true},
        {"extended from 30 November", "2026-11-30", "2027-03-01", true},
    };
    for (const auto& row : table) {
        DutyFacts f{Duty::sar, on(row.received)};
        f.extended = row.extended;
        EXPECT_EQ(date_text(clock_of(f, row.received).due), row.due) << row.name;
    }
}

TEST(Duties, subject_access_waits_for_id_and_stops_for_clarification) {
    DutyFacts f{Duty::sar, on("2026-11-02")};
    f.id_needed = true;
    auto c = clock_of(f, "2026-11-05");
    EXPECT_EQ(c.state, DutyClock::State::waits_for_id);
    EXPECT_EQ(date_text(c.due), "2026-12-07");  // as if shown on the 5th; the 5th of December is a Saturday
    f.id_shown = on("2026-11-09");
    c = clock_of(f, "2026-11-10");
    EXPECT_EQ(c.state, DutyClock::State::running);
    EXPECT_EQ(date_text(c.starts), "2026-11-09");
    EXPECT_EQ(date_text(c.due), "2026-12-09");
    EXPECT_EQ(c.days_left, 29);
    f.pauses.push_back({on("2026-11-11"), {}, false});
    c = clock_of(f, "2026-11-18");
    EXPECT_EQ(c.state, DutyClock::State::paused);
    EXPECT_EQ(date_text(c.due), "2026-12-16");
    f.pauses.back().until = on("2026-11-20");
    c = clock_of(f, "2026-12-01");
    EXPECT_EQ(date_text(c.due), "2026-12-18");
    EXPECT_EQ(date_text(c.extend_by), "2026-12-18");
    f.extended = true;
    EXPECT_EQ(date_text(clock_of(f, "2026-12-01").due), "2027-02-18");
    f.pauses.push_back({on("2026-12-02"), on("2026-12-02"), false});  // answered the same day
    EXPECT_EQ(date_text(clock_of(f, "2026-12-05").due), "2027-02-18");
}

TEST(Duties, information_requests_count_working_days_of_the_whole_kingdom) {
    struct Row {
        const char *name, *received, *due;
    };
    const std::vector<Row> table = {
        {"four weeks without a holiday", "2026-11-02", "2026-12-01"},  // St Andrew's Day, 30 November
        {"without St Andrew's Day", "2026-10-05", "2026-11-02"},
        {"received on a Saturday, day 1 is Monday", "2026-10-03", "2026-10-30"},
        {"over Christmas and the 2nd of January", "2026-12-14", "2027-01-15"},  // 25, 28 Dec, 1 and 4 Jan
        {"St Patrick's Day counts too", "2026-03-02", "2026-03-31"},
        {"Easter", "2026-03-23", "2026-04-22"},
        {"the World Cup day of Scotland", "2026-06-01", "2026-06-30"},
        {"the twelfth of July is a Sunday: the 13th", "2026-07-01", "2026-07-30"},
        {"Scotland's August holiday and the last Monday", "2026-08-03", "2026-09-01"},
        {"both in May", "2026-04-30", "2026-06-01"},
    };
    for (const auto& row : table)
        for (const auto d : {Duty::foi, Duty::eir})
            EXPECT_EQ(date_text(clock_of({d, on(row.received)}, row.received).due), row.due) << row.name;
}

TEST(Duties, information_requests_start_anew_when_clarified_and_wait_for_a_fee) {
    DutyFacts f{Duty::foi, on("2026-10-05")};
    f.pauses.push_back({on("2026-10-07"), on("2026-10-14"), false});
    EXPECT_EQ(date_text(clock_of(f, "2026-10-20").due), "2026-11-11");
    f.pauses = {{on("2026-10-07"), on("2026-10-14"), true}};  // 8, 9, 12, 13, 14 October do not count
    EXPECT_EQ(date_text(clock_of(f, "2026-10-20").due), "2026-11-09");
    f.pauses.clear();
    f.extended = true;
    EXPECT_EQ(date_text(clock_of(f, "2026-10-20").due), "2026-12-01");
    EXPECT_EQ(date_text(clock_of(f, "2026-10-20").extend_by), "2026-11-02");
}

TEST(Duties, complaints) {
    EXPECT_EQ(date_text(clock_of({Duty::complaint, on("2026-11-02")}, "2026-11-02").due), "2026-11-30");  // at home
    const auto c = clock_of({Duty::dp_complaint, on("2026-11-05")}, "2026-11-30");
    EXPECT_EQ(date_text(c.acknowledge_by.value()), "2026-12-07");  // the 5th is a Saturday
    EXPECT_EQ(date_text(clock_of({Duty::dp_complaint, on("2026-06-19")}, "2026-06-20").due), "2026-07-20");
    EXPECT_EQ(c.days_left, 7);
    EXPECT_EQ(clock_of({Duty::foi, on("2026-01-05")}, "2026-11-30").days_left < 0, true);
}

TEST(Duties, a_breach_has_seventy_two_hours_whatever_the_clocks_do) {
    const Milliseconds noticed = 1792875600000;  // Saturday 24 October 2026 22:00 BST; the clocks go back that night
    EXPECT_EQ(utc_text(noticed + breach_report_within), "2026-10-27T21:00:00.000Z");
}

TEST(Duties, a_clock_beyond_the_table_says_so) {
    EXPECT_FALSE(clock_of({Duty::foi, on("2026-11-02")}, "2026-11-02").beyond_table);
    EXPECT_TRUE(clock_of({Duty::foi, on("2199-11-02")}, "2199-11-02").beyond_table);
}

}  // namespace
}  // namespace beadle
