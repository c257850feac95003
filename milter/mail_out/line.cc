#include "mail_out/line.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace beadle::mail_out {

bool Line::failed(std::string why) {
    if (problem_.empty()) problem_ = std::move(why);
    return false;
}

bool Line::wait_for(short events) {
    while (true) {
        const Milliseconds left = until_ - clock_.steady();
        if (left <= 0) return failed("the server did not answer in time");
        pollfd p{socket_.get(), events, 0};
        const int n = ::poll(&p, 1, static_cast<int>(std::min<Milliseconds>(left, 1000)));
        if (n > 0) return true;
        if (alive_) alive_();
        if (n < 0 && errno != EINTR) return failed("the connection could not be waited for");
    }
}

bool Line::connect(const Endpoint& endpoint) {
    sockaddr_storage storage{};
    socklen_t length = sizeof(sockaddr_in);
    if (endpoint.six) {
        auto* a = reinterpret_cast<sockaddr_in6*>(&storage);
        a->sin6_family = AF_INET6;
        a->sin6_port = htons(endpoint.port);
        ::inet_pton(AF_INET6, endpoint.address.c_str(), &a->sin6_addr);
        length = sizeof(sockaddr_in6);
    } else {
        auto* a = reinterpret_cast<sockaddr_in*>(&storage);
        a->sin_family = AF_INET;
        a->sin_port = htons(endpoint.port);
        ::inet_pton(AF_INET, endpoint.address.c_str(), &a->sin_addr);
    }
    socket_.reset(::socket(storage.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    if (!socket_) return failed("no socket could be made");
    const int on = 1;  // small commands would wait 40 ms for an acknowledgement otherwise
    ::setsockopt(socket_.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (::connect(socket_.get(), reinterpret_cast<const sockaddr*>(&storage), length) == 0) return true;
    if (errno != EINPROGRESS) return failed(std::string("could not connect: ") + std::strerror(errno));
    if (!wait_for(POLLOUT)) return false;
    int error = 0;
    socklen_t size = sizeof error;
    ::getsockopt(socket_.get(), SOL_SOCKET, SO_ERROR, &error, &size);
    return error == 0 || failed(std::string("could not connect: ") + std::strerror(error));
}

bool Line::write(std::string_view octets) {
    while (!octets.empty()) {
        const ssize_t n = ::send(socket_.get(), octets.data(), octets.size(), MSG_NOSIGNAL);
        if (n > 0) {
            octets.remove_prefix(static_cast<std::size_t>(n));
        } else if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
            if (!wait_for(POLLOUT)) return false;
        } else if (n < 0 && errno != EINTR) {
            return failed(std::string("the connection broke while sending: ") + std::strerror(errno));
        }
    }
    return true;
}

// One read; false at the end of the connection or on an error. An empty socket is not an error.
bool Line::read_some() {
    char buffer[4096];
    const ssize_t n = ::recv(socket_.get(), buffer, sizeof buffer, 0);
    if (n > 0) reader_.feed(std::string_view(buffer, static_cast<std::size_t>(n)));
    if (n == 0) return failed("the server closed the connection");
    if (n < 0 && errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR)
        return failed(std::string("the connection broke: ") + std::strerror(errno));
    return true;
}

std::optional<Reply> Line::reply() {
    while (true) {
        auto whole = reader_.next();
        if (reader_.broken() || (whole && reader_.pending())) {
            failed("the server's reply is not SMTP, or it said more than it was asked");
            return std::nullopt;
        }
        if (whole) return whole;
        if (!wait_for(POLLIN) || !read_some()) return std::nullopt;
    }
}

std::optional<Reply> Line::early() {
    pollfd p{socket_.get(), POLLIN, 0};
    if (::poll(&p, 1, 0) <= 0 || !read_some()) return std::nullopt;
    auto whole = reader_.next();
    if (reader_.broken() || reader_.pending()) failed("the server spoke before it was its turn");
    return whole;
}

}  // namespace beadle::mail_out
