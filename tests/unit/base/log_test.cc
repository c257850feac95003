#include "base/log.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

namespace beadle {
namespace {

std::string written(const std::function<void()>& act) {
    testing::internal::CaptureStderr();
    act();
    return testing::internal::GetCapturedStderr();
}

TEST(Log, WritesOneJsonLineWithEscapedValues) {
    log::start("beadle-test", log::Level::information);
    const std::string line = written([] {
        log::warning("a worker was replaced", {{"worker", "3"}, {"cause", "said \"no\"\n{\"fake\":1} \x1b[2J\\"}});
    });
    EXPECT_EQ(line.substr(0, 9), "{\"time\":\"");
    EXPECT_NE(line.find(",\"level\":\"warning\",\"process\":\"beadle-test\",\"message\":\"a worker was replaced\","
                        "\"worker\":\"3\",\"cause\":\"said \\\"no\\\" {\\\"fake\\\":1} [2J\\\\\"}\n"),
              line.npos)
        << line;
    EXPECT_EQ(std::count(line.begin(), line.end(), '\n'), 1);
}

TEST(Log, LeavesOutWhatIsBelowTheLevel) {
    log::start("beadle-test", log::Level::warning);
    EXPECT_EQ(written([] { log::information("nothing to see"); }), "");
    EXPECT_NE(written([] { log::error("something to see"); }), "");
}

TEST(Log, CutsALongValue) {
    log::start("beadle-test", log::Level::information);
    EXPECT_LT(written([] { log::information("x", {{"cause", std::string(100'000, 'a')}}); }).size(), 1000u);
}

}  // namespace
}  // namespace beadle
