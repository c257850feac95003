// channel.h — requests and replies over one socket, asked by many threads at once.
//
// Takes    the end of a socketpair that beadled handed out (or a connected admin socket).
// Gives    call(): sends, waits for the frame with the same id, or fails when `until` (steady ms) has passed. A reply that
//          comes later is dropped. post(): sends and forgets.
// Fails    unavailable: closed, or too late; malformed: the peer broke the format (the channel then closes).
// Runs in  session (threads), mail, cli. One reader thread per channel. Never throws.
#pragma once

#include <functional>
#include <memory>

#include "wire/messages.h"

namespace beadle::wire {

class Channel {
  public:
    explicit Channel(Descriptor socket);
    ~Channel();  // closes; waiting calls fail unavailable
    Channel(const Channel&) = delete;
    Channel& operator=(const Channel&) = delete;

    Result<Frame> call(Frame request, Milliseconds until);
    // While waiting, `tick` is called about every `every` milliseconds on the caller's thread (progress to the MTA).
    Result<Frame> call(Frame request, Milliseconds until, Milliseconds every, const std::function<void()>& tick);
    // An answer of several frames, at most `most`: take() is given each and says whether another one follows.
    Status call_each(Frame request, Milliseconds until, std::size_t most, const std::function<bool(const Frame&)>& take);
    Status post(const Frame& request);
    bool closed() const;
    void close();

    template <class Reply, class Request>
    Result<Reply> ask(const Request& request, Milliseconds until) {
        auto frame = call(frame_of(request), until);
        if (!frame) return frame.failure();
        return message_of<Reply>(*frame);
    }

  private:
    struct State;
    struct Left;
    std::shared_ptr<State> state_;  // shared with the reader thread (decision 0006)
};

}  // namespace beadle::wire
