// inspector.h — beadle-inspect's two ways of life: run by beadled, or started for one command.
//
// Takes    run_controlled: the control socket of beadled (Configure, Peer, StatusRequest, Drain). run_for_command: a socket
//          with Inspect frames until end of file, and the sealed bundle.
// Gives    the exit code: 0 finished, 3 misconfigured, 4 unavailable. One generation in the life of a process: the engines
//          are loaded once, before the workers are forked; beadled starts another process for the next generation.
// Fails    what cannot be loaded or proved is told (Prepared{not good}, or standard error) and nothing is served.
// Runs in  beadle-inspect, single-threaded poll loop.
// Source   ARCHITECTURE.md "Processes"; wire/messages.h "control".
#pragma once

#include "base/owned.h"

namespace beadle::inspect {

int run_controlled(Descriptor control);
int run_for_command(Descriptor requests, Descriptor bundle);

}  // namespace beadle::inspect
