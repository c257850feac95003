#include "wire/socket_io.h"

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <cstring>

namespace beadle::wire {
namespace {

constexpr char magic[2] = {'B', 'D'};
constexpr std::size_t control_octets = CMSG_SPACE(sizeof(int) * max_descriptors);

void put(std::string& out, std::uint32_t value, std::size_t octets) {
    for (std::size_t i = 0; i < octets; ++i) out.push_back(static_cast<char>(value >> (8 * i) & 0xff));
}

std::uint32_t get(std::string_view in, std::size_t at, std::size_t octets) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < octets; ++i)
        value |= static_cast<std::uint32_t>(static_cast<unsigned char>(in[at + i])) << (8 * i);
    return value;
}

void attach(msghdr& message, char* control, const std::vector<Descriptor>& descriptors) {
    if (descriptors.empty() || descriptors.size() > max_descriptors) return;
    message.msg_control = control;
    message.msg_controllen = CMSG_SPACE(sizeof(int) * descriptors.size());
    cmsghdr* head = CMSG_FIRSTHDR(&message);
    head->cmsg_level = SOL_SOCKET;
    head->cmsg_type = SCM_RIGHTS;
    head->cmsg_len = CMSG_LEN(sizeof(int) * descriptors.size());
    for (std::size_t i = 0; i < descriptors.size(); ++i) {
        const int fd = descriptors[i].get();
        std::memcpy(CMSG_DATA(head) + i * sizeof fd, &fd, sizeof fd);
    }
}

void collect(msghdr& message, std::vector<Descriptor>& into) {
    for (cmsghdr* c = CMSG_FIRSTHDR(&message); c; c = CMSG_NXTHDR(&message, c)) {
        if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS) continue;
        const std::size_t count = (c->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        for (std::size_t i = 0; i < count; ++i) {
            int fd = -1;
            std::memcpy(&fd, CMSG_DATA(c) + i * sizeof fd, sizeof fd);
            into.emplace_back(fd);
        }
    }
}

bool would_block(int error) {
    // Too many descriptors on their way: poll() does not tell when that ends, so that the caller's loop must not spin.
    const bool crowded = error == ETOOMANYREFS || error == ENOBUFS;
    if (crowded) ::poll(nullptr, 0, 1);
    return crowded || error == EAGAIN || error == EWOULDBLOCK;
}

}  // namespace

Result<std::string> octets_of(const Frame& frame) {
    if (frame.body.size() > max_body || frame.descriptors.size() > max_descriptors)
        return fail(FailureKind::limit, "wire", "a message between processes was too large to send");
    std::string out(magic, sizeof magic);
    out.reserve(head_octets + frame.body.size());
    put(out, version, 1);
    put(out, static_cast<std::uint32_t>(frame.descriptors.size()), 1);
    put(out, frame.type, 2);
    put(out, 0, 2);
    put(out, frame.id, 4);
    put(out, static_cast<std::uint32_t>(frame.body.size()), 4);
    return out + frame.body;
}

Result<Head> parse_head(std::string_view octets) {
    const auto bad = [](const char* why) { return fail(FailureKind::malformed, "wire", why); };
    if (octets.size() < head_octets) return bad("a frame head is cut short");
    if (octets[0] != magic[0] || octets[1] != magic[1]) return bad("what arrived is not a frame");
    if (get(octets, 2, 1) != version) return bad("a frame of another version; the programs are not of one release");
    Head head;
    head.descriptors = static_cast<std::uint8_t>(get(octets, 3, 1));
    head.type = static_cast<std::uint16_t>(get(octets, 4, 2));
    head.id = get(octets, 8, 4);
    head.length = get(octets, 12, 4);
    if (head.descriptors > max_descriptors) return bad("a frame announces too many descriptors");
    if (get(octets, 6, 2) != 0) return bad("a frame head has a reserved octet set");
    if (head.length > max_body) return bad("a frame announces too large a body");
    return head;
}

Moved write_some(int socket, std::string_view octets, const std::vector<Descriptor>& descriptors) {
    iovec part{const_cast<char*>(octets.data()), octets.size()};
    alignas(cmsghdr) std::array<char, control_octets> control{};
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    if (!descriptors.empty()) attach(message, control.data(), descriptors);
    for (;;) {
        const ssize_t n = ::sendmsg(socket, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (n >= 0) return {Progress::some, static_cast<std::size_t>(n)};
        if (errno == EINTR) continue;
        return {would_block(errno) ? Progress::none : Progress::ended, 0};
    }
}

Result<Moved> read_some(int socket, std::size_t most, std::string& into, std::vector<Descriptor>& descriptors) {
    const std::size_t before = into.size();
    into.resize(before + most);
    iovec part{into.data() + before, most};
    alignas(cmsghdr) std::array<char, control_octets> control{};
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = control.data();
    message.msg_controllen = control.size();
    ssize_t n = -1;
    do {
        n = ::recvmsg(socket, &message, MSG_CMSG_CLOEXEC | MSG_DONTWAIT);
    } while (n < 0 && errno == EINTR);
    into.resize(before + static_cast<std::size_t>(std::max<ssize_t>(n, 0)));
    if (n < 0) return Moved{would_block(errno) ? Progress::none : Progress::ended, 0};
    collect(message, descriptors);
    if (message.msg_flags & MSG_CTRUNC)
        return fail(FailureKind::malformed, "wire", "more descriptors arrived than a frame may carry");
    return Moved{n == 0 ? Progress::ended : Progress::some, static_cast<std::size_t>(n)};
}

bool await(int socket, short events, Milliseconds until) {
    for (;;) {
        const Milliseconds left = until ? until - system_clock().steady() : -1;
        if (until && left <= 0) return false;
        pollfd one{socket, events, 0};
        const int n = ::poll(&one, 1, until ? static_cast<int>(std::min<Milliseconds>(left, INT_MAX)) : -1);
        if (n > 0 || (n < 0 && errno != EINTR)) return true;  // an error shows in the read or write that follows
    }
}

Status send_octets(int socket, std::string_view octets, const std::vector<Descriptor>& descriptors, Milliseconds until,
                   std::size_t& sent) {
    static const std::vector<Descriptor> none;
    while (sent < octets.size()) {
        const Moved moved = write_some(socket, octets.substr(sent), sent == 0 ? descriptors : none);
        sent += moved.octets;
        if (moved.progress == Progress::ended)
            return fail(FailureKind::unavailable, "wire", "the other process is gone");
        if (moved.progress == Progress::none && !await(socket, POLLOUT, until))
            return fail(FailureKind::unavailable, "wire", "the other process did not take the message in time");
    }
    return Done{};
}

}  // namespace beadle::wire
