#include "base/sandbox.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>

#include <cerrno>
#include <fstream>
#include <thread>

#include "base/sandbox_calls.h"
#include "support/child.h"

namespace beadle {
namespace {

using test::Ending;
using test::in_child;
using test::ScratchFolder;

constexpr int could_not_start = 99;

// What an act answers is the exit code of its child: 0 done, else errno.
int outcome(long result) { return result >= 0 ? 0 : errno; }

int open_and_close(const std::string& path, int flags) {
    int fd = ::open(path.c_str(), flags, 0600);
    if (fd < 0) return errno;
    ::close(fd);
    return 0;
}

struct Places {
    std::string own;      // writable
    std::string given;    // readable
    std::string foreign;  // neither
    int tcp = -1;         // a socket that was open before
};

struct Act {
    const char* name;
    std::function<int(const Places&)> act;
    int code;  // -1: ended by `signal`
    int signal = 0;
};

const std::vector<Act>& acts() {
    static const std::vector<Act> table = {
        {"its own folder: a file is made, written, read and removed",
         [](const Places& p) {
             std::string file = p.own + "/a";
             if (int e = open_and_close(file, O_RDWR | O_CREAT | O_TRUNC)) return e;
             return outcome(::unlink(file.c_str()));
         },
         0},
        {"its own folder: a folder is made and removed",
         [](const Places& p) {
             std::string folder = p.own + "/d";
             if (::mkdir(folder.c_str(), 0700) != 0) return errno;
             return outcome(::rmdir(folder.c_str()));
         },
         0},
        {"a given folder can be read", [](const Places& p) { return open_and_close(p.given + "/read-me", O_RDONLY); },
         0},
        {"a given folder cannot be written",
         [](const Places& p) { return open_and_close(p.given + "/read-me", O_WRONLY); }, EACCES},
        {"nothing is made in a given folder",
         [](const Places& p) { return open_and_close(p.given + "/new", O_WRONLY | O_CREAT); }, EACCES},
        {"the list of users is closed", [](const Places&) { return open_and_close("/etc/passwd", O_RDONLY); }, EACCES},
        {"its own memory file is closed", [](const Places&) { return open_and_close("/proc/self/mem", O_RDWR); },
         EACCES},
        {"nothing is made outside",
         [](const Places& p) { return open_and_close(p.foreign + "/new", O_WRONLY | O_CREAT); }, EACCES},
        {"nothing is emptied outside",
         [](const Places& p) { return open_and_close(p.foreign + "/keep", O_WRONLY | O_TRUNC); }, EACCES},
        {"nothing is removed outside", [](const Places& p) { return outcome(::unlink((p.foreign + "/keep").c_str())); },
         EACCES},
        {"rights of files are not changed",
         [](const Places& p) { return outcome(::chmod((p.foreign + "/keep").c_str(), 0777)); }, EPERM},
        {"times of files are not changed",
         [](const Places& p) { return outcome(::utimensat(AT_FDCWD, (p.own + "/x").c_str(), nullptr, 0)); }, EPERM},
        {"no TCP socket", [](const Places&) { return outcome(::socket(AF_INET, SOCK_STREAM, 0)); }, -1, SIGSYS},
        {"no UDP socket", [](const Places&) { return outcome(::socket(AF_INET, SOCK_DGRAM, 0)); }, -1, SIGSYS},
        {"no Unix socket", [](const Places&) { return outcome(::socket(AF_UNIX, SOCK_STREAM, 0)); }, -1, SIGSYS},
        {"no connection over a socket that was open before",
         [](const Places& p) {
             sockaddr_in to{};
             to.sin_family = AF_INET;
             to.sin_port = htons(9);
             to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
             return outcome(::connect(p.tcp, reinterpret_cast<sockaddr*>(&to), sizeof to));
         },
         -1, SIGSYS},
        {"no child", [](const Places&) { return outcome(::syscall(SYS_fork)); }, -1, SIGSYS},
        {"no thread",
         [](const Places&) { return outcome(::syscall(SYS_clone, SIGCHLD, nullptr, nullptr, nullptr, nullptr)); }, -1,
         SIGSYS},
        {"no other program", [](const Places&) { return outcome(::execl("/bin/true", "true", nullptr)); }, -1, SIGSYS},
        {"no signal to the parent", [](const Places&) { return outcome(::kill(::getppid(), 0)); }, -1, SIGSYS},
        {"no signal to the parent by another road",
         [](const Places&) { return outcome(::syscall(SYS_tgkill, ::getppid(), ::getppid(), 0)); }, -1, SIGSYS},
        {"its own abort works", [](const Places&) { return outcome(::raise(SIGABRT)); }, -1, SIGABRT},
        {"no memory to run code from",
         [](const Places&) {
             return outcome(::mmap(nullptr, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) !=
                            MAP_FAILED);
         },
         -1, SIGSYS},
        {"no memory made executable later",
         [](const Places&) {
             void* page = ::mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
             return outcome(::mprotect(page, 4096, PROT_READ | PROT_EXEC));
         },
         -1, SIGSYS},
        {"no link out of the folder",
         [](const Places& p) { return outcome(::symlink("/etc/passwd", (p.own + "/s").c_str())); }, -1, SIGSYS},
        {"no other owner of a descriptor", [](const Places& p) { return outcome(::fcntl(p.tcp, F_SETOWN, 1)); }, -1,
         SIGSYS},
        {"no command to a device but the one question",
         [](const Places& p) { return outcome(::ioctl(p.tcp, 0x5421, nullptr)); }, -1, SIGSYS},
        {"no mounting",
         [](const Places&) { return outcome(::syscall(SYS_mount, nullptr, nullptr, nullptr, 0, nullptr)); }, -1,
         SIGSYS},
        {"no tracing", [](const Places&) { return outcome(::syscall(SYS_ptrace, 0, 0, 0, 0)); }, -1, SIGSYS},
        {"no sleeping",
         [](const Places&) {
             timespec t{0, 1000};
             return outcome(::syscall(SYS_nanosleep, &t, nullptr));
         },
         -1, SIGSYS},
    };
    return table;
}

class Walled : public testing::Test {
  protected:
    void SetUp() override {
        for (const auto* folder : {&own_, &given_, &foreign_}) {
            ASSERT_FALSE(folder->path().empty());
            ::chmod(folder->path().c_str(), 0777);
        }
        std::ofstream(given_.path() + "/read-me") << "text";
        std::ofstream(foreign_.path() + "/keep") << "text";
        ::chmod((given_.path() + "/read-me").c_str(), 0666);
        ::chmod((foreign_.path() + "/keep").c_str(), 0666);
        places_ = {own_.path(), given_.path(), foreign_.path(), ::socket(AF_INET, SOCK_STREAM, 0)};
    }
    void TearDown() override { ::close(places_.tcp); }

