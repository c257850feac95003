#include "session/spool.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/child.h"

namespace beadle::session {
namespace {

std::string read_all(int fd) {
    std::string out;
    char piece[4096];
    for (ssize_t n; (n = ::read(fd, piece, sizeof piece)) > 0;) out.append(piece, static_cast<std::size_t>(n));
    return out;
}

struct SpoolTest : testing::Test {
    beadle::test::ScratchFolder folder;
    SpoolTotal total;
    SpoolLimits limits{1000, 5u << 20, folder.path()};
};

TEST_F(SpoolTest, keeps_octets_in_memory_then_in_a_file_that_has_no_name) {
    for (const std::size_t size : {0, 1, 999, 1000, 1001, 200'000}) {
        Spool spool(total, limits);
        ASSERT_TRUE(spool.reserve(0));
        std::string want;
        for (std::size_t i = 0; i < size; ++i) want += static_cast<char>(i * 7);
        for (std::size_t i = 0; i < size; i += 333) ASSERT_TRUE(spool.append(std::string_view(want).substr(i, 333)));
        EXPECT_EQ(spool.in_memory(), size <= 1000) << size;
        EXPECT_EQ(spool.octets(), size);
        for (int twice = 0; twice < 2; ++twice) {
            auto fd = spool.descriptor();
            ASSERT_TRUE(fd) << size;
            EXPECT_EQ(::fcntl(fd->get(), F_GETFL) & O_ACCMODE, O_RDONLY);
            EXPECT_EQ(read_all(fd->get()), want);
        }
        EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
    }
    EXPECT_EQ(total.used(), 0u);
}

TEST_F(SpoolTest, seals_what_it_hands_out_of_memory) {
    Spool spool(total, limits);
    ASSERT_TRUE(spool.append("secret"));
    auto fd = spool.descriptor();
    ASSERT_TRUE(fd);
    EXPECT_EQ(::fcntl(fd->get(), F_GET_SEALS), F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL);
}

TEST_F(SpoolTest, reserves_what_is_announced_and_gives_it_back) {
    {
        Spool a(total, limits), b(total, limits), c(total, limits);
        EXPECT_TRUE(a.reserve(3u << 20));
        EXPECT_FALSE(b.reserve(3u << 20));
        EXPECT_TRUE(c.reserve(0));
        EXPECT_EQ(total.used(), 4u << 20);
        EXPECT_FALSE(b.append("x")) << "a refused message stays refused";
    }
    EXPECT_EQ(total.used(), 0u);
}

TEST_F(SpoolTest, stops_a_message_that_grows_past_the_total) {
    Spool spool(total, limits);
    ASSERT_TRUE(spool.reserve(100));
    const std::string piece(100'000, 'x');
    int taken = 0;
    while (spool.append(piece)) ++taken;
    EXPECT_GE(taken, 40);
    EXPECT_LE(taken, 53);
    EXPECT_EQ(total.used(), 0u);
    EXPECT_FALSE(spool.descriptor());
}

TEST_F(SpoolTest, fails_when_the_folder_is_gone) {
    limits.folder = folder.path() + "/none";
    Spool spool(total, limits);
    ASSERT_TRUE(spool.append(std::string(1000, 'x')));
    const auto failed = spool.append("x");
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.failure().kind, FailureKind::unavailable);
}

TEST_F(SpoolTest, never_counts_past_the_total_with_numbers_that_overflow) {
    EXPECT_FALSE(total.take(~std::uint64_t{0}, 100));
    EXPECT_TRUE(total.take(100, 100));
    EXPECT_FALSE(total.take(~std::uint64_t{0} - 50, ~std::uint64_t{0}));
    Spool spool(total, limits);
    EXPECT_FALSE(spool.reserve(~std::uint64_t{0}));
}

}  // namespace
}  // namespace beadle::session
