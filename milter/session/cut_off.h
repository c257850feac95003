// cut_off.h — which ends to other processes closed though nobody was restarted, and when beadled is asked for new ones.
//
// Takes    the ends that are closed now, looked at again and again.
// Gives    those to ask for: after two seconds (a restart takes less, and its successor is introduced anyway), then every
//          five. An end closes without its process when a frame on it was not understood, was not read in time, or came with
//          a descriptor for which no room was left.
// Runs in  session, first thread. Never throws but std::bad_alloc.
#pragma once

#include <map>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "wire/messages.h"

namespace beadle::session {

class CutOff {
  public:
    static constexpr Milliseconds first_wait = 2'000, next_wait = 5'000;
    std::vector<wire::NeedPeer> due(const std::vector<wire::NeedPeer>& closed, Milliseconds now);

  private:
    std::map<std::pair<wire::Role, std::uint32_t>, Milliseconds> ask_at_;
};

}  // namespace beadle::session
