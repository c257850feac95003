#include "base/calendar.h"

#include <cstdio>

#include "base/london.h"

namespace beadle {
namespace {

using namespace std::chrono;

constexpr const char* weekdays[] = {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};
constexpr const char* months_of_year[] = {"January", "February", "March",     "April",   "May",      "June",
                                          "July",    "August",   "September", "October", "November", "December"};

int digits(std::string_view text, std::size_t at, std::size_t count) {
    int out = 0;
    for (std::size_t i = at; i < at + count; ++i) {
        if (text[i] < '0' || text[i] > '9') return -1;
        out = out * 10 + (text[i] - '0');
    }
    return out;
}

}  // namespace

std::optional<Date> read_date(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    const int y = digits(text, 0, 4), m = digits(text, 5, 2), d = digits(text, 8, 2);
    if (y < 1900 || y > 2200 || m < 1 || d < 1) return std::nullopt;
    const year_month_day date{year{y}, month{static_cast<unsigned>(m)}, day{static_cast<unsigned>(d)}};
    if (!date.ok()) return std::nullopt;
    return Date{date};
}

std::string date_text(Date given) {
    const year_month_day date{given};
    std::array<char, 32> out{};
    std::snprintf(out.data(), out.size(), "%04d-%02u-%02u", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
    return out.data();
}

std::string long_date(Date given) {
    const year_month_day date{given};
    return std::string(weekdays[weekday{given}.c_encoding()]) + " " +
           std::to_string(static_cast<unsigned>(date.day())) + " " +
           months_of_year[static_cast<unsigned>(date.month()) - 1] + " " +
           std::to_string(static_cast<int>(date.year()));
}

Date london_date(Milliseconds wall) { return read_date(london_time(wall).today).value_or(Date{}); }

// Midnight is never within the hour that comes twice or not at all (01:00 UTC), so one of the two guesses is right.
Milliseconds london_midnight(Date day) {
    const Milliseconds utc = static_cast<Milliseconds>(day.time_since_epoch().count()) * 86'400'000;
    return london_time(utc).minute_of_day == 0 ? utc : utc - 3'600'000;
}

std::string_view name(Nation nation) {
    constexpr std::string_view names[] = {"england-and-wales", "scotland", "northern-ireland"};
    return names[static_cast<std::size_t>(nation)];
}

bool is_weekend(Date day) {
    const weekday w{day};
    return w == Saturday || w == Sunday;
}

bool is_working_day(Date day, const BankHolidays& holidays) {
    return !is_weekend(day) && !holidays.at_home().contains(day);
}

bool is_working_day_anywhere(Date day, const BankHolidays& holidays) {
    if (is_weekend(day)) return false;
    for (const auto& nation : holidays.days)
        if (nation.contains(day)) return false;
    return true;
}

Date this_or_next_working_day(Date day, const BankHolidays& holidays) {
    while (!is_working_day(day, holidays)) day += days{1};
    return day;
}

Date same_date_later(Date day, int count) {
    const year_month_day from{day};
    const year_month_day to = from + months{count};
    return to.ok() ? Date{to} : Date{to.year() / to.month() / last};
}

}  // namespace beadle
