// calendar.h — civil days in London, working days and the bank holidays of the United Kingdom.
//
// Takes    dates YYYY-MM-DD; wall milliseconds; the bank holidays of the operator's file (settings/bank_holidays.h).
// Gives    working days at home (weekends and the bank holidays of one nation are none) and by FOIA s.10(6) (a bank
//          holiday in any part of the United Kingdom is none); the corresponding date of a later month.
// Bounds   years 1900 to 2200. A day after `known_until` is judged by weekends alone, and the caller can say so.
// Runs in  record, mail, cli. Pure; never throws but std::bad_alloc.
// Source   Banking and Financial Dealings Act 1971; FOIA 2000 s.10(6); EIR 2004 reg 2(1); Retained Reg 1182/71 art. 3.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace beadle {

using Date = std::chrono::sys_days;

std::optional<Date> read_date(std::string_view text);  // strict
std::string date_text(Date day);                       // 2026-11-22
std::string long_date(Date day);                       // Sunday 22 November 2026
Date london_date(Milliseconds wall);
Milliseconds london_midnight(Date day);  // when that day begins there

enum class Nation : std::uint8_t { england_and_wales, scotland, northern_ireland };
constexpr std::size_t nations = 3;
std::string_view name(Nation nation);  // england-and-wales …

struct BankHolidays {
    std::array<std::set<Date>, nations> days;
    Nation home = Nation::england_and_wales;
    Date known_until{};  // last day of the last year that every nation's table tells of
    std::string source;
    const std::set<Date>& at_home() const { return days[static_cast<std::size_t>(home)]; }
};

bool is_weekend(Date day);
bool is_working_day(Date day, const BankHolidays& holidays);                  // at home
bool is_working_day_anywhere(Date day, const BankHolidays& holidays);         // FOIA s.10(6)
Date this_or_next_working_day(Date day, const BankHolidays& holidays);        // at home
Date same_date_later(Date day, int months);  // the last day where that month is shorter

}  // namespace beadle
