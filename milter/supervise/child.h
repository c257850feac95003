// child.h — one started process: its pid, its control socket, how far it has come.
//
// Takes    a row of the process table and the folder of the programs.
// Gives    a process of its own session (a terminal's Ctrl-C reaches beadled alone), descriptor 3 = control, no other
//          descriptor but standard input (/dev/null), output and error.
// Fails    unavailable: fork or exec refused.
// Runs in  supervise, single-threaded.
#pragma once

#include <sys/types.h>

#include <memory>
#include <optional>

#include "supervise/process_table.h"
#include "wire/frame.h"

namespace beadle::supervise {

enum class Stage : std::uint8_t { starting, prepared, serving, retiring, draining };

struct Child {
    Kind kind = Kind::record;
    pid_t pid = -1;
    std::unique_ptr<wire::Connection> control;
    Stage stage = Stage::starting;
    std::uint32_t generation = 0;           // that it serves
    std::uint32_t offered = 0;              // sent with Configure, not answered yet; 0 = none
    Milliseconds kill_at = 0;               // steady; 0 = no deadline
    std::string status;                     // last StatusAnswer
};

Result<Child> start_child(Kind kind, const std::string& programs);
const char* name(Stage s);

}  // namespace beadle::supervise
