// fake_server.h — an SMTP server on loopback that does one scripted thing and keeps what it was told.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <functional>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "base/owned.h"

namespace beadle::test {

struct Script {
    std::string greeting = "220 fake ESMTP\r\n";
    std::vector<std::string> offers = {"PIPELINING", "SIZE 60000000", "8BITMIME", "SMTPUTF8", "DSN"};
    std::map<std::string, std::string> rcpt;       // by "<address>"; "250 2.1.5 ok" else
    std::string mail = "250 2.1.0 ok\r\n";
    std::string data = "354 go on\r\n";
    std::string after_dot = "250 2.0.0 queued as 4F00D\r\n";
    int wait_after_dot = 0;  // milliseconds
    bool hang_after_dot = false, close_after_dot = false, close_in_data = false, refuse_ehlo = false;
};

class FakeServer {
  public:
    explicit FakeServer(Script script, int most = 1) : script_(std::move(script)), left_(most) {
        listening_.reset(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
        sockaddr_in at{};
        at.sin_family = AF_INET;
        at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        ::bind(listening_.get(), reinterpret_cast<sockaddr*>(&at), sizeof at);
        ::listen(listening_.get(), 8);
        socklen_t size = sizeof at;
        ::getsockname(listening_.get(), reinterpret_cast<sockaddr*>(&at), &size);
        endpoint_ = "127.0.0.1:" + std::to_string(ntohs(at.sin_port));
        thread_ = std::thread([this] { run(); });
    }
    ~FakeServer() { stop(); }
    void stop() {
        stopping_ = true;
        if (thread_.joinable()) thread_.join();
    }
    const std::string& endpoint() const { return endpoint_; }
    // After stop(): what was said, and the octets between 354 and the final dot, dots still doubled.
    std::vector<std::string> commands;
    std::string data;
    std::atomic<int> connections{0};
    std::atomic<bool> quit{false};

  private:
    void run() {
        while (!stopping_ && left_ > 0) {
            pollfd p{listening_.get(), POLLIN, 0};
            if (::poll(&p, 1, 20) <= 0) continue;
            client_.reset(::accept4(listening_.get(), nullptr, nullptr, SOCK_CLOEXEC));
            ++connections;
            --left_;
            in_.clear();
            talk();
            client_.reset();
        }
    }
    void say(const std::string& text) { (void)!::send(client_.get(), text.data(), text.size(), MSG_NOSIGNAL); }
    // Up to and with `end`; "" when the client is gone or the test is over.
    std::string until(const std::string& end) {
        while (!stopping_) {
            const auto at = in_.find(end);
            if (at != std::string::npos) {
                std::string out = in_.substr(0, at + end.size());
                in_.erase(0, out.size());
                return out;
            }
            pollfd p{client_.get(), POLLIN, 0};
            if (::poll(&p, 1, 20) <= 0) continue;
            char buffer[65536];
            const ssize_t n = ::recv(client_.get(), buffer, sizeof buffer, 0);
            if (n <= 0) return "";
            in_.append(buffer, static_cast<std::size_t>(n));
        }
        return "";
    }
    void greet_back() {
        std::string text;
        for (std::size_t i = 0; i <= script_.offers.size(); ++i)
            text += std::string("250") + (i == script_.offers.size() ? ' ' : '-') + (i == 0 ? "fake" : script_.offers[i - 1]) + "\r\n";
        say(text);
    }
    void talk() {
        say(script_.greeting);
        while (true) {
            std::string line = until("\r\n");
            if (line.empty()) return;
            line.resize(line.size() - 2);
            commands.push_back(line);
            if (line.starts_with("EHLO")) script_.refuse_ehlo ? say("502 no\r\n") : greet_back();
            else if (line.starts_with("MAIL")) say(script_.mail);
            else if (line.starts_with("RCPT")) {
                const auto known = script_.rcpt.find(line.substr(8, line.find('>') - 7));
                say(known == script_.rcpt.end() ? "250 2.1.5 ok\r\n" : known->second);
            } else if (line == "DATA") {
                say(script_.data);
                if (script_.close_in_data) return;
                if (!script_.data.starts_with("354")) continue;
                // An empty message is a dot on the first line.
                in_.insert(0, "\r\n");
                data = until("\r\n.\r\n");
                if (data.empty()) return;
                data = data.substr(2, data.size() - 5);
                if (script_.close_after_dot) return;
                if (script_.hang_after_dot) {
                    while (!stopping_) ::usleep(5000);
                    return;
                }
                for (int left = script_.wait_after_dot; left > 0 && !stopping_; left -= 10) ::usleep(10'000);
                say(script_.after_dot);
            } else if (line == "QUIT") {
                quit = true;
                say("221 bye\r\n");
                return;
            } else {
                say("250 ok\r\n");
            }
        }
    }

    Script script_;
    int left_;
    Descriptor listening_, client_;
    std::string endpoint_, in_;
    std::atomic<bool> stopping_{false};
    std::thread thread_;
};

}  // namespace beadle::test
