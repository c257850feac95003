#include "base/sandbox.h"

#include <fcntl.h>
#include <grp.h>
#include <linux/landlock.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "base/owned.h"
#include "base/sandbox_calls.h"

namespace beadle {
namespace {

// Debian 12's kernel headers end at Landlock ABI 2: what came later is spelt out here (linux/landlock.h of 6.12).
struct RulesetAttributes {
    std::uint64_t handled_access_fs;
    std::uint64_t handled_access_net;  // ABI 4
    std::uint64_t scoped;              // ABI 6
};
constexpr std::uint64_t fs_abi1 = (1ull << 13) - 1;
constexpr std::uint64_t fs_refer = 1ull << 13, fs_truncate = 1ull << 14, fs_ioctl_device = 1ull << 15;
constexpr std::uint64_t net_bind_and_connect_tcp = 3, scoped_abstract_sockets_and_signals = 3;
constexpr std::uint64_t fs_write_beneath = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE |
                                           LANDLOCK_ACCESS_FS_READ_DIR | LANDLOCK_ACCESS_FS_REMOVE_DIR |
                                           LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_DIR |
                                           LANDLOCK_ACCESS_FS_MAKE_REG | fs_truncate;

std::string why(const char* what) { return std::string(what) + ": " + std::strerror(errno); }

RulesetAttributes attributes_for(long abi) {
    RulesetAttributes a{fs_abi1, 0, 0};
    if (abi >= 2) a.handled_access_fs |= fs_refer;
    if (abi >= 3) a.handled_access_fs |= fs_truncate;
    if (abi >= 4) a.handled_access_net = net_bind_and_connect_tcp;
    if (abi >= 5) a.handled_access_fs |= fs_ioctl_device;
    if (abi >= 6) a.scoped = scoped_abstract_sockets_and_signals;
    return a;
}

Status allow_beneath(int ruleset, const std::string& path, std::uint64_t rights) {
    Descriptor at(::open(path.c_str(), O_PATH | O_CLOEXEC));
    if (!at) return fail(FailureKind::misconfigured, "sandbox", path + ": " + std::strerror(errno));
    landlock_path_beneath_attr rule{rights, at.get()};
    if (::syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) != 0)
        return fail(FailureKind::unavailable, "sandbox", why("Landlock refused a rule"));
    return Done{};
}

Result<Descriptor> make_ruleset(const SandboxPlan& plan) {
    long abi = ::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
    if (abi < 1) return fail(FailureKind::unavailable, "sandbox", "the kernel lacks Landlock or it is switched off");
    RulesetAttributes attributes = attributes_for(abi);
    std::size_t known = abi >= 6 ? 24 : abi >= 4 ? 16 : 8;
    Descriptor ruleset(static_cast<int>(::syscall(SYS_landlock_create_ruleset, &attributes, known, 0)));
    if (!ruleset) return fail(FailureKind::unavailable, "sandbox", why("Landlock refused the rule set"));
    for (const auto& folder : plan.writable) {
        std::error_code ec;
        if (!std::filesystem::is_directory(folder, ec))
            return fail(FailureKind::misconfigured, "sandbox", folder + " is not a folder");
        auto done = allow_beneath(ruleset.get(), folder, fs_write_beneath & attributes.handled_access_fs);
        if (!done) return done.failure();
    }
    for (const auto& path : plan.readable) {
        std::error_code ec;
        auto state = std::filesystem::status(path, ec);
        if (!std::filesystem::exists(state)) continue;
        std::uint64_t rights = LANDLOCK_ACCESS_FS_READ_FILE;
        if (std::filesystem::is_directory(state)) rights |= LANDLOCK_ACCESS_FS_READ_DIR;
        auto done = allow_beneath(ruleset.get(), path, rights);
        if (!done) return done.failure();
    }
    return ruleset;
}

// ---- limits
// ----------------------------------------------------------------------------------------------------------

Status limit(decltype(RLIMIT_AS) resource, std::uint64_t most, const char* what) {
    rlimit now{};
    if (::getrlimit(resource, &now) != 0) return fail(FailureKind::unavailable, "sandbox", why(what));
    rlim_t bound = now.rlim_max == RLIM_INFINITY || most < now.rlim_max ? most : now.rlim_max;
    rlimit wanted{bound, bound};
    if (::setrlimit(resource, &wanted) != 0) return fail(FailureKind::unavailable, "sandbox", why(what));
    return Done{};
}

Status set_limits(const SandboxPlan& plan) {
    // A sanitizer maps terabytes of shadow: the address space cannot be bounded in its builds.
    struct Row {
        decltype(RLIMIT_AS) resource;
        std::uint64_t most;
        bool set;
        const char* what;
    };
    const Row rows[] = {
        {RLIMIT_CORE, 0, true, "RLIMIT_CORE"},
        {RLIMIT_NOFILE, plan.descriptors, true, "RLIMIT_NOFILE"},
        {RLIMIT_FSIZE, plan.file_octets, plan.file_octets != 0, "RLIMIT_FSIZE"},
        {RLIMIT_CPU, plan.cpu_seconds, plan.cpu_seconds != 0, "RLIMIT_CPU"},
        {RLIMIT_AS, plan.address_space, plan.address_space != 0 && !built_with_sanitizer, "RLIMIT_AS"},
    };
    for (const auto& row : rows) {
        if (!row.set) continue;
        auto done = limit(row.resource, row.most, row.what);
        if (!done) return done;
    }
    return Done{};
}

std::size_t threads_of_this_process() {
    std::error_code ec;
    std::size_t n = 0;
    for (std::filesystem::directory_iterator at("/proc/self/task", ec), end; !ec && at != end; at.increment(ec)) ++n;
    return n;
}

}  // namespace

