#include "session/channel_slot.h"

#include <algorithm>
#include <chrono>

namespace beadle::session {

void ChannelSlot::put(Descriptor socket) {
    auto fresh = std::make_shared<wire::Channel>(std::move(socket));
    std::shared_ptr<wire::Channel> older;  // ended outside the lock
    {
        const std::lock_guard lock(mutex_);
        older = std::exchange(channel_, std::move(fresh));
    }
    changed_.notify_all();
}

std::shared_ptr<wire::Channel> ChannelSlot::get() const {
    const std::lock_guard lock(mutex_);
    return channel_;
}

bool ChannelSlot::closed() const {
    const std::lock_guard lock(mutex_);
    return channel_ && channel_->closed();
}

bool ChannelSlot::usable(const wire::Channel* spent) const {
    return channel_ && channel_.get() != spent && !channel_->closed();
}

Result<std::shared_ptr<wire::Channel>> ChannelSlot::wait(const wire::Channel* spent, const Patience& patience) const {
    Milliseconds next_tick = patience.clock.steady() + patience.every;
    std::unique_lock lock(mutex_);
    while (!usable(spent)) {
        if (patience.left() <= 0) return fail(FailureKind::unavailable, "session", "the peer process is not there");
        const auto pause = std::clamp<Milliseconds>(std::min(patience.left(), next_tick - patience.clock.steady()), 1, 100);
        changed_.wait_for(lock, std::chrono::milliseconds(pause));
        if (patience.clock.steady() < next_tick) continue;
        next_tick = patience.clock.steady() + patience.every;
        lock.unlock();
        if (patience.tick) patience.tick();
        lock.lock();
    }
    return channel_;
}

}  // namespace beadle::session
