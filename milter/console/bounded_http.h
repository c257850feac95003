// bounded_http.h — cpp-httplib's server with a whole request bounded in time, not only each read of it.
//
// Takes    connections from its pool of threads. Gives each a stream whose reads end `whole_request` after it began, and after
//          `crowded_request` while more than half of the threads are taken: who sends an octet now and then holds no thread.
// Fails    a read after the time is an error of the connection, which is closed without an answer.
// Runs in  console, threads of the server; included by server.cc alone.
// Source   cpp-httplib 0.11.4: its read timeout begins anew with every octet.
#pragma once

#include <arpa/inet.h>
#include <httplib.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <string>

namespace beadle::console {

class BoundedStream final : public httplib::Stream {
  public:
    using Time = std::chrono::steady_clock::time_point;
    static constexpr std::chrono::milliseconds whole_request{10'000}, crowded_request{1'000}, whole_answer{30'000};

    BoundedStream(socket_t of, const std::atomic<int>& busy, int crowded)
        : socket_(of), busy_(busy), crowded_(crowded), began_(std::chrono::steady_clock::now()) {}

    bool is_readable() const override { return used_ < got_ || wait(POLLIN); }
    bool is_writable() const override { return wait(POLLOUT); }
    ssize_t read(char* to, std::size_t size) override {
        if (used_ == got_) {
            if (!wait(POLLIN)) return -1;
            const ssize_t n = ::recv(socket_, buffer_.data(), buffer_.size(), 0);
            if (n <= 0) return n;
            used_ = 0;
            got_ = static_cast<std::size_t>(n);
        }
        const std::size_t n = std::min(size, got_ - used_);
        std::copy_n(buffer_.data() + used_, n, to);
        used_ += n;
        return static_cast<ssize_t>(n);
    }
    ssize_t write(const char* from, std::size_t size) override {
        return wait(POLLOUT) ? ::send(socket_, from, size, MSG_NOSIGNAL) : -1;
    }
    void get_remote_ip_and_port(std::string& ip, int& port) const override { name_of(&::getpeername, ip, port); }
    void get_local_ip_and_port(std::string& ip, int& port) const override { name_of(&::getsockname, ip, port); }
    socket_t socket() const override { return socket_; }

  private:
    std::chrono::milliseconds allowed(short what) const {
        if (what == POLLOUT) return whole_answer;
        return busy_.load() > crowded_ ? crowded_request : whole_request;
    }
    // Looked at four times a second: it may become crowded while this one waits.
    bool wait(short what) const {
        while (true) {
            const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(began_ + allowed(what) - std::chrono::steady_clock::now());
            if (left.count() <= 0) return false;
            pollfd one{socket_, what, 0};
            const int n = ::poll(&one, 1, static_cast<int>(std::min<std::int64_t>(left.count(), 250)));
            if (n > 0) return true;
            if (n < 0 && errno != EINTR) return false;
        }
    }
    template <class Ask>
    void name_of(Ask ask, std::string& ip, int& port) const {
        sockaddr_storage at{};
        socklen_t size = sizeof at;
        std::array<char, INET6_ADDRSTRLEN> text{};
        if (ask(socket_, reinterpret_cast<sockaddr*>(&at), &size) != 0) return;
        if (at.ss_family == AF_INET) {
            const auto& four = reinterpret_cast<const sockaddr_in&>(at);
            if (::inet_ntop(AF_INET, &four.sin_addr, text.data(), text.size())) ip = text.data();
            port = ntohs(four.sin_port);
        } else if (at.ss_family == AF_INET6) {
            const auto& six = reinterpret_cast<const sockaddr_in6&>(at);
            if (::inet_ntop(AF_INET6, &six.sin6_addr, text.data(), text.size())) ip = text.data();
            port = ntohs(six.sin6_port);
        }
    }
    socket_t socket_;
    const std::atomic<int>& busy_;
    int crowded_;
    Time began_;
    std::array<char, 4096> buffer_{};
    std::size_t used_ = 0, got_ = 0;
};

class BoundedHttp final : public httplib::Server {
  public:
    explicit BoundedHttp(int threads) : crowded_(threads / 2) {}

  private:
    bool process_and_close_socket(socket_t socket) override {
        ++busy_;
        bool closed = false;
        BoundedStream stream(socket, busy_, crowded_);
        const bool done = process_request(stream, true, closed, nullptr);
        ::shutdown(socket, SHUT_RDWR);
        ::close(socket);
        --busy_;
        return done;
    }
    std::atomic<int> busy_ = 0;
    int crowded_;
};

}  // namespace beadle::console
