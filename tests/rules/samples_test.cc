// samples_test.cc — every pattern of signatures/patterns finds its samples, at the level they say, and nothing in the
// others.
#include <gtest/gtest.h>

#include "inspect/detect/detect.h"
#include "support/signature_bundle.h"

namespace beadle::inspect {

TEST(Samples, every_pattern_file_loads) {
    const auto loaded = Detector::load(test::signature_bundle());
    EXPECT_TRUE(loaded.diagnostics.empty()) << text(loaded.diagnostics);
    EXPECT_GE(loaded.patterns, 25u);
}

TEST(Samples, every_sample_is_judged_as_its_pattern_says) {
    const auto loaded = Detector::load(test::signature_bundle());
    ASSERT_NE(loaded.detector, nullptr) << text(loaded.diagnostics);
    const auto wrong = loaded.detector->check_samples();
    EXPECT_TRUE(wrong.empty()) << text(wrong);
}

TEST(Samples, no_pattern_takes_too_long_on_text_made_against_it) {
    const auto loaded = Detector::load(test::signature_bundle());
    ASSERT_NE(loaded.detector, nullptr) << text(loaded.diagnostics);
    const auto slow = loaded.detector->check_work();
    EXPECT_TRUE(slow.empty()) << text(slow);
}

}  // namespace beadle::inspect
