// admin.h — requests to the running daemon over its two admin sockets.
//
// Takes    paths from the settings, a request. Whoever runs the command is known to the other side by the socket.
// Gives    the answer. Fails: unavailable, with a sentence that says what happened and what to do (exit code 4).
// Bounds   30 s without an answer; 64 MiB of answers.
// Runs in  cli. Never throws but std::bad_alloc.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "settings/settings.h"
#include "wire/messages.h"

namespace beadle::cli {

Result<Descriptor> connect_admin(const std::string& path, const char* whom);

Result<wire::StatusAnswer> ask_status(const Settings& settings);
Result<wire::Reloaded> ask_reload(const Settings& settings, bool restart);

// Each line as it comes; take() failing ends it. Waits `quiet` for every next piece. The connection closed is the end of a
// long reading on the other side too.
Result<wire::Answer> stream_records(const Settings& settings, const std::string& verb, const std::string& arguments,
                                    Milliseconds quiet, const std::function<Status(const std::string& line)>& take);
// All frames of an answer as one.
Result<wire::Answer> ask_records(const Settings& settings, const std::string& verb, const std::string& arguments);

}  // namespace beadle::cli
