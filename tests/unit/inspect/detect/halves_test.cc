// halves_test.cc — words that count together: when two or three of a construction meet.
#include "inspect/detect/halves.h"

#include <gtest/gtest.h>

namespace beadle::inspect {
namespace {

Half half(std::size_t begin, std::uint32_t word, bool second = false, std::uint32_t construction = 0) {
    return {{begin, begin + 5}, word, construction, second};
}

TEST(Halves, OfTwoSidesMeetWithinReach) {
    Halves halves(1);
    EXPECT_EQ(halves.meet(half(0, 1), 20, 0), nullptr);
    EXPECT_EQ(halves.meet(half(10, 2), 20, 0), nullptr) << "two of the same side";
    const Half* met = halves.meet(half(20, 3, true), 20, 0);
    ASSERT_NE(met, nullptr);
    EXPECT_EQ(met->word, 2u) << "the nearer";
    EXPECT_EQ(halves.meet(half(60, 4, true), 20, 0), nullptr) << "too far from any first";
}

TEST(Halves, MeetInEitherOrder) {
    Halves halves(1);
    EXPECT_EQ(halves.meet(half(0, 1, true), 20, 0), nullptr);
    EXPECT_NE(halves.meet(half(10, 2), 20, 0), nullptr);
}

TEST(Halves, OfOneListMustDiffer) {
    Halves halves(1);
    EXPECT_EQ(halves.meet(half(0, 1), 20, 2), nullptr);
    EXPECT_EQ(halves.meet(half(10, 1), 20, 2), nullptr) << "the same word again";
    EXPECT_NE(halves.meet(half(20, 2), 20, 2), nullptr);
}

TEST(Halves, ThreeMustDifferAndNotLieOverEachOther) {
    Halves halves(1);
    EXPECT_EQ(halves.meet(half(0, 1), 100, 3), nullptr);
    EXPECT_EQ(halves.meet(half(2, 2), 100, 3), nullptr) << "two readings of one word";
    EXPECT_EQ(halves.meet(half(10, 3), 100, 3), nullptr) << "only two so far";
    EXPECT_EQ(halves.meet(half(20, 3), 100, 3), nullptr) << "the same word again";
    EXPECT_NE(halves.meet(half(30, 4), 100, 3), nullptr);
    EXPECT_EQ(halves.meet(half(500, 5), 100, 3), nullptr) << "alone, far behind";
}

TEST(Halves, OfTwoConstructionsDoNotMeet) {
    Halves halves(2);
    EXPECT_EQ(halves.meet(half(0, 1, false, 0), 20, 0), nullptr);
    EXPECT_EQ(halves.meet(half(10, 2, true, 1), 20, 0), nullptr);
}

}  // namespace
}  // namespace beadle::inspect
