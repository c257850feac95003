// frame.h — frames between Beadle's processes: versioned, bounded, checked on arrival. FORMAT.md has worked octets.
//
// Takes    a stream Unix socket (a socketpair end handed out by beadled, or an admin socket).
// Gives    whole frames with their descriptors. A frame: 16 octets of head, then the body.
//              'B' 'D'  version u8  descriptors u8  type u16  0 u16  id u32  length u32      (little endian)
// Bounds   body <= max_body; descriptors <= max_descriptors; anything else fails `malformed` and the connection ends.
// Fails    malformed, unavailable (closed, timed out). Never throws but std::bad_alloc.
// Runs in  every process.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/owned.h"
#include "base/result.h"

namespace beadle::wire {

constexpr std::uint8_t version = 1;
constexpr std::size_t head_octets = 16;
constexpr std::size_t max_body = 4u << 20;
constexpr std::size_t max_descriptors = 4;

struct Frame {
    std::uint16_t type = 0;
    std::uint32_t id = 0;  // a reply bears the id of its request
    std::string body;
    std::vector<Descriptor> descriptors;
};

// Blocking, for a thread or a program that has nothing else to do. `until` is a steady time in milliseconds, 0 = forever.
Status send_frame(int socket, const Frame& frame, Milliseconds until = 0);
Result<Frame> receive_frame(int socket, Milliseconds until = 0);

// For poll loops: never blocks; reads what there is, writes what fits. Owns the socket (made non-blocking).
class Connection {
  public:
    explicit Connection(Descriptor socket);
    int socket() const { return socket_.get(); }
    Status read_ready();              // after POLLIN/POLLHUP; unavailable = the peer is gone
    std::optional<Frame> next();      // a whole frame, if one has arrived
    void send(Frame frame);           // queued, then written as far as the socket takes it
    Status write_ready();             // after POLLOUT
    bool wants_write() const { return !out_.empty(); }
    std::size_t queued_octets() const { return queued_; }

  private:
    Descriptor socket_;
    std::string in_;
    std::vector<Descriptor> in_descriptors_;
    std::deque<Frame> ready_;
    struct Outgoing {
        std::string octets;
        std::size_t sent = 0;
        std::vector<Descriptor> descriptors;
    };
    std::deque<Outgoing> out_;
    std::size_t queued_ = 0;
};

// Two connected ends, close-on-exec.
Result<std::pair<Descriptor, Descriptor>> socket_pair();

}  // namespace beadle::wire
