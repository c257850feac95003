#include "inspect/worker/scratch.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "support/child.h"

namespace beadle::inspect {
namespace {

using beadle::test::ScratchFolder;

std::size_t entries(const std::string& folder) {
    std::size_t n = 0;
    for ([[maybe_unused]] const auto& at : std::filesystem::directory_iterator(folder)) ++n;
    return n;
}

TEST(Scratch, AFolderThatIsNotOnTmpfsIsMisconfigured) {
    for (const char* where : {"/proc", "/no/such/folder"}) {
        auto made = Scratch::make(where);
        ASSERT_FALSE(made) << where;
        EXPECT_EQ(made.failure().kind, FailureKind::misconfigured);
    }
}

TEST(Scratch, EachWorkerHasAFolderOfItsOwnThatNobodyElseMayRead) {
    ScratchFolder beneath;
    auto scratch = Scratch::make(beneath.path());
    ASSERT_TRUE(scratch);
    auto one = scratch->folder_for(1), two = scratch->folder_for(2);
    ASSERT_TRUE(one && two);
    EXPECT_NE(*one, *two);
    struct stat info {};
    ASSERT_EQ(::stat(one->c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777, 0700u);
    std::ofstream(*one + "/left") << "x";
    scratch->remove_folder_of(1);
    EXPECT_FALSE(std::filesystem::exists(*one));
    scratch->remove();
    EXPECT_EQ(entries(beneath.path()), 0u);
}

TEST(Scratch, WhatAKilledInspectorLeftIsRemovedAndWhatALivingOneHoldsIsKept) {
    ScratchFolder beneath;
    auto living = Scratch::make(beneath.path());
    ASSERT_TRUE(living);
    const std::string left = beneath.path() + "/beadle-inspect-gone00", other = beneath.path() + "/another-program";
    for (const auto& folder : {left, other}) std::filesystem::create_directories(folder + "/worker-1/deep");
    const timespec old[2] = {{1, 0}, {1, 0}};
    for (const auto& folder : {left, other, living->path()}) ::utimensat(AT_FDCWD, folder.c_str(), old, 0);
    auto next = Scratch::make(beneath.path());
    ASSERT_TRUE(next);
    EXPECT_FALSE(std::filesystem::exists(left));
    EXPECT_TRUE(std::filesystem::exists(other));
    EXPECT_TRUE(std::filesystem::exists(living->path()));
}

}  // namespace
}  // namespace beadle::inspect
