#include "base/clock.h"

#include <array>
#include <chrono>
#include <cstdio>

namespace beadle {
namespace {

using std::chrono::duration_cast;
using std::chrono::milliseconds;

struct SystemClock final : Clock {
    Milliseconds wall() const override {
        return duration_cast<milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
    }
    Milliseconds steady() const override {
        return duration_cast<milliseconds>(std::chrono::steady_clock::now().time_since_epoch()).count();
    }
};

// Civil time without the C library's time zone data, which a sandboxed process may not open.
struct Civil {
    int year, weekday;
    unsigned month, day;
    int hour, minute, second, milli;
};

Civil civil(Milliseconds wall) {
    using namespace std::chrono;
    const sys_time<milliseconds> t{milliseconds(wall)};
    const auto days = floor<std::chrono::days>(t);
    const year_month_day date(days);
    const hh_mm_ss<milliseconds> time(t - days);
    return {static_cast<int>(date.year()),
            static_cast<int>(weekday(days).c_encoding()),
            static_cast<unsigned>(date.month()),
            static_cast<unsigned>(date.day()),
            static_cast<int>(time.hours().count()),
            static_cast<int>(time.minutes().count()),
            static_cast<int>(time.seconds().count()),
            static_cast<int>(time.subseconds().count())};
}

}  // namespace

const Clock& system_clock() {
    static const SystemClock clock;
    return clock;
}

std::string utc_text(Milliseconds wall) {
    const Civil c = civil(wall);
    std::array<char, 64> out{};
    const int n = std::snprintf(out.data(), out.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", c.year, c.month, c.day,
                                c.hour, c.minute, c.second, c.milli);
    return {out.data(), static_cast<std::size_t>(n)};
}

std::string rfc5322_date(Milliseconds wall) {
    static constexpr std::array<const char*, 7> weekdays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr std::array<const char*, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const Civil c = civil(wall);
    std::array<char, 80> out{};
    const int n = std::snprintf(out.data(), out.size(), "%s, %u %s %04d %02d:%02d:%02d +0000",
                                weekdays[static_cast<std::size_t>(c.weekday)], c.day, months[c.month - 1], c.year,
                                c.hour, c.minute, c.second);
    return {out.data(), static_cast<std::size_t>(n)};
}

}  // namespace beadle
