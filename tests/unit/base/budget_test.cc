#include "base/budget.h"

#include <gtest/gtest.h>

#include "support/fake_clock.h"

namespace beadle {
namespace {

TEST(Budget, StaysSpentAndNamesTheFirstThatRanOut) {
    const test::FakeClock clock;
    BudgetLimits limits;
    limits.parts = 2;
    limits.members = 1;
    Budget budget(limits, 0, clock);
    EXPECT_TRUE(budget.spend_part());
    EXPECT_TRUE(budget.spend_part());
    EXPECT_EQ(budget.exhausted(), "");
    EXPECT_FALSE(budget.spend_part());
    EXPECT_FALSE(budget.spend_part());
    EXPECT_TRUE(budget.spend_member());
    EXPECT_FALSE(budget.spend_member());
    EXPECT_EQ(budget.exhausted(), "maximum of 2 entities reached");
}

TEST(Budget, CountsUnpackedOctetsWithoutWrapping) {
    const test::FakeClock clock;
    Budget budget({}, 0, clock);
    EXPECT_TRUE(budget.spend_unpacked(100u << 20));
    EXPECT_FALSE(budget.spend_unpacked(UINT64_MAX));
    EXPECT_FALSE(budget.spend_unpacked(1));
}

TEST(Budget, GivesALargeMessageTenTimesItsSizeButNeverMoreThan300MiB) {
    const test::FakeClock clock;
    EXPECT_EQ(Budget({}, 1u << 20, clock).limits().unpacked, 100u << 20);
    EXPECT_EQ(Budget({}, 20u << 20, clock).limits().unpacked, 200u << 20);
    EXPECT_EQ(Budget({}, 60u << 20, clock).limits().unpacked, 300u << 20);
    EXPECT_EQ(Budget({}, UINT64_MAX, clock).limits().unpacked, 300u << 20);
}

TEST(Budget, EndsWithItsTime) {
    test::FakeClock clock;
    BudgetLimits limits;
    limits.milliseconds = 10;
    Budget budget(limits, 0, clock);
    EXPECT_TRUE(budget.time_left());
    clock.steady_now += 10;
    EXPECT_FALSE(budget.time_left());
    EXPECT_EQ(budget.exhausted(), "maximum of 10 milliseconds reached");
}

TEST(Budget, LetsNestingGoToItsDepth) {
    const test::FakeClock clock;
    const Budget budget({}, 0, clock);
    EXPECT_TRUE(budget.enter(16));
    EXPECT_FALSE(budget.enter(17));
}

TEST(Budget, TextRunsOutAtItsLimit) {
    const test::FakeClock clock;
    Budget budget({}, 0, clock);
    EXPECT_TRUE(budget.spend_text(64u << 20));
    EXPECT_FALSE(budget.spend_text(1));
    EXPECT_EQ(budget.exhausted(), "maximum of 67108864 octets of text reached");
}

}  // namespace
}  // namespace beadle
