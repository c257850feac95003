// milter_edge.h — libmilter, and nothing else of it anywhere: callbacks in, answers out.
//
// Takes    the Gateway, and a listening non-blocking socket that beadled bound.
// Gives    callbacks that are noexcept trampolines to one Conversation for each connection, made lazily in whichever
//          callback comes first and ended in close.
// Bounds   packets of 1 MiB (a header field of 60000 octets passes), 600 s for each read.
// Fails    an exception in a callback is 451; negotiation without the actions that policy needs is refused.
// Runs in  session; serve() blocks its thread for the life of the process.
// Source   libmilter 8.17; milter protocol notes.
#pragma once

#include "base/result.h"
#include "session/gateway.h"

namespace beadle::session {

// Once, before serve().
Status open_milter(Gateway& gateway, int listening_socket);
// smfi_main: returns when libmilter gives up.
int serve_milter();

}  // namespace beadle::session
