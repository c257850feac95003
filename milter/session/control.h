// control.h — beadled's word to the session process: settings, peers, listening socket, switch, status, drain.
//
// Takes    the control socket. Runs in the process's first thread; libmilter gets one of its own.
// Gives    the exit code of the process. Drain swaps a private listening socket over the handed one, so that new clients go
//          to the successor, waits until no message is between MAIL and its verdict, and ends the process. An end to another
//          process that closed is asked for anew (cut_off.h).
// Fails    control socket gone: the same as Drain, as beadled is no more. A frame that beadled may not send ends it too.
// Runs in  session, first thread. It alone has HUP, TERM and INT unblocked, and ignores them: libmilter's signal thread waits
//          for blocked ones and would stop on any of them; the kernel drops an ignored signal that the first thread does not
//          block, so none ever reaches it. The supervisor owns the signals.
// Source   ARCHITECTURE.md "Reload"; milter protocol notes: lossless restart.
#pragma once

#include <cstdint>
#include <memory>

#include "session/cut_off.h"
#include "session/gateway.h"
#include "wire/frame.h"

namespace beadle::session {

class Control {
  public:
    Control(Gateway& gateway, Descriptor socket);
    int run();

  private:
    bool on_frame(wire::Frame frame);  // false: beadled broke the rules
    bool on_configure(const wire::Frame& frame);
    bool on_peer(wire::Frame frame);
    bool on_listen(wire::Frame frame);
    void begin_drain(Milliseconds longest);
    bool drained();
    void tell_released();
    void ask_for_ends();
    Gateway& gateway_;
    wire::Connection connection_;
    CutOff cut_off_;
    Descriptor listening_;
    bool gone_ = false, dropped_ = false;
    Milliseconds drain_until_ = 0, quiet_since_ = 0;
};

// SIGPIPE, HUP, TERM, INT ignored; called before any other thread exists.
void ignore_signals();

}  // namespace beadle::session
