#include "base/london.h"

#include <array>
#include <chrono>
#include <cstdio>

namespace beadle {
namespace {

using namespace std::chrono;

sys_seconds change_in(year y, month m) { return sys_days{y / m / Sunday[last]} + hours{1}; }

bool is_summer(sys_seconds t) {
    const year y = year_month_day{floor<days>(t)}.year();
    return t >= change_in(y, March) && t < change_in(y, October);
}

}  // namespace

LondonTime london_time(Milliseconds wall) {
    const auto utc = floor<seconds>(sys_time<milliseconds>{milliseconds{wall}});
    const auto local = is_summer(utc) ? utc + hours{1} : utc;
    const auto day = floor<days>(local);
    const year_month_day date{day};
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
    LondonTime out;
    out.today = text.data();
    out.minute_of_day = static_cast<int>(floor<minutes>(local - day).count());
    out.weekday = static_cast<int>(weekday{day}.iso_encoding());
    return out;
}

std::optional<Milliseconds> london_wall(std::string_view day, int minute_of_day) {
    int y = 0;
    unsigned m = 0, d = 0;
    const std::string text(day);
    if (text.size() != 10 || std::sscanf(text.c_str(), "%4d-%2u-%2u", &y, &m, &d) != 3) return std::nullopt;
    const year_month_day date{year{y}, month{m}, std::chrono::day{d}};
    if (!date.ok()) return std::nullopt;
    const sys_seconds as_utc = sys_days{date} + minutes{minute_of_day};
    const sys_seconds summer = as_utc - hours{1};
    const auto at = is_summer(summer) ? summer : as_utc;
    return duration_cast<milliseconds>(at.time_since_epoch()).count();
}

}  // namespace beadle
