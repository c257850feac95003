// sandbox.h — the wall around a process that reads untrusted octets: prepare, enter.
//
// Takes    what may be written, what may be read, rlimits. prepare() opens and checks everything while the process still
//          may; enter() closes the wall and cannot be undone.
//          Descriptors that should not be kept are for the caller to close: what is open stays usable behind the wall.
// Gives    after enter(): Landlock (files under `writable` read-write, `readable` read-only, TCP bind and connect,
//          abstract sockets and signals to outside refused where the kernel knows how), seccomp allow-list whose default
//          kills the process, no new privileges, the rlimits, no dumping.
// Fails    unavailable: the kernel lacks Landlock or seccomp; misconfigured: a folder is missing. The caller then does not
//          serve: there is no mode without the sandbox.
// Runs in  beadle-inspect's workers, single-threaded.
// Source   landlock(7), seccomp(2); the list of calls: milter/base/syscalls.h, decision 0001.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"

namespace beadle {

struct SandboxPlan {
    std::vector<std::string> writable;  // folders: files may be made, read, written and removed beneath
    std::vector<std::string> readable;  // folders or files; a missing one is skipped
    std::uint64_t address_space = 0;    // RLIMIT_AS octets, 0 = unchanged
    std::uint64_t cpu_seconds = 0;      // RLIMIT_CPU over the life of the process, 0 = unchanged
    std::uint64_t file_octets = 0;      // RLIMIT_FSIZE, 0 = unchanged
    std::uint64_t descriptors = 256;    // RLIMIT_NOFILE
    bool may_sleep = false;             // tests: the setting that slows inspections down needs to sleep
    bool trap = false;                  // tests: SIGSYS names the call instead of killing silently
};

class Sandbox {
  public:
    static Result<Sandbox> prepare(const SandboxPlan& plan);
    Status enter();
    ~Sandbox();
    Sandbox(Sandbox&&) noexcept;
    Sandbox& operator=(Sandbox&&) noexcept;

  private:
    struct Prepared;
    explicit Sandbox(std::unique_ptr<Prepared> prepared);
    std::unique_ptr<Prepared> prepared_;
};

// As root: change to user and group of that name, supplementary groups dropped, and check that there is no way back.
// Not root: done, nothing changes. A name that is not known, or is root's own, is misconfigured.
Status drop_to_user(const std::string& user);

}  // namespace beadle
