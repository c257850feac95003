#include "base/sandbox_calls.h"

#include <fcntl.h>
#include <seccomp.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "base/owned.h"
#include "base/syscalls.h"

namespace beadle {
namespace {

// One allowing rule; -EACCES and the like come back as the library gives them.
int allow(scmp_filter_ctx filter, int number, const scmp_arg_cmp& argument) {
    return seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, number, 1, &argument);
}

int add_narrowed(scmp_filter_ctx filter, int number, CallOnly only) {
    switch (only) {
        case CallOnly::not_executable:
            return allow(filter, number, SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
        case CallOnly::terminal_question:
            return allow(filter, number, SCMP_A1(SCMP_CMP_EQ, TCGETS));
        case CallOnly::own_process:
            return allow(filter, number, SCMP_A0(SCMP_CMP_EQ, static_cast<scmp_datum_t>(::getpid())));
        case CallOnly::descriptor_flags: {
            constexpr unsigned commands[] = {F_DUPFD, F_DUPFD_CLOEXEC, F_GETFD, F_SETFD,    F_GETFL,
                                             F_SETFL, F_GETLK,         F_SETLK, F_GET_SEALS};
            for (unsigned command : commands) {
                int answer = allow(filter, number, SCMP_A1(SCMP_CMP_EQ, command));
                if (answer != 0) return answer;
            }
            return 0;
        }
        case CallOnly::any:
            break;
    }
    return seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, number, 0, nullptr);
}

int add_call(scmp_filter_ctx filter, const SystemCall& call, bool may_sleep) {
    int number = seccomp_syscall_resolve_name(call.name);
    if (number < 0) return 0;  // this machine has no such call: nothing to allow
    switch (call.answer) {
        case CallAnswer::refused:
            return seccomp_rule_add_array(filter, SCMP_ACT_ERRNO(EPERM), number, 0, nullptr);
        case CallAnswer::while_waiting:
            return may_sleep ? add_narrowed(filter, number, call.only) : 0;
        case CallAnswer::sanitizer:
            return built_with_sanitizer ? add_narrowed(filter, number, call.only) : 0;
        case CallAnswer::allowed:
            break;
    }
    return add_narrowed(filter, number, call.only);
}

Status fill(scmp_filter_ctx filter, bool may_sleep) {
    for (const auto& call : worker_calls)
        if (add_call(filter, call, may_sleep) != 0)
            return fail(FailureKind::unavailable, "sandbox", std::string("seccomp refused the rule for ") + call.name);
    // The answer to a foreign architecture's calls (32 bit) is to end the process as well.
    if (seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS) != 0 ||
        seccomp_attr_set(filter, SCMP_FLTATR_CTL_OPTIMIZE, 2) != 0)
        return fail(FailureKind::unavailable, "sandbox", "seccomp refused its attributes");
    return Done{};
}

// ---- trap: tests want to know which call it was
// ----------------------------------------------------------------------

std::array<char[32], 512> call_names;  // filled before the wall closes: the handler must not allocate

void note_call_names() {
    for (std::size_t i = 0; i < call_names.size(); ++i) {
        Owned<char, std::free> resolved(seccomp_syscall_resolve_num_arch(SCMP_ARCH_NATIVE, static_cast<int>(i)));
        std::strncpy(call_names[i], resolved ? resolved.get() : "unknown", sizeof call_names[i] - 1);
    }
}

void say(const char* text) {
    if (::write(STDERR_FILENO, text, std::strlen(text)) < 0) return;  // nobody is left to tell
}

void name_the_call(int, siginfo_t* info, void*) {
    char digits[16];
    std::size_t at = sizeof digits - 1;
    digits[at] = '\0';
    unsigned number = static_cast<unsigned>(info->si_syscall);
    for (unsigned rest = number; at > 0; rest /= 10) {
        digits[--at] = static_cast<char>('0' + rest % 10);
        if (rest < 10) break;
    }
    say("system call outside the sandbox's list: ");
    say(number < call_names.size() ? call_names[number] : "unknown");
    say(" (");
    say(digits + at);
    say(")\n");
    ::_exit(159);
}

Status set_trap() {
    note_call_names();
    struct sigaction action {};
    action.sa_sigaction = name_the_call;
    action.sa_flags = SA_SIGINFO;
    if (::sigaction(SIGSYS, &action, nullptr) != 0)
        return fail(FailureKind::unavailable, "sandbox", "no handler for SIGSYS");
    return Done{};
}

}  // namespace

struct CallFilter::State {
    Owned<void, seccomp_release> filter;
    bool trap = false;
};

CallFilter::CallFilter(std::unique_ptr<State> state) : state_(std::move(state)) {}
CallFilter::~CallFilter() = default;
CallFilter::CallFilter(CallFilter&&) noexcept = default;
CallFilter& CallFilter::operator=(CallFilter&&) noexcept = default;

Result<CallFilter> CallFilter::make(bool trap, bool may_sleep) {
    auto state = std::make_unique<State>();
    state->trap = trap;
    state->filter.reset(seccomp_init(trap ? SCMP_ACT_TRAP : SCMP_ACT_KILL_PROCESS));
    if (!state->filter) return fail(FailureKind::unavailable, "sandbox", "the kernel lacks seccomp filters");
    auto filled = fill(state->filter.get(), may_sleep);
    if (!filled) return filled.failure();
    return CallFilter(std::move(state));
}

Status CallFilter::load() {
    if (state_->trap) {
        auto set = set_trap();
        if (!set) return set;
    }
    if (int answer = seccomp_load(state_->filter.get()); answer != 0)
        return fail(FailureKind::unavailable, "sandbox",
                    std::string("seccomp did not load: ") + std::strerror(-answer));
    return Done{};
}

}  // namespace beadle
