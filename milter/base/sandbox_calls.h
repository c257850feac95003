// sandbox_calls.h — the system-call half of the sandbox: the table of syscalls.h as a seccomp filter.
//
// Takes    whether a forbidden call is trapped and named (tests) or kills, and whether sleeping is allowed (tests).
// Gives    load(): from then on this process makes only the calls of the table.
// Fails    unavailable: the kernel lacks seccomp, or the library refused a rule. Never throws but std::bad_alloc.
// Runs in  beadle-inspect's workers, single-threaded; made after the fork, as one rule names the process itself.
// Source   seccomp(2); the only file family that knows libseccomp.
#pragma once

#include <memory>

#include "base/result.h"

namespace beadle {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool built_with_sanitizer = true;
#else
constexpr bool built_with_sanitizer = false;
#endif

class CallFilter {
  public:
    static Result<CallFilter> make(bool trap, bool may_sleep);
    Status load();
    ~CallFilter();
    CallFilter(CallFilter&&) noexcept;
    CallFilter& operator=(CallFilter&&) noexcept;

  private:
    struct State;
    explicit CallFilter(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace beadle
