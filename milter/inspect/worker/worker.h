// worker.h — a forked worker's whole life: close what is not its own, build the wall, prove itself, serve, leave.
//
// Takes    its end of a socketpair to the parent, its folder on tmpfs, the engines that it inherited.
// Gives    WorkerReady, then one Inspected for each Inspect and one Viewed for each View, one at a time; ends with exit code 0 at end of file.
// Bounds   SandboxPlan of its own: its folder alone is writable; address space as the plan says; the parent kills what
//          takes too long.
// Fails    a canary not found: WorkerReady{not good}, exit. Folder missing or full, malformed frame: exit, and the parent
//          gives the message to another worker. A mapping that shrinks under it: SIGBUS, the same.
// Runs in  a child of beadle-inspect. Never returns to the parent's code: the caller leaves by _exit.
#pragma once

#include <string>

#include "base/owned.h"
#include "inspect/worker/engines.h"

namespace beadle::inspect {

struct WorkerPlan {
    std::string folder;
    std::uint64_t address_space = 0;
    std::uint64_t cpu_seconds = 0;
    Milliseconds delay = 0;  // tests: sleep before each message
    bool trap = false;       // tests: name the call outside the list
};

// The exit code: 0 left as asked, 3 could not start, 4 its folder failed, 5 the parent's frames were not understood.
int live_as_worker(Descriptor channel, const WorkerPlan& plan, const Engines& engines);

// The steps before the first message, for tests too: the wall, then every canary behind it. "" or what is wrong.
std::string close_wall(const WorkerPlan& plan, const Engines& engines);

// Octets of address space that this process uses now, from /proc.
std::uint64_t address_space_in_use();

}  // namespace beadle::inspect
