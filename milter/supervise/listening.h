// listening.h — the sockets that have an address: the milter socket and beadled's admin socket.
//
// Takes    "unix:/path" or "inet:PORT@127.0.0.1" as the settings have it, mode and group of a Unix socket.
// Gives    a bound, listening, non-blocking socket. A Unix path where a live daemon answers is left alone.
// Fails    unavailable with `in_use` in what: another daemon serves there (exit 3); misconfigured: folder missing, no right.
// Runs in  supervise, as root or unprivileged. Never throws.
// Source   milter protocol notes: path under 108 octets, one owner of the path, O_NONBLOCK for a shared descriptor.
#pragma once

#include <string>

#include "base/owned.h"
#include "base/result.h"

namespace beadle::supervise {

struct ListeningSocket {
    Descriptor socket;
    std::string path;          // "" for TCP
    unsigned long inode = 0;   // of the path, so that a newer instance's is never removed
};
Result<ListeningSocket> listen_at(const std::string& address, const std::string& mode, const std::string& group);
// Removes the path when it is still ours.
void unlink_path(const ListeningSocket& socket);

}  // namespace beadle::supervise
