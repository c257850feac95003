#include "supervise/child.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace beadle::supervise {
namespace {

// What beadled itself may not have, it cannot give: then the child finds out whether its settings need more.
void limit_descriptors(const ProcessRow& row) {
    rlimit files{row.descriptors, row.descriptors_most};
    rlimit own{};
    if (::setrlimit(RLIMIT_NOFILE, &files) == 0 || ::getrlimit(RLIMIT_NOFILE, &own) != 0) return;
    if (own.rlim_max < files.rlim_max) files.rlim_max = own.rlim_max;
    if (files.rlim_cur > files.rlim_max) files.rlim_cur = files.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &files);
}

// Between fork and exec: only calls that are safe there; the process is single-threaded, so nothing is locked.
[[noreturn]] void become(const ProcessRow& row, const std::string& path, int control) {
    ::setsid();
    sigset_t none;
    sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    limit_descriptors(row);
    const int null = ::open("/dev/null", O_RDWR);
    ::dup2(null, 0);
    if (control == 3) {
        ::fcntl(3, F_SETFD, 0);
    } else {
        ::dup2(control, 3);  // close-on-exec is not inherited by the copy
    }
    ::close_range(4, ~0U, 0);
    const char* const argv[] = {row.program, "--control-fd", "3", nullptr};
    ::execv(path.c_str(), const_cast<char* const*>(argv));
    ::_exit(127);
}

}  // namespace

Result<Child> start_child(Kind kind, const std::string& programs) {
    auto pair = wire::socket_pair();
    if (!pair) return pair.failure();
    const std::string path = programs + "/" + row(kind).program;
    if (::access(path.c_str(), X_OK) != 0)
        return fail(FailureKind::misconfigured, path, std::string("cannot be started: ") + std::strerror(errno));
    const pid_t pid = ::fork();
    if (pid < 0) return fail(FailureKind::unavailable, path, std::string("cannot fork: ") + std::strerror(errno));
    if (pid == 0) become(row(kind), path, pair->second.get());
    Child child;
    child.kind = kind;
    child.pid = pid;
    child.control = std::make_unique<wire::Connection>(std::move(pair->first));
    return child;
}

const char* name(Stage s) {
    switch (s) {
        case Stage::starting: return "starting";
        case Stage::prepared: return "prepared";
        case Stage::serving: return "serving";
        case Stage::retiring: return "retiring";
        case Stage::draining: return "draining";
    }
    return "starting";
}

}  // namespace beadle::supervise
