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

}  // namespace beadle
