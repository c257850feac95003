#include "settings/bank_holidays.h"

#include <gtest/gtest.h>

#include "support/source_tree.h"

namespace beadle {
namespace {

using namespace std::chrono;

Date easter_sunday(int y) {  // the anonymous Gregorian computus
    const int a = y % 19, b = y / 100, c = y % 100, d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3,
              h = (19 * a + b - d - g + 15) % 30, i = c / 4, k = c % 4, l = (32 + 2 * e + 2 * i - h - k) % 7,
              m = (a + 11 * h + 22 * l) / 451, n = h + l - 7 * m + 114;
    return Date{year{y} / month{static_cast<unsigned>(n / 31)} / day{static_cast<unsigned>(n % 31 + 1)}};
}
Date fixed(int y, unsigned m, unsigned d) { return Date{year{y} / month{m} / day{d}}; }
// The first working day from `d` on that is not taken already.
void put(std::set<Date>& to, Date d) {
    while (is_weekend(d) || to.contains(d)) d += days{1};
    to.insert(d);
}

std::array<std::set<Date>, nations> by_rule(int y) {
    std::array<std::set<Date>, nations> out;
    auto& [england, scotland, ireland] = out;
    for (auto& n : out) {
        n = {easter_sunday(y) - days{2}, Date{year{y} / May / Monday[1]}, Date{year{y} / May / Monday[last]}};
        put(n, fixed(y, 1, 1));
        // Boxing Day keeps its own Monday when Christmas Day falls on the Sunday before it.
        const bool sunday = weekday{fixed(y, 12, 25)} == Sunday;
        put(n, fixed(y, 12, sunday ? 26 : 25));
        put(n, fixed(y, 12, sunday ? 25 : 26));
    }
    for (auto* n : {&england, &ireland}) {
        n->insert(easter_sunday(y) + days{1});
        n->insert(Date{year{y} / August / Monday[last]});
    }
    put(scotland, fixed(y, 1, 2));
    scotland.insert(Date{year{y} / August / Monday[1]});
    put(scotland, fixed(y, 11, 30));
    put(ireland, fixed(y, 3, 17));
    put(ireland, fixed(y, 7, 12));
    return out;
}

TEST(BankHolidays, the_shipped_table_is_what_the_rules_say_and_the_proclamations) {
    const auto read = read_bank_holidays(built_in_bank_holidays, "built in");
    ASSERT_EQ(text(read.diagnostics), "");
    EXPECT_GE(date_text(read.holidays.known_until), "2030-12-31");
    std::array<std::set<Date>, nations> want;
    const int last_year = static_cast<int>(year_month_day{read.holidays.known_until}.year());
    for (int y = 2025; y <= last_year; ++y) {
        const auto of_year = by_rule(y);
        for (std::size_t i = 0; i < nations; ++i) want[i].insert(of_year[i].begin(), of_year[i].end());
    }
    want[1].insert(fixed(2026, 6, 15));  // Scotland, by Royal Proclamation of 4 February 2026
    for (std::size_t i = 0; i < nations; ++i)
        for (const auto day : want[i])
            EXPECT_TRUE(read.holidays.days[i].contains(day)) << name(static_cast<Nation>(i)) << " " << long_date(day);
    for (std::size_t i = 0; i < nations; ++i) EXPECT_EQ(read.holidays.days[i].size(), want[i].size());
    EXPECT_EQ(built_in_bank_holidays, test::file_text(test::source_folder() / "config/bank-holidays.toml"));
}

TEST(BankHolidays, a_table_that_would_count_wrongly_is_refused) {
    const std::string head = "source = \"s\"\nhome = \"scotland\"\n", day = "days = [\"2026-01-01 New Year's Day\"]\n";
    const std::string whole = head + "[england-and-wales]\n" + day + "[scotland]\n" + day + "[northern-ireland]\n" + day;
    EXPECT_EQ(text(read_bank_holidays(whole, "h").diagnostics), "");
    EXPECT_EQ(read_bank_holidays(whole, "h").holidays.home, Nation::scotland);
    struct Row {
        const char* name;
        std::string given, want;
    };
    const std::vector<Row> table = {
        {"a nation is missing", head + "[scotland]\n" + day, "[northern-ireland] is missing"},
        {"home is mistyped", "source = \"s\"\nhome = \"scotlnd\"\n", "scotland"},
        {"no day", whole + "x = 1", "x"},
        {"a day that is none", head + "[scotland]\ndays = [\"2026-02-30 X\"]\n", "is not \"YYYY-MM-DD Name"},
        {"a day without a name", head + "[scotland]\ndays = [\"2026-02-03\"]\n", "is not \"YYYY-MM-DD Name"},
        {"a day twice", head + "[scotland]\ndays = [\"2026-02-03 A\", \"2026-02-03 B\"]\n", "twice"},
    };
    for (const auto& row : table)
        EXPECT_NE(text(read_bank_holidays(row.given, "h").diagnostics).find(row.want), std::string::npos)
            << row.name << ": " << text(read_bank_holidays(row.given, "h").diagnostics);
}

}  // namespace
}  // namespace beadle