struct Sandbox::Prepared {
    SandboxPlan plan;
    Descriptor ruleset;
    CallFilter calls;
};

Sandbox::Sandbox(std::unique_ptr<Prepared> prepared) : prepared_(std::move(prepared)) {}
Sandbox::~Sandbox() = default;
Sandbox::Sandbox(Sandbox&&) noexcept = default;
Sandbox& Sandbox::operator=(Sandbox&&) noexcept = default;

Result<Sandbox> Sandbox::prepare(const SandboxPlan& plan) {
    // The wall closes around the calling thread only: another one would stay outside.
    if (threads_of_this_process() > 1) return fail(FailureKind::defect, "sandbox", "the process has several threads");
    auto ruleset = make_ruleset(plan);
    if (!ruleset) return ruleset.failure();
    auto calls = CallFilter::make(plan.trap, plan.may_sleep);
    if (!calls) return calls.failure();
    return Sandbox(std::make_unique<Prepared>(Prepared{plan, std::move(*ruleset), std::move(*calls)}));
}

Status Sandbox::enter() {
    if (!prepared_) return fail(FailureKind::defect, "sandbox", "entered twice");
    auto limited = set_limits(prepared_->plan);
    if (!limited) return limited;
    if (::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0 || ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return fail(FailureKind::unavailable, "sandbox", why("prctl"));
    if (::syscall(SYS_landlock_restrict_self, prepared_->ruleset.get(), 0) != 0)
        return fail(FailureKind::unavailable, "sandbox", why("Landlock did not close"));
    auto closed = prepared_->calls.load();  // last: what comes before it makes calls that are not on the list
    if (!closed) return closed;
    prepared_.reset();
    return Done{};
}

// ---- users
// -----------------------------------------------------------------------------------------------------------

Status drop_to_user(const std::string& user) {
    if (::geteuid() != 0) return Done{};
    errno = 0;
    const passwd* entry = ::getpwnam(user.c_str());
    if (!entry) return fail(FailureKind::misconfigured, "user", "there is no user \"" + user + "\" on this machine");
    uid_t uid = entry->pw_uid;
    gid_t gid = entry->pw_gid;
    if (uid == 0 || gid == 0)
        return fail(FailureKind::misconfigured, "user", "\"" + user + "\" is root: name another user");
    if (::setgroups(0, nullptr) != 0 || ::setresgid(gid, gid, gid) != 0 || ::setresuid(uid, uid, uid) != 0)
        return fail(FailureKind::unavailable, "user", why("could not change user"));
    uid_t real = 0, effective = 0, saved = 0;
    gid_t real_group = 0, effective_group = 0, saved_group = 0;
    if (::getresuid(&real, &effective, &saved) != 0 || ::getresgid(&real_group, &effective_group, &saved_group) != 0 ||
        real != uid || effective != uid || saved != uid || real_group != gid || effective_group != gid ||
        saved_group != gid || ::setuid(0) == 0)
        return fail(FailureKind::defect, "user", "the change of user did not hold");
    return Done{};
}

}  // namespace beadle
