// The half of frame.h that never blocks.
#include <fcntl.h>

#include "base/log.h"
#include "wire/frame.h"
#include "wire/socket_io.h"

namespace beadle::wire {
namespace {

constexpr std::size_t read_step = 64u << 10;
constexpr int steps_a_turn = 16;  // so that one busy peer does not keep a loop from its others

// Whole frames are taken off the front of `in`; what remains is the beginning of one.
Status take_frames(std::string& in, std::vector<Descriptor>& descriptors, std::deque<Frame>& ready) {
    std::size_t at = 0;
    while (in.size() - at >= head_octets) {
        const auto head = parse_head(std::string_view(in).substr(at, head_octets));
        if (!head) return head.failure();
        if (in.size() - at - head_octets < head->length) break;
        if (descriptors.size() < head->descriptors)
            return fail(FailureKind::malformed, "wire", "a frame came without the descriptors that it announced");
        Frame frame;
        frame.type = head->type;
        frame.id = head->id;
        frame.body = in.substr(at + head_octets, head->length);
        for (std::size_t i = 0; i < head->descriptors; ++i) frame.descriptors.push_back(std::move(descriptors[i]));
        descriptors.erase(descriptors.begin(), descriptors.begin() + head->descriptors);
        ready.push_back(std::move(frame));
        at += head_octets + head->length;
    }
    in.erase(0, at);
    return Done{};
}

}  // namespace

Connection::Connection(Descriptor socket) : socket_(std::move(socket)) {
    const int flags = ::fcntl(socket_.get(), F_GETFL);
    if (flags >= 0) ::fcntl(socket_.get(), F_SETFL, flags | O_NONBLOCK);
}

Status Connection::read_ready() {
    for (int step = 0; step < steps_a_turn; ++step) {
        const auto moved = read_some(socket_.get(), read_step, in_, in_descriptors_);
        if (!moved) return moved.failure();
        if (auto taken = take_frames(in_, in_descriptors_, ready_); !taken) return taken;
        // Descriptors belong to the frame whose first octet they came with: none may be left without a frame begun.
        if (in_descriptors_.size() > (in_.empty() ? 0 : max_descriptors))
            return fail(FailureKind::malformed, "wire", "descriptors arrived that no frame announced");
        if (moved->progress == Progress::ended)
            return fail(FailureKind::unavailable, "wire", "the other process is gone");
        if (moved->progress == Progress::none) break;
    }
    return Done{};
}

std::optional<Frame> Connection::next() {
    if (ready_.empty()) return std::nullopt;
    Frame frame = std::move(ready_.front());
    ready_.pop_front();
    return frame;
}

void Connection::send(Frame frame) {
    auto octets = octets_of(frame);
    if (!octets) {
        log::error("a message between processes was not sent", {{"cause", octets.failure().what}});
        return;
    }
    queued_ += octets->size();
    out_.push_back({std::move(*octets), 0, std::move(frame.descriptors)});
    // A failure shows again at the next write_ready() or read_ready(), where the caller can end the connection.
    static_cast<void>(write_ready());
}

Status Connection::write_ready() {
    static const std::vector<Descriptor> none;
    while (!out_.empty()) {
        Outgoing& first = out_.front();
        const Moved moved = write_some(socket_.get(), std::string_view(first.octets).substr(first.sent),
                                       first.sent == 0 ? first.descriptors : none);
        if (moved.progress == Progress::ended)
            return fail(FailureKind::unavailable, "wire", "the other process is gone");
        if (moved.progress == Progress::none) return Done{};
        first.sent += moved.octets;
        queued_ -= moved.octets;
        if (first.sent == first.octets.size()) out_.pop_front();
    }
    return Done{};
}

}  // namespace beadle::wire
