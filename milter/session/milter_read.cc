#include "session/milter_read.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>

#include "session/conversation.h"

namespace beadle::session {

void PacketMeter::take(const unsigned char* octets, std::size_t n) {
    while (n > 0) {
        if (left_ > 0) {
            const std::size_t step = n < left_ ? n : left_;
            left_ -= step;
            octets += step;
            n -= step;
            continue;
        }
        if (head_ < 4) {
            length_ = length_ << 8 | *octets;
        } else {
            command_ = static_cast<char>(*octets);
            data_octets_ = left_ = length_ > 0 ? length_ - 1 : 0;
        }
        head_ = head_ < 4 ? head_ + 1 : 0;
        if (head_ == 0) length_ = 0;
        ++octets;
        --n;
    }
}

ConnectionThread& connection_thread() {
    thread_local ConnectionThread mine;
    return mine;
}

void hear_what_is_left() {
    auto& mine = connection_thread();
    char octet = 0;
    if (mine.conversation && mine.conversation->waits_to_be_heard() && mine.socket >= 0 &&
        ::recv(mine.socket, &octet, 1, MSG_DONTWAIT | MSG_PEEK) == 1)
        mine.conversation->heard();
}

namespace {

void acknowledge(int fd, ConnectionThread& mine) {
    using Transport = ConnectionThread::Transport;
    if (mine.transport == Transport::other) return;
    const int on = 1;
    const bool tcp = ::setsockopt(fd, IPPROTO_TCP, TCP_QUICKACK, &on, sizeof on) == 0;
    mine.transport = tcp ? Transport::tcp : Transport::other;
}

}  // namespace
}  // namespace beadle::session

// What comm.c of our libmilter calls instead of read(2).
extern "C" ssize_t beadle_milter_read(int fd, void* buffer, size_t size);
extern "C" ssize_t beadle_milter_read(int fd, void* buffer, size_t size) {
    const ssize_t n = ::read(fd, buffer, size);
    if (n <= 0) return n;
    const int kept = errno;
    auto& mine = beadle::session::connection_thread();
    mine.socket = fd;
    try {
        beadle::session::acknowledge(fd, mine);
        mine.meter.take(static_cast<const unsigned char*>(buffer), static_cast<std::size_t>(n));
        if (mine.conversation) mine.conversation->heard();
    } catch (...) {  // out of memory: the record stays pending, the mail goes on
    }
    errno = kept;
    return n;
}
