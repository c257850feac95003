#include "wire/channel.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

namespace beadle::wire {
namespace {

Milliseconds in(Milliseconds ms) { return system_clock().steady() + ms; }

Frame request(std::string body) { return {Ask::type, 0, std::move(body), {}}; }

// The other end: answers what `answer` says until the socket closes.
struct Server {
    Descriptor end;
    std::thread thread;
    Server(Descriptor socket, std::function<void(int, Frame)> answer) : end(std::move(socket)) {
        thread = std::thread([this, answer] {
            for (;;) {
                auto frame = receive_frame(end.get());
                if (!frame) return;
                answer(end.get(), std::move(*frame));
            }
        });
    }
    ~Server() { thread.join(); }
};

struct Both {
    Descriptor ours, theirs;
    Both() {
        auto made = socket_pair();
        ours = std::move(made->first);
        theirs = std::move(made->second);
    }
};

void echo(int socket, Frame f) { static_cast<void>(send_frame(socket, f, in(2'000))); }

TEST(Channel, ManyThreadsGetEachTheirOwnReply) {
    Both both;
    Server server(std::move(both.theirs), echo);
    Channel channel(std::move(both.ours));
    std::atomic<int> good = 0;
    std::vector<std::thread> threads;
    for (int t = 0; t < 8; ++t)
        threads.emplace_back([&, t] {
            for (int i = 0; i < 100; ++i) {
                const std::string body = std::to_string(t) + "/" + std::to_string(i) + std::string(5'000, 'x');
                const auto reply = channel.call(request(body), in(10'000));
                good += reply && reply->body == body;
            }
        });
    for (auto& t : threads) t.join();
    EXPECT_EQ(good, 800);
}

TEST(Channel, AReplyInAnotherOrderFindsItsCaller) {
    Both both;
    std::optional<Frame> first;
    Server server(std::move(both.theirs), [&](int socket, Frame f) {
        if (!first) {
            first = std::move(f);
            return;
        }
        echo(socket, std::move(f));
        echo(socket, std::move(*first));
    });
    Channel channel(std::move(both.ours));
    std::thread one([&] { EXPECT_EQ(channel.call(request("one"), in(5'000))->body, "one"); });
    std::thread two([&] { EXPECT_EQ(channel.call(request("two"), in(5'000))->body, "two"); });
    one.join();
    two.join();
}

TEST(Channel, ACallTimesOutAndItsLateReplyIsDropped) {
    Both both;
    Server server(std::move(both.theirs), [](int socket, Frame f) {
        if (f.body == "slow") std::this_thread::sleep_for(std::chrono::milliseconds(150));
        echo(socket, std::move(f));
    });
    Channel channel(std::move(both.ours));
    const auto late = channel.call(request("slow"), in(30));
    ASSERT_FALSE(late);
    EXPECT_EQ(late.failure().kind, FailureKind::unavailable);
    EXPECT_FALSE(channel.closed());
    EXPECT_EQ(channel.call(request("next"), in(5'000))->body, "next");
}

TEST(Channel, TicksWhileItWaits) {
    Both both;
    Server server(std::move(both.theirs), [](int socket, Frame f) {
        std::this_thread::sleep_for(std::chrono::milliseconds(200));
        echo(socket, std::move(f));
    });
    Channel channel(std::move(both.ours));
    int ticks = 0;
    const auto caller = std::this_thread::get_id();
    EXPECT_TRUE(channel.call(request("x"), in(5'000), 30, [&] {
        ++ticks;
        EXPECT_EQ(std::this_thread::get_id(), caller);
    }));
    EXPECT_GE(ticks, 3);
    EXPECT_LE(ticks, 7);
}

TEST(Channel, ATickThatThrowsLeavesNobodyWaiting) {
    Both both;
    Server server(std::move(both.theirs), [](int socket, Frame f) {
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
        echo(socket, std::move(f));
    });
    Channel channel(std::move(both.ours));
    EXPECT_THROW(static_cast<void>(channel.call(request("x"), in(5'000), 5, [] { throw std::runtime_error("tick"); })),
                 std::runtime_error);
    EXPECT_EQ(channel.call(request("next"), in(5'000))->body, "next");
}

TEST(Channel, ClosingWakesEveryCaller) {
    Both both;
    Channel channel(std::move(both.ours));
    std::vector<std::thread> threads;
    std::atomic<int> woken = 0;
    for (int t = 0; t < 5; ++t) threads.emplace_back([&] { woken += !channel.call(request("never"), 0); });
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    channel.close();
    for (auto& t : threads) t.join();
    EXPECT_EQ(woken, 5);
    EXPECT_TRUE(channel.closed());
    EXPECT_FALSE(channel.call(request("x"), in(100)));
    EXPECT_FALSE(channel.post(request("x")));
}

TEST(Channel, APeerThatGoesWakesEveryCaller) {
    Both both;
    Channel channel(std::move(both.ours));
    std::thread waiting([&] {
        const auto reply = channel.call(request("x"), in(5'000));
        ASSERT_FALSE(reply);
        EXPECT_EQ(reply.failure().kind, FailureKind::unavailable);
    });
    std::this_thread::sleep_for(std::chrono::milliseconds(30));
    both.theirs.reset();
    waiting.join();
    EXPECT_TRUE(channel.closed());
}

TEST(Channel, APeerThatBreaksTheFormatEndsIt) {
    Both both;
    Server server(std::move(both.theirs),
                  [](int socket, const Frame&) { static_cast<void>(!::write(socket, "this is no frame", 16)); });
    Channel channel(std::move(both.ours));
    const auto reply = channel.call(request("x"), in(5'000));
    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.failure().kind, FailureKind::malformed);
    EXPECT_TRUE(channel.closed());
}

TEST(Channel, APeerThatDoesNotReadMakesCallsLateButDoesNotBreakTheStream) {
    Both both;
    Channel channel(std::move(both.ours));
    const Milliseconds start = system_clock().steady();
    for (int i = 0; i < 60 && system_clock().steady() - start < 3'000;
         ++i)  // the last ones go out in part or not at all
        static_cast<void>(channel.call(request(std::string(300'000, 'x')), in(10)));
    EXPECT_FALSE(channel.closed());
    const Server server(std::move(both.theirs), echo);
    EXPECT_EQ(channel.call(request("awake"), in(5'000))->body, "awake");
    channel.close();
}

TEST(Channel, AsksInTypes) {
    Both both;
    Server server(std::move(both.theirs), [](int socket, const Frame& f) {
        const auto asked = message_of<StampNotice>(f);
        static_cast<void>(send_frame(socket, frame_of(NoticeStamp{asked && asked->id == 5 ? "t" : ""}, f.id), in(2'000)));
    });
    Channel channel(std::move(both.ours));
    const StampNotice request{5, "", "", {}};
    const auto answer = channel.ask<NoticeStamp>(request, in(5'000));
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->token, "t");
    EXPECT_FALSE(channel.ask<Settled>(request, in(5'000))) << "an answer of another type";
}

}  // namespace
}  // namespace beadle::wire
