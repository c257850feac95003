// control.h — what beadled says to beadle-mail, answered.
//
// Takes    the control socket. Configure, Switch, Peer(record), StatusRequest, Drain.
//          Asks with NeedPeer when its end to beadle-record closed and none follows.
// Gives    the exit code: 0 drained, or beadled is gone; 3 the first settings were bad; 4 the control socket broke.
// Runs in  mail, on the main thread; the mailer has its own. Never throws.
// Source   wire/messages.h "control".
#pragma once

#include "base/clock.h"
#include "base/owned.h"

namespace beadle::mail_out {

int serve(Descriptor control, const Clock& clock);

}  // namespace beadle::mail_out
