// process_table.h — Beadle's processes in one table: program, user, what it may hold, how long it may take to end.
//
// Gives    the rows that supervise starts from, that ARCHITECTURE.md prints and that deploy/ is checked against.
// Runs in  supervise.
// Source   ARCHITECTURE.md "Processes".
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "settings/settings.h"
#include "wire/messages.h"

namespace beadle::supervise {

enum class Kind : std::uint8_t { record, inspect, session, mail, console };
inline constexpr std::array kinds = {Kind::record, Kind::inspect, Kind::session, Kind::mail, Kind::console};

struct ProcessRow {
    Kind kind;
    const char* program;             // beside beadled's own file
    wire::Role role;                 // what the others call its end
    std::string Settings::*user;     // when started as root
    std::uint64_t descriptors;       // RLIMIT_NOFILE at its start
    std::uint64_t descriptors_most;  // what it may raise that to, where beadled may: session.connections decides
    Milliseconds drain;              // longest wait for it to end by itself
    const char* when_it_fails;       // for ARCHITECTURE.md and status
};

inline const std::array<ProcessRow, 5>& process_table() {
    static const std::array<ProcessRow, 5> rows = {{
        {Kind::record, "beadle-record", wire::Role::record, &Settings::user_record, 1024, 32768, 30'000,
         "restarted; mail is answered 451 meanwhile"},
        {Kind::inspect, "beadle-inspect", wire::Role::inspect, &Settings::user_inspect, 4096, 4096, 35'000,
         "restarted; messages under inspection are tried again"},
        {Kind::session, "beadle-session", wire::Role::session, &Settings::user_session, 16384, 65536, 100'000,
         "restarted; the MTA answers 451 meanwhile"},
        {Kind::mail, "beadle-mail", wire::Role::mail, &Settings::user_mail, 256, 256, 70'000,
         "restarted; work waits"},
        {Kind::console, "beadle-console", wire::Role::console, &Settings::user_console, 256, 256, 20'000,
         "restarted; links do not answer meanwhile"},
    }};
    return rows;
}
inline const ProcessRow& row(Kind k) { return process_table()[static_cast<std::size_t>(k)]; }

}  // namespace beadle::supervise
