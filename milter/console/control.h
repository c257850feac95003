// control.h — what beadled says to beadle-console, answered.
//
// Takes    the control socket. Configure, Switch, Peer(record), StatusRequest, Drain. Asks with NeedPeer when its end
// to
//          beadle-record closed and none follows.
// Gives    the exit code: 0 drained, or beadled is gone; 3 the first settings were bad or the port is taken; 4 the
// control socket broke. Bounds   1 GiB of memory: a header section without end costs this process, nobody else. Runs
// in  console, on the main thread; the server has its own. Never throws. Source   wire/messages.h "control".
#pragma once

#include "base/clock.h"
#include "base/owned.h"

namespace beadle::console {

int serve(Descriptor control, const Clock& clock);

}  // namespace beadle::console
