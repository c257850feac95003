#include "wire/frame.h"

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>

#include "wire/socket_io.h"

namespace beadle::wire {
namespace {

constexpr std::size_t body_step = 256u << 10;  // memory grows with what arrives, not with what is announced

Failure gone(bool begun) {
    return fail(FailureKind::unavailable, "wire",
                begun ? "the other process ended in the middle of a message" : "the other process is gone");
}

// Until `into` has `wanted` octets.
Status read_up_to(int socket, std::size_t wanted, Milliseconds until, std::string& into,
                  std::vector<Descriptor>& descriptors, bool begun) {
    while (into.size() < wanted) {
        const auto moved = read_some(socket, std::min(wanted - into.size(), body_step), into, descriptors);
        if (!moved) return moved.failure();
        begun = begun || moved->octets > 0;
        if (moved->progress == Progress::ended) return gone(begun);
        if (moved->progress == Progress::none && !await(socket, POLLIN, until))
            return fail(FailureKind::unavailable, "wire", "no answer in time");
    }
    return Done{};
}

}  // namespace

Status send_frame(int socket, const Frame& frame, Milliseconds until) {
    const auto octets = octets_of(frame);
    if (!octets) return octets.failure();
    std::size_t sent = 0;
    return send_octets(socket, *octets, frame.descriptors, until, sent);
}

Result<Frame> receive_frame(int socket, Milliseconds until) {
    Frame frame;
    std::string octets;
    if (auto read = read_up_to(socket, head_octets, until, octets, frame.descriptors, false); !read)
        return read.failure();
    const auto head = parse_head(octets);
    if (!head) return head.failure();
    if (auto read = read_up_to(socket, head->length, until, frame.body, frame.descriptors, true); !read)
        return read.failure();
    if (frame.descriptors.size() != head->descriptors)
        return fail(FailureKind::malformed, "wire",
                    "a frame came with another number of descriptors than it announced");
    frame.type = head->type;
    frame.id = head->id;
    return frame;
}

Result<std::pair<Descriptor, Descriptor>> socket_pair() {
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0)
        return fail(FailureKind::unavailable, "wire", "no socket pair could be made");
    return std::pair{Descriptor(ends[0]), Descriptor(ends[1])};
}

}  // namespace beadle::wire
