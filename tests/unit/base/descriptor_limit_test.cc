#include "base/descriptor_limit.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace beadle {
namespace {

// Limits that are lowered stay so for the process: each row has one of its own. Gives the soft limit afterwards, 0 = refused.
std::uint64_t soft_after(std::uint64_t soft, std::uint64_t hard, std::uint64_t needed) {
    int ends[2];
    if (::pipe(ends) != 0) return 1;
    if (const pid_t child = ::fork(); child != 0) {
        std::uint64_t out = 1;
        (void)!::read(ends[0], &out, sizeof out);
        ::waitpid(child, nullptr, 0);
        ::close(ends[0]);
        ::close(ends[1]);
        return out;
    }
    rlimit limit{soft, hard};
    ::setrlimit(RLIMIT_NOFILE, &limit);
    const auto done = allow_descriptors(needed, "session.connections = 500");
    ::getrlimit(RLIMIT_NOFILE, &limit);
    std::uint64_t out = limit.rlim_cur;
    if (!done) out = done.failure().what.find("= 500 may need") != std::string::npos ? 0 : 1;
    (void)!::write(ends[1], &out, sizeof out);
    ::_exit(0);
}

TEST(DescriptorLimit, is_raised_to_what_is_needed_or_the_settings_are_refused) {
    EXPECT_EQ(soft_after(64, 256, 32), 64u);
    EXPECT_EQ(soft_after(64, 256, 200), 200u);
    EXPECT_EQ(soft_after(64, 256, 257), 0u);
}

}  // namespace
}  // namespace beadle
