#include "inspect/worker/queue.h"

#include <gtest/gtest.h>

#include "inspect/worker/clean_memory.h"
#include "inspect/worker/pace.h"

namespace beadle::inspect {
namespace {

Job job(std::uint64_t id, std::uint64_t octets, Milliseconds arrived = 0, Milliseconds deadline = 0,
        std::uint64_t client = 1) {
    Job j;
    j.id = id;
    j.octets = octets;
    j.heavy = octets >= Job::heavy_from;
    j.arrived = arrived;
    j.deadline = deadline;
    j.client = client;
    return j;
}
constexpr std::uint64_t light = 1000, heavy = 5u << 20;

std::vector<std::uint64_t> all(Queue& q, std::size_t heavy_running, std::size_t heavy_most, Milliseconds now) {
    std::vector<std::uint64_t> ids;
    while (auto next = q.next(heavy_running, heavy_most, now)) {
        ids.push_back(next->id);
        if (next->heavy) ++heavy_running;
    }
    return ids;
}
using Ids = std::vector<std::uint64_t>;

TEST(Queue, LightPassesHeavyAndEachClassKeepsItsOrder) {
    Queue q;
    for (auto [id, size] : {std::pair{1u, heavy}, {2u, light}, {3u, heavy}, {4u, light}}) q.push(job(id, size));
    EXPECT_EQ(all(q, 0, 2, 10), (Ids{2, 4, 1, 3}));
}
TEST(Queue, HeavyOnesNeverRunMoreAtOnceThanAllowed) {
    Queue q;
    for (auto id : {1u, 2u, 3u}) q.push(job(id, heavy));
    EXPECT_EQ(all(q, 1, 2, 10), (Ids{1}));
    EXPECT_EQ(q.size(), 2u);
}
TEST(Queue, AHeavyOneThatWaitedLongGoesFirstWhenNoOtherRuns) {
    Queue q;
    q.push(job(1, heavy, 0));
    q.push(job(2, light, 0));
    EXPECT_EQ(q.next(0, 2, Queue::patience + 1)->id, 1u);
    q.push(job(3, heavy, 0));
    EXPECT_EQ(q.next(1, 2, Queue::patience + 1)->id, 2u);
}
TEST(Queue, ASecondTryGoesAheadOfItsClass) {
    Queue q;
    q.push(job(1, light));
    q.push_again(job(2, light));
    EXPECT_EQ(all(q, 0, 1, 0), (Ids{2, 1}));
}
TEST(Queue, WhatIsTooLateIsTakenOut) {
    Queue q;
    q.push(job(1, light, 0, 100));
    q.push(job(2, light, 0, 0));
    q.push(job(3, heavy, 0, 50));
    auto late = q.take_late(100);
    ASSERT_EQ(late.size(), 2u);
    EXPECT_EQ(q.size(), 1u);
}
TEST(Queue, AClientThatIsGoneIsForgotten) {
    Queue q;
    q.push(job(1, light, 0, 0, 7));
    q.push(job(2, heavy, 0, 0, 8));
    q.forget_client(7);
    EXPECT_EQ(all(q, 0, 1, 0), (Ids{2}));
}
TEST(Queue, IsFullAtItsBound) {
    Queue q;
    for (std::size_t i = 0; i < Queue::most; ++i) ASSERT_TRUE(q.push(job(i, light)));
    EXPECT_FALSE(q.push(job(0, light)));
}

TEST(CleanMemory, KnowsContentOnlyByDigestAndName) {
    CleanMemory m;
    m.remember("aa", "x.pdf");
    EXPECT_TRUE(m.knows("aa", "x.pdf"));
    EXPECT_FALSE(m.knows("aa", "y.exe"));
    EXPECT_FALSE(m.knows("bb", "x.pdf"));
}
TEST(CleanMemory, ForgetsTheOldestBeyondItsBound) {
    CleanMemory m(2);
    for (const char* digest : {"a", "b", "b", "c"}) m.remember(digest, "");
    EXPECT_FALSE(m.knows("a", ""));
    EXPECT_TRUE(m.knows("b", ""));
    EXPECT_TRUE(m.knows("c", ""));
    EXPECT_EQ(m.size(), 2u);
}

TEST(Pace, SizesThatTookLongLatelyAreExpectedToAgain) {
    Pace pace;
    EXPECT_FALSE(pace.is_slow(200'000)) << "nothing is known yet";
    pace.learn(200'000, 300'000);
    EXPECT_FALSE(pace.is_slow(200'000)) << "one odd message is no habit";
    for (int i = 0; i < 5; ++i) pace.learn(220'000, 90'000);
    EXPECT_TRUE(pace.is_slow(200'000));
    EXPECT_FALSE(pace.is_slow(20'000)) << "another size";
    for (int i = 0; i < 20; ++i) pace.learn(200'000, 10'000);
    EXPECT_FALSE(pace.is_slow(200'000));
}

}  // namespace
}  // namespace beadle::inspect