    SandboxPlan plan() const {
        SandboxPlan p;
        p.writable = {own_.path()};
        p.readable = {given_.path(), "/no/such/folder"};
        return p;
    }
    Ending behind_the_wall(const SandboxPlan& plan, bool as_nobody,
                           const std::function<int(const Places&)>& act) const {
        return in_child([&] {
            if (as_nobody && !drop_to_user("nobody")) return could_not_start;
            auto sandbox = Sandbox::prepare(plan);
            if (!sandbox || !sandbox->enter()) return could_not_start;
            return act(places_);
        });
    }

    ScratchFolder own_, given_, foreign_;
    Places places_;
};

TEST_F(Walled, EveryActEndsAsItMust) {
    for (bool as_nobody : {false, true}) {
        if (as_nobody && ::geteuid() != 0) continue;
        for (const auto& act : acts()) {
            SCOPED_TRACE(std::string(act.name) + (as_nobody ? ", as nobody" : ", as who runs the test"));
            auto ending = behind_the_wall(plan(), as_nobody, act.act);
            EXPECT_EQ(ending.code, act.code) << ending.said;
            EXPECT_EQ(ending.signal, act.signal);
        }
    }
}

TEST_F(Walled, TheTrapNamesTheCall) {
    auto trapped = plan();
    trapped.trap = true;
    auto ending =
        behind_the_wall(trapped, false, [](const Places&) { return outcome(::socket(AF_INET, SOCK_STREAM, 0)); });
    EXPECT_EQ(ending.code, 159);
    EXPECT_NE(ending.said.find("socket (" + std::to_string(SYS_socket) + ")"), std::string::npos) << ending.said;
}

TEST_F(Walled, SleepingWorksOnlyWhenTheTestSettingIsOn) {
    auto slow = plan();
    slow.may_sleep = true;
    auto ending = behind_the_wall(slow, false, [](const Places&) {
        timespec t{0, 1000};
        return outcome(::nanosleep(&t, nullptr));
    });
    EXPECT_EQ(ending.code, 0) << ending.said;
}

TEST_F(Walled, MemoryBeyondTheLimitIsRefused) {
    if (built_with_sanitizer) GTEST_SKIP() << "the sanitizer's shadow does not fit any limit";
    auto small = plan();
    small.address_space = 256u << 20;
    auto ask = [](const Places&) {
        void* memory = ::mmap(nullptr, 512u << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        return memory == MAP_FAILED ? errno : 0;
    };
    EXPECT_EQ(behind_the_wall(small, false, ask).code, ENOMEM);
    EXPECT_EQ(behind_the_wall(plan(), false, ask).code, 0);
}

TEST_F(Walled, AFileLongerThanTheLimitEndsTheProcess) {
    auto small = plan();
    small.file_octets = 4096;
    auto ending = behind_the_wall(small, false, [](const Places& p) {
        int fd = ::open((p.own + "/long").c_str(), O_WRONLY | O_CREAT, 0600);
        std::string block(8192, 'x');
        if (::write(fd, block.data(), block.size()) < 0) return errno;
        return outcome(::write(fd, block.data(), block.size()));
    });
    EXPECT_EQ(ending.signal, SIGXFSZ);
}

TEST_F(Walled, DescriptorsBeyondTheLimitAreRefused) {
    auto few = plan();
    few.descriptors = 32;
    auto ending = behind_the_wall(few, false, [](const Places& p) {
        for (int i = 0; i < 64; ++i)
            if (::dup(p.tcp) < 0) return errno;
        return 0;
    });
    EXPECT_EQ(ending.code, EMFILE);
}

TEST_F(Walled, ProcessorTimeBeyondTheLimitEndsTheProcess) {
    auto brief = plan();
    brief.cpu_seconds = 1;
    auto ending = behind_the_wall(brief, false, [](const Places&) {
        while (::getpid() > 0) {
        }
        return 0;
    });
    EXPECT_TRUE(ending.signal == SIGXCPU || ending.signal == SIGKILL) << ending.signal;
}

TEST_F(Walled, AMissingFolderIsMisconfigured) {
    SandboxPlan p;
    p.writable = {"/no/such/folder"};
    auto sandbox = Sandbox::prepare(p);
    ASSERT_FALSE(sandbox);
    EXPECT_EQ(sandbox.failure().kind, FailureKind::misconfigured);
}

TEST_F(Walled, AProcessWithThreadsIsNotWalled) {
    if (built_with_sanitizer) GTEST_SKIP() << "the sanitizer counts as well";
    auto ending = in_child([&] {
        std::thread other([] { ::pause(); });
        auto sandbox = Sandbox::prepare(plan());
        other.detach();
        return !sandbox && sandbox.failure().kind == FailureKind::defect ? 0 : 1;
    });
    EXPECT_EQ(ending.code, 0);
}

TEST_F(Walled, TheWallIsEnteredOnce) {
    auto ending = in_child([&] {
        auto sandbox = Sandbox::prepare(plan());
        if (!sandbox || !sandbox->enter()) return could_not_start;
        return sandbox->enter() ? 1 : 0;
    });
    EXPECT_EQ(ending.code, 0);
}

TEST(DropToUser, OnlyRootChangesAndThenForGood) {
    auto ending = in_child([] {
        bool root = ::geteuid() == 0;
        if (!drop_to_user("nobody")) return 1;
        if (!root) return 0;
        gid_t groups[8];
        if (::geteuid() == 0 || ::getegid() == 0 || ::getgroups(8, groups) != 0) return 2;
        return ::setuid(0) == 0 ? 3 : 0;
    });
    EXPECT_EQ(ending.code, 0);
}

TEST(DropToUser, NamesThatLeadNowhereAreMisconfigured) {
    if (::geteuid() != 0) GTEST_SKIP() << "only root changes its user";
    for (const char* name : {"no-such-user-here", "root", ""}) {
        auto ending = in_child([name] {
            auto done = drop_to_user(name);
            return !done && done.failure().kind == FailureKind::misconfigured && ::geteuid() == 0 ? 0 : 1;
        });
        EXPECT_EQ(ending.code, 0) << name;
    }
}

}  // namespace
}  // namespace beadle
