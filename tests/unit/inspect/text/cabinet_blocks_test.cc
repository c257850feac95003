// cabinet_blocks_test.cc — cabinets whose blocks do not hold their files are never handed to the library.
#include "inspect/text/cabinet_blocks.h"

#include <gtest/gtest.h>

#include "unit/inspect/text/samples.h"

namespace beadle::inspect {
namespace {

struct Change {
    std::size_t at;
    char to;
};

TEST(CabinetBlocks, HoldTheFilesOfRealCabinets) {
    EXPECT_TRUE(cabinet_holds_its_files(testing::sample("packed/two.cab")));
    EXPECT_TRUE(cabinet_holds_its_files(testing::sample("packed/packed.cab")));
}

TEST(CabinetBlocks, AreRefusedWhenTheyContradictThemselves) {
    const std::string whole = testing::sample("packed/two.cab");
    const struct {
        const char* name;
        Change change;
    } cases[] = {
        {"the block begins behind the end", {39, 0x7f}},
        {"there are more blocks than octets for them", {41, 0x7f}},
        {"what is stored has two sizes", {0x5e + 7, 0x4b}},
        {"a file ends behind its folder", {0x2c + 2, 1}},
        {"a file stands in a folder that is not there", {0x2c + 8, 5}},
        {"the files begin behind the end", {18, 0x7f}},
    };
    for (const auto& c : cases) {
        std::string octets = whole;
        octets[c.change.at] = c.change.to;
        EXPECT_FALSE(cabinet_holds_its_files(octets)) << c.name;
    }
    for (std::size_t n = 0; n < whole.size() - 1; ++n) EXPECT_FALSE(cabinet_holds_its_files(whole.substr(0, n))) << n;
}

}  // namespace
}  // namespace beadle::inspect
