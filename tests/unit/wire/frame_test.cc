#include "wire/frame.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/socket.h>

#include <array>
#include <cstring>
#include <thread>

#include "base/text.h"
#include "wire/messages.h"
#include "wire/socket_io.h"

namespace beadle::wire {
namespace {

struct Pair {
    Descriptor one, other;
};
Pair ends() {
    auto made = socket_pair();
    return {std::move(made->first), std::move(made->second)};
}
Milliseconds soon(Milliseconds ms = 2'000) { return system_clock().steady() + ms; }

Frame frame(std::uint16_t type, std::uint32_t id, std::string body, int descriptors = 0) {
    Frame f{type, id, std::move(body), {}};
    for (int i = 0; i < descriptors; ++i) f.descriptors.emplace_back(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    return f;
}
int open_descriptors() {
    int n = 0;
    for (int fd = 0; fd < 1024; ++fd) n += ::fcntl(fd, F_GETFD) >= 0;
    return n;
}
void write_all(int socket, std::string_view octets) {
    ASSERT_EQ(::send(socket, octets.data(), octets.size(), MSG_NOSIGNAL), static_cast<ssize_t>(octets.size()));
}

TEST(Frame, GoesAcrossWithItsDescriptors) {
    Pair p = ends();
    ASSERT_TRUE(send_frame(p.one.get(), frame(62, 7, "body", 3), soon()));
    const auto got = receive_frame(p.other.get(), soon());
    ASSERT_TRUE(got) << got.failure().what;
    EXPECT_EQ(got->type, 62);
    EXPECT_EQ(got->id, 7u);
    EXPECT_EQ(got->body, "body");
    ASSERT_EQ(got->descriptors.size(), 3u);
    for (const Descriptor& d : got->descriptors) EXPECT_TRUE(::fcntl(d.get(), F_GETFD) & FD_CLOEXEC);
}

TEST(Frame, TheLargestBodyGoesAcrossAndAByteMoreDoesNot) {
    Pair p = ends();
    std::thread sender(
        [&] { EXPECT_TRUE(send_frame(p.one.get(), frame(1, 1, std::string(max_body, 'x')), soon(10'000))); });
    const auto got = receive_frame(p.other.get(), soon(10'000));
    sender.join();
    ASSERT_TRUE(got);
    EXPECT_EQ(got->body.size(), max_body);
    EXPECT_EQ(send_frame(p.one.get(), frame(1, 1, std::string(max_body + 1, 'x')), soon()).failure().kind,
              FailureKind::limit);
    EXPECT_EQ(send_frame(p.one.get(), frame(1, 1, "", 5), soon()).failure().kind, FailureKind::limit);
}

std::string head(const char* hex_text) { return *unhex(hex_text); }

TEST(Frame, WhatIsNoFrameIsMalformed) {
    struct Case {
        const char* name;
        std::string octets;
    };
    const Case cases[] = {
        {"another magic", head("42450100010000000000000000000000")},
        {"another version", head("42440200010000000000000000000000")},
        {"too many descriptors announced", head("42440105010000000000000000000000")},
        {"a reserved octet set", head("42440100010001000000000000000000")},
        {"too large a body", head("42440100010000000000000001004000")},
        {"a descriptor announced that does not come", head("42440101010000000000000000000000")},
        {"a line of text", "GET / HTTP/1.1\r\n\r\n"},
    };
    for (const Case& c : cases) {
        Pair p = ends();
        write_all(p.one.get(), c.octets);
        const auto got = receive_frame(p.other.get(), soon());
        ASSERT_FALSE(got) << c.name;
        EXPECT_EQ(got.failure().kind, FailureKind::malformed) << c.name;
        Pair q = ends();
        write_all(q.one.get(), c.octets);
        Connection connection(std::move(q.other));
        const Status read = connection.read_ready();
        ASSERT_FALSE(read) << c.name;
        EXPECT_EQ(read.failure().kind, FailureKind::malformed) << c.name;
    }
}

// Sends raw octets with descriptors, as a hostile peer may.
void send_raw(int socket, std::string octets, int descriptors) {
    std::vector<Descriptor> held;
    std::array<int, 16> fds{};
    for (int i = 0; i < descriptors; ++i) {
        held.emplace_back(::open("/dev/null", O_RDONLY | O_CLOEXEC));
        fds[static_cast<std::size_t>(i)] = held.back().get();
    }
    alignas(cmsghdr) std::array<char, 256> control{};
    iovec part{octets.data(), octets.size()};
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = control.data();
    message.msg_controllen = CMSG_SPACE(sizeof(int) * static_cast<std::size_t>(descriptors));
    cmsghdr* c = CMSG_FIRSTHDR(&message);
    c->cmsg_level = SOL_SOCKET;
    c->cmsg_type = SCM_RIGHTS;
    c->cmsg_len = CMSG_LEN(sizeof(int) * static_cast<std::size_t>(descriptors));
    std::memcpy(CMSG_DATA(c), fds.data(), sizeof(int) * static_cast<std::size_t>(descriptors));
    ASSERT_EQ(::sendmsg(socket, &message, MSG_NOSIGNAL), static_cast<ssize_t>(octets.size()));
}

TEST(Frame, DescriptorsThatNobodyAnnouncedAreMalformedAndDoNotLeak) {
    const std::string announces_none = head("42440100010000000000000000000000");
    for (const int descriptors : {1, 4, 12}) {
        const int before = open_descriptors();
        {
            Pair p = ends();
            send_raw(p.one.get(), announces_none, descriptors);
            EXPECT_EQ(receive_frame(p.other.get(), soon()).failure().kind, FailureKind::malformed);
            Pair q = ends();
            send_raw(q.one.get(), announces_none, descriptors);
            Connection connection(std::move(q.other));
            EXPECT_FALSE(connection.read_ready());
        }
        EXPECT_EQ(open_descriptors(), before);
    }
}

TEST(Frame, AnEndInTheMiddleIsUnavailableAtEveryOctet) {
    Frame whole = frame(62, 7, "body");
    const std::string octets = *octets_of(whole);
    for (std::size_t n = 0; n < octets.size(); ++n) {
        Pair p = ends();
        if (n) write_all(p.one.get(), octets.substr(0, n));
        p.one.reset();
        EXPECT_EQ(receive_frame(p.other.get(), soon()).failure().kind, FailureKind::unavailable) << n;
    }
}

TEST(Frame, WaitsNoLongerThanAsked) {
    Pair p = ends();
    const Milliseconds start = system_clock().steady();
    EXPECT_EQ(receive_frame(p.other.get(), start + 50).failure().kind, FailureKind::unavailable);
    while (send_frame(p.one.get(), frame(1, 1, std::string(100'000, 'x')), system_clock().steady() + 50)) {
    }
    EXPECT_LT(system_clock().steady() - start, 5'000);
}

TEST(Frame, APeerThatIsGoneDoesNotKillTheProcess) {
    Pair p = ends();
    p.other.reset();
    EXPECT_EQ(send_frame(p.one.get(), frame(1, 1, "x"), soon()).failure().kind, FailureKind::unavailable);
}

TEST(Connection, TakesFramesApartHoweverTheyArrive) {
    const std::string octets =
        *octets_of(frame(1, 10, "one")) + *octets_of(frame(2, 20, "")) + *octets_of(frame(3, 30, "three"));
    for (std::size_t step = 1; step <= octets.size(); ++step) {
        Pair p = ends();
        Connection connection(std::move(p.other));
        std::vector<std::uint32_t> ids;
        for (std::size_t at = 0; at < octets.size(); at += step) {
            write_all(p.one.get(), std::string_view(octets).substr(at, step));
            ASSERT_TRUE(connection.read_ready());
            while (auto f = connection.next()) ids.push_back(f->id);
        }
        EXPECT_EQ(ids, (std::vector<std::uint32_t>{10, 20, 30})) << step;
    }
}

TEST(Connection, EachFrameGetsItsOwnDescriptors) {
    Pair p = ends();
    Connection from(std::move(p.one)), to(std::move(p.other));
    for (int i = 0; i < 5; ++i) from.send(frame(1, static_cast<std::uint32_t>(i), std::string(1000, 'x'), i % 3));
    ASSERT_TRUE(to.read_ready());
    for (int i = 0; i < 5; ++i) {
        const auto f = to.next();
        ASSERT_TRUE(f);
        EXPECT_EQ(f->id, static_cast<std::uint32_t>(i));
        EXPECT_EQ(f->descriptors.size(), static_cast<std::size_t>(i % 3));
    }
}

TEST(Connection, QueuesWhatTheSocketDoesNotTakeAndSendsItLater) {
    Pair p = ends();
    Connection from(std::move(p.one)), to(std::move(p.other));
    for (std::uint32_t i = 0; i < 20; ++i) {
        from.send(frame(1, i, std::string(300'000, static_cast<char>('a' + i)), i == 10 ? 2 : 0));
    }
    EXPECT_TRUE(from.wants_write());
    EXPECT_GT(from.queued_octets(), 0u);
    std::uint32_t received = 0;
    for (int turns = 0; received < 20 && turns < 10'000; ++turns) {
        ASSERT_TRUE(to.read_ready());
        while (auto f = to.next()) {
            EXPECT_EQ(f->id, received);
            EXPECT_EQ(f->body, std::string(300'000, static_cast<char>('a' + received)));
            EXPECT_EQ(f->descriptors.size(), received == 10 ? 2u : 0u);
            ++received;
        }
        ASSERT_TRUE(from.write_ready());
    }
    EXPECT_EQ(received, 20u);
    EXPECT_FALSE(from.wants_write());
    EXPECT_EQ(from.queued_octets(), 0u);
}

TEST(Connection, GivesWhatArrivedBeforeThePeerWent) {
    Pair p = ends();
    ASSERT_TRUE(send_frame(p.one.get(), frame(5, 1, "last words"), soon()));
    p.one.reset();
    Connection connection(std::move(p.other));
    EXPECT_EQ(connection.read_ready().failure().kind, FailureKind::unavailable);
    const auto f = connection.next();
    ASSERT_TRUE(f);
    EXPECT_EQ(f->body, "last words");
}

}  // namespace
}  // namespace beadle::wire
