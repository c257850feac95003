// signature_watch_test.cc — databases that came are loaded once they are settled, and those that do not load not again and again.
#include "supervise/signature_watch.h"

#include <gtest/gtest.h>

namespace beadle::supervise {
namespace {

constexpr auto settle = SignatureWatch::settle_time, again = SignatureWatch::try_again_after;

TEST(SignatureWatch, WhatServesIsNotLoadedAgain) {
    SignatureWatch watch;
    watch.serves("one");
    EXPECT_FALSE(watch.due("one", 0));
    EXPECT_FALSE(watch.due("one", 100 * settle));
}

TEST(SignatureWatch, AChangeWaitsUntilNobodyWritesAnyMore) {
    SignatureWatch watch;
    watch.serves("one");
    EXPECT_FALSE(watch.due("two", 1000));
    EXPECT_FALSE(watch.due("three", 1000 + settle));
    EXPECT_FALSE(watch.due("three", 999 + 2 * settle));
    EXPECT_TRUE(watch.due("three", 1000 + 2 * settle));
}

TEST(SignatureWatch, WhatWasRefusedIsTriedAgainLaterOrWhenItChanges) {
    SignatureWatch watch;
    watch.serves("one");
    watch.due("broken", 0);
    ASSERT_TRUE(watch.due("broken", settle));
    watch.tried("broken", settle);
    EXPECT_FALSE(watch.due("broken", 2 * settle));
    watch.due("mended", 2 * settle);
    EXPECT_TRUE(watch.due("mended", 3 * settle));
    watch.due("broken", 4 * settle);
    EXPECT_FALSE(watch.due("broken", 5 * settle));
    EXPECT_TRUE(watch.due("broken", settle + again));
}

TEST(SignatureWatch, ADatabaseThatWasTakenAwayWaitsForAReload) {
    SignatureWatch watch;
    watch.serves("folder\nmain 1\ndaily 1\n");
    EXPECT_FALSE(watch.due("folder\nmain 1\n", 0));
    EXPECT_FALSE(watch.due("folder\nmain 1\n", 100 * settle));
    EXPECT_FALSE(watch.due("folder\nmain 1\ndaily 2\n", 101 * settle));
    EXPECT_TRUE(watch.due("folder\nmain 1\ndaily 2\n", 102 * settle));
}

TEST(SignatureWatch, ADatabaseThatStaysAwayIsToldHoweverOftenTheOthersChange) {
    constexpr auto long_enough = SignatureWatch::short_time;
    SignatureWatch watch;
    watch.serves("folder\nmain 1\ndaily 1\n");
    watch.due("folder\nmain 1\ndaily 1\n", 1000);
    EXPECT_FALSE(watch.is_short(1000 + long_enough)) << "all are there";
    watch.due("folder\ndaily 1\n", 2000);
    EXPECT_FALSE(watch.is_short(2000));
    watch.due("folder\ndaily 2\n", 999 + long_enough);
    EXPECT_FALSE(watch.is_short(999 + long_enough));
    EXPECT_TRUE(watch.is_short(1000 + long_enough));
    watch.due("folder\nmain 2\ndaily 2\n", 3000 + long_enough);
    EXPECT_FALSE(watch.is_short(3000 + 2 * long_enough)) << "it is back";
    watch.serves("folder\ndaily 2\n");
    watch.due("folder\ndaily 2\n", 4000 + 2 * long_enough);
    EXPECT_FALSE(watch.is_short(4000 + 4 * long_enough)) << "a reload took what was there";
}

TEST(SignatureWatch, AnOlderStateThatCameBackIsServedAlready) {
    SignatureWatch watch;
    watch.serves("one");
    watch.tried("broken", 0);
    EXPECT_TRUE(watch.is_served("one"));
    EXPECT_FALSE(watch.due("one", 10 * settle));
}

}  // namespace
}  // namespace beadle::supervise
