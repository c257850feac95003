// channel_slot.h — the current channel to a peer that beadled may replace at any time.
//
// Takes    new ends from the control thread.
// Gives    the newest channel; whoever still waits on an older one keeps it until its answer has come (decision 0006).
// Fails    unavailable: no open channel in time.
// Runs in  session: control thread puts, connection threads get.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>

#include "base/owned.h"
#include "base/result.h"
#include "wire/channel.h"
#include "session/patience.h"

namespace beadle::session {

class ChannelSlot {
  public:
    void put(Descriptor socket);
    std::shared_ptr<wire::Channel> get() const;  // may be null or closed
    bool closed() const;                         // there was one, and no other has come since it closed
    // An open channel other than `spent`.
    Result<std::shared_ptr<wire::Channel>> wait(const wire::Channel* spent, const Patience& patience) const;

  private:
    bool usable(const wire::Channel* spent) const;
    mutable std::mutex mutex_;
    mutable std::condition_variable changed_;
    std::shared_ptr<wire::Channel> channel_;
};

}  // namespace beadle::session
