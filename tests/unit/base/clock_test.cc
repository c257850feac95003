#include "base/clock.h"

#include <gtest/gtest.h>

namespace beadle {
namespace {

TEST(Clock, WritesTimesAsText) {
    struct Case {
        const char* name;
        Milliseconds given;
        std::string utc, rfc5322;
    };
    const Case cases[] = {
        {"the beginning", 0, "1970-01-01T00:00:00.000Z", "Thu, 1 Jan 1970 00:00:00 +0000"},
        {"a Saturday evening", 1'795'289'700'123, "2026-11-21T19:35:00.123Z", "Sat, 21 Nov 2026 19:35:00 +0000"},
        {"a leap day", 1'709'164'800'000, "2024-02-29T00:00:00.000Z", "Thu, 29 Feb 2024 00:00:00 +0000"},
        {"before the beginning", -1, "1969-12-31T23:59:59.999Z", "Wed, 31 Dec 1969 23:59:59 +0000"},
    };
    for (const Case& c : cases) {
        EXPECT_EQ(utc_text(c.given), c.utc) << c.name;
        EXPECT_EQ(rfc5322_date(c.given), c.rfc5322) << c.name;
    }
}

TEST(Clock, SteadyNeverGoesBack) {
    const Milliseconds before = system_clock().steady();
    EXPECT_LE(before, system_clock().steady());
    EXPECT_GT(system_clock().wall(), 1'700'000'000'000);
}

}  // namespace
}  // namespace beadle
