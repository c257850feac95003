#include "wire/channel.h"

#include <sys/socket.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <thread>

#include "wire/socket_io.h"

namespace beadle::wire {
namespace {

constexpr std::size_t most_waiting = 4096;

Failure too_late() { return fail(FailureKind::unavailable, "wire", "no answer in time"); }

using Steady = std::chrono::steady_clock::time_point;
Steady time_of(Milliseconds until) { return Steady(std::chrono::milliseconds(until)); }

}  // namespace

struct Channel::State {
    struct Waiting {
        std::condition_variable wake;
        std::deque<Frame> replies;
        std::size_t most = 1;  // more than that wait for nobody
    };
    Descriptor socket;
    mutable std::mutex mutex;
    std::condition_variable sent;  // the socket is free for the next sender
    bool sending = false;
    std::string owed;                           // the sender's alone: the rest of a frame that went out in part
    std::optional<Failure> ended;               // why nothing can be asked any more
    std::map<std::uint32_t, Waiting*> waiting;  // each lives on its caller's stack while it is in here
    std::uint32_t last_id = 0;
    std::thread reader;

    void end(Failure why);
    void read();
    Status send(const Frame& frame, Milliseconds until);
    Status send_alone(std::string_view octets, const std::vector<Descriptor>& descriptors, Milliseconds until);
    Result<Frame> wait(Waiting& mine, Milliseconds until, Milliseconds every, const std::function<void()>& tick);
    Result<std::uint32_t> enter(Waiting& mine);
    void leave(std::uint32_t id);
};

struct Channel::Left {
    State& state;
    std::uint32_t id;
    ~Left() { state.leave(id); }
};

void Channel::State::end(Failure why) {
    const std::lock_guard lock(mutex);
    if (ended) return;
    ended = std::move(why);
    ::shutdown(socket.get(),
               SHUT_RDWR);  // wakes the reader and a sender that waits; the number stays ours until the end
    for (auto& [id, one] : waiting) one->wake.notify_all();
    sent.notify_all();
}

void Channel::State::read() {
    for (;;) {
        auto frame = receive_frame(socket.get());
        if (!frame) return end(frame.failure());
        const std::lock_guard lock(mutex);
        const auto found = waiting.find(frame->id);
        if (found == waiting.end() || found->second->replies.size() >= found->second->most) continue;  // nobody waits for it
        found->second->replies.push_back(std::move(*frame));
        found->second->wake.notify_all();
    }
}

// One sender at a time. What is left of a frame that went out in part is sent before the next one, so that a peer that
// was slow to read never makes the stream useless for all.
Status Channel::State::send(const Frame& frame, Milliseconds until) {
    const auto octets = octets_of(frame);
    if (!octets) return octets.failure();
    {
        std::unique_lock lock(mutex);
        const auto free = [&] { return ended || !sending; };
        if (!until)
            sent.wait(lock, free);
        else if (!sent.wait_until(lock, time_of(until), free))
            return too_late();
        if (ended) return *ended;
        sending = true;
    }
    Status done = send_alone(*octets, frame.descriptors, until);
    const std::lock_guard lock(mutex);
    sending = false;
    sent.notify_one();
    return done;
}

Status Channel::State::send_alone(std::string_view octets, const std::vector<Descriptor>& descriptors,
                                  Milliseconds until) {
    std::size_t done = 0;
    Status paid = send_octets(socket.get(), owed, {}, until, done);
    owed.erase(0, done);
    if (!paid) return paid;
    done = 0;
    Status went = send_octets(socket.get(), octets, descriptors, until, done);
    if (done > 0) owed = octets.substr(done);
    return went;
}

Result<std::uint32_t> Channel::State::enter(Waiting& mine) {
    const std::lock_guard lock(mutex);
    if (ended) return *ended;
    if (waiting.size() >= most_waiting)
        return fail(FailureKind::unavailable, "wire", "too many requests are waiting for the other process");
    do {
        ++last_id;
    } while (last_id == 0 || waiting.contains(last_id));
    waiting[last_id] = &mine;
    return last_id;
}

void Channel::State::leave(std::uint32_t id) {
    const std::lock_guard lock(mutex);
    waiting.erase(id);
}

Result<Frame> Channel::State::wait(Waiting& mine, Milliseconds until, Milliseconds every,
                                   const std::function<void()>& tick) {
    std::unique_lock lock(mutex);
    const auto done = [&] { return ended || !mine.replies.empty(); };
    Milliseconds next = every > 0 ? system_clock().steady() + every : 0;
    while (!done()) {
        const Milliseconds now = system_clock().steady();
        if (until && now >= until) break;
        if (next && now >= next) {
            lock.unlock();
            tick();
            lock.lock();
            next = system_clock().steady() + every;
            continue;
        }
        const Milliseconds wake = next && (!until || next < until) ? next : until;
        if (wake)
            mine.wake.wait_until(lock, time_of(wake), done);
        else
            mine.wake.wait(lock, done);
    }
    if (mine.replies.empty()) return ended ? *ended : too_late();
    Frame first = std::move(mine.replies.front());
    mine.replies.pop_front();
    return first;
}

Channel::Channel(Descriptor socket) : state_(std::make_shared<State>()) {
    state_->socket = std::move(socket);
    state_->reader = std::thread([state = state_.get()] { state->read(); });  // joined before the state goes
}

Channel::~Channel() {
    close();
    state_->reader.join();
}

Result<Frame> Channel::call(Frame request, Milliseconds until) { return call(std::move(request), until, 0, {}); }

Result<Frame> Channel::call(Frame request, Milliseconds until, Milliseconds every, const std::function<void()>& tick) {
    const std::shared_ptr<State> state = state_;
    State::Waiting mine;
    const auto id = state->enter(mine);
    if (!id) return id.failure();
    const Left left{*state, *id};  // `mine` must be out of the map before it goes, whatever tick() does
    request.id = *id;
    if (auto sent = state->send(request, until); !sent) return sent.failure();
    return state->wait(mine, until, tick ? every : 0, tick);
}

Status Channel::call_each(Frame request, Milliseconds until, std::size_t most, const std::function<bool(const Frame&)>& take) {
    const std::shared_ptr<State> state = state_;
    State::Waiting mine;
    mine.most = most;
    const auto id = state->enter(mine);
    if (!id) return id.failure();
    const Left left{*state, *id};
    request.id = *id;
    if (auto sent = state->send(request, until); !sent) return sent.failure();
    for (std::size_t i = 0; i < most; ++i) {
        auto frame = state->wait(mine, until, 0, {});
        if (!frame) return frame.failure();
        if (!take(*frame)) return Done{};
    }
    return fail(FailureKind::limit, "wire", "the answer is too long");
}

Status Channel::post(const Frame& request) {
    constexpr Milliseconds patience = 5'000;
    return state_->send(request, system_clock().steady() + patience);
}

bool Channel::closed() const {
    const std::lock_guard lock(state_->mutex);
    return state_->ended.has_value();
}

void Channel::close() { state_->end(fail(FailureKind::unavailable, "wire", "the connection was closed")); }

}  // namespace beadle::wire
