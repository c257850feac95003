// syscalls.h — the one table of system calls that a sandboxed worker may make; every other one kills the process.
//
// Gives    call names with what they are for. A row with `answer` != allowed or with `only` is narrower than the bare name.
// Source   measured over every format that the worker reads (decision 0001); tests/unit/inspect/worker walks them all.
//          Not here on purpose: socket, connect, bind, execve, clone, fork, kill, ptrace, prctl, link, symlink, rename.
#pragma once

#include <cstdint>

namespace beadle {

enum class CallAnswer : std::uint8_t {
    allowed,
    refused,        // EPERM: the libraries ask for it and go on rightly without it; each has a test
    while_waiting,  // allowed only when SandboxPlan::may_sleep is set
    sanitizer,      // allowed only in builds with a sanitizer, whose run time needs it
};

// What the arguments must be. Anything else kills.
enum class CallOnly : std::uint8_t {
    any,
    not_executable,      // third argument without PROT_EXEC
    terminal_question,   // ioctl TCGETS
    descriptor_flags,    // fcntl of descriptor and status flags, seals and duplication; never ownership or signals
    own_process,         // first argument is our own process
};

struct SystemCall {
    const char* name;
    CallAnswer answer = CallAnswer::allowed;
    CallOnly only = CallOnly::any;
};

// clang-format off
constexpr SystemCall worker_calls[] = {
    // frames to and from the parent
    {"read"}, {"write"}, {"readv"}, {"writev"}, {"recvmsg"}, {"sendmsg"}, {"recvfrom"}, {"sendto"}, {"poll"}, {"ppoll"},
    // files; where, is Landlock's to say
    {"openat"}, {"open"}, {"close"}, {"lseek"}, {"pread64"}, {"pwrite64"}, {"newfstatat"}, {"fstat"}, {"stat"}, {"lstat"},
    {"statx"}, {"statfs"}, {"fstatfs"}, {"access"}, {"faccessat"}, {"faccessat2"}, {"readlink"}, {"readlinkat"},
    {"getdents64"}, {"mkdir"}, {"mkdirat"}, {"rmdir"}, {"unlink"}, {"unlinkat"}, {"ftruncate"}, {"umask"}, {"dup"},
    {"fcntl", CallAnswer::allowed, CallOnly::descriptor_flags},
    {"ioctl", CallAnswer::allowed, CallOnly::terminal_question},
    // Landlock does not cover these; libclamav and UnRAR ask for them and do not need them
    {"chmod", CallAnswer::refused}, {"fchmod", CallAnswer::refused}, {"fchmodat", CallAnswer::refused},
    {"utimensat", CallAnswer::refused},
    // memory
    {"brk"}, {"munmap"}, {"mremap"}, {"madvise"},
    {"mmap", CallAnswer::allowed, CallOnly::not_executable},
    {"mprotect", CallAnswer::allowed, CallOnly::not_executable},
    // time, locks, facts about ourselves
    {"futex"}, {"clock_gettime"}, {"clock_getres"}, {"gettimeofday"}, {"time"}, {"sched_yield"}, {"getrandom"},
    {"getpid"}, {"gettid"}, {"getuid"}, {"geteuid"}, {"getgid"}, {"getegid"}, {"getcwd"}, {"uname"}, {"sysinfo"},
    {"getrusage"}, {"restart_syscall"},
    {"nanosleep", CallAnswer::while_waiting}, {"clock_nanosleep", CallAnswer::while_waiting},
    // the end
    {"exit"}, {"exit_group"}, {"rt_sigreturn"}, {"rt_sigprocmask"}, {"rt_sigaction"},
    {"tgkill", CallAnswer::allowed, CallOnly::own_process},
    // run time of the sanitizers; a pipe is how it asks whether an address may be read
    {"pipe2", CallAnswer::sanitizer}, {"sigaltstack", CallAnswer::sanitizer}, {"prctl", CallAnswer::sanitizer},
    {"sched_getaffinity", CallAnswer::sanitizer}, {"prlimit64", CallAnswer::sanitizer},
    {"getrlimit", CallAnswer::sanitizer}, {"mlock", CallAnswer::sanitizer},
};
// clang-format on

}  // namespace beadle
