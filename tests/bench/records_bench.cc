// library: beadle_records
// How many verdicts a second become durable with 1, 8, 32 and 64 in flight, beside raw SQLite in the same run; how long a 10 MB
// message takes to store; how long searches take among BEADLE_BENCH_EVENTS events (a million when not given).
// Run with TMPDIR on the disk that counts.
#include <benchmark/benchmark.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdlib>
#include <string>

#include "bench/records_store.h"
#include "records/events.h"

namespace {

using namespace beadle;
using namespace beadle::records;
using namespace beadle::bench;

void durable_events(benchmark::State& state) {
    Bench bench;
    const auto frame_body = wire::encode(verdict());
    for (auto _ : state) {
        for (std::int64_t i = 0; i < state.range(0); ++i) {
            wire::Frame frame;
            frame.type = wire::RecordVerdict::type;
            frame.body = frame_body;
            bench.service->take(1, wire::Role::session, {}, std::move(frame));
        }
        while (bench.service->turn()) {
        }
    }
    state.SetItemsProcessed(static_cast<std::int64_t>(bench.replies));
}
BENCHMARK(durable_events)->Arg(1)->Arg(8)->Arg(32)->Arg(64)->Unit(benchmark::kMicrosecond)->UseRealTime();

// One row of the size of such an event, as many a transaction, and nothing else.
void raw_sqlite(benchmark::State& state) {
    Bench bench;
    Database& db = bench.opened.db->beneath();
    if (!db.define("CREATE TABLE raw(seq @int NOT NULL PRIMARY KEY, body @text NOT NULL, mac @bytes NOT NULL) @table")) std::abort();
    const std::string body(1200, 'x');
    std::int64_t seq = 0;
    for (auto _ : state) {
        Transaction t(db);
        for (std::int64_t i = 0; i < state.range(0); ++i)
            if (!db.run("INSERT INTO raw(seq, body, mac) VALUES(?1, ?2, ?3)", {++seq, body, Blob{std::string(32, 'm')}})) std::abort();
        if (!t.commit()) std::abort();
    }
    state.SetItemsProcessed(seq);
}
BENCHMARK(raw_sqlite)->Arg(1)->Arg(8)->Arg(32)->Arg(64)->Unit(benchmark::kMicrosecond)->UseRealTime();

// Events of two months, of 200 senders and 2000 recipients.
Bench& many_events() {
    static Bench bench;
    static bool filled = false;
    if (filled) return bench;
    filled = true;
    const char* given = std::getenv("BEADLE_BENCH_EVENTS");
    const std::int64_t all = given ? std::atoll(given) : 1'000'000;
    Store& store = bench.service->store();
    for (std::int64_t i = 0; i < all;) {
        Transaction t(store.db);
        for (int n = 0; n < 5000 && i < all; ++n, ++i) {
            Event e;
            e.kind = "verdict";
            e.outcome = i % 97 ? "accepted" : "quarantined";
            e.queue_id = "4Q" + std::to_string(i);
            e.message_id = "<" + std::to_string(i) + "@council.example>";
            e.sender = "member" + std::to_string(i % 200) + "@council.example";
            e.recipients = "resident" + std::to_string(i % 1999) + "@example.org";
            e.rules = i % 97 ? "" : "sensitive-in-clear";
            e.subject = "Matter " + std::to_string(i % 5003);
            e.body = "{\"elapsed_ms\":12,\"size\":4000,\"reply\":\"250 2.0.0 ok\",\"decision\":{\"rules\":[]}}";
            if (!append(store, std::move(e))) std::abort();
        }
        if (!t.commit()) std::abort();
    }
    return bench;
}

void search(benchmark::State& state, const char* arguments) {
    Bench& bench = many_events();
    for (auto _ : state) {
        bench.service->take(1, wire::Role::admin, {"clerk", true}, wire::frame_of(wire::Ask{"events.search", arguments}, 7));
        while (bench.service->turn()) {
        }
    }
}
BENCHMARK_CAPTURE(search, newest, "{}")->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK_CAPTURE(search, queue_id, R"({"queue_id":"4Q4711"})")->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK_CAPTURE(search, sender, R"({"sender":"member17@"})")->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK_CAPTURE(search, sender_that_is_not_there, R"({"sender":"nobody@"})")->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK_CAPTURE(search, recipient_that_is_not_there, R"({"recipient":"nobody@"})")->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK_CAPTURE(search, outcome, R"({"outcome":"quarantined"})")->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK_CAPTURE(search, rule, R"({"rule":"sensitive-in-clear"})")->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK_CAPTURE(search, outcome_that_is_not_there, R"({"outcome":"deferred"})")->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK_CAPTURE(search, text_anywhere_once, R"({"text":"Matter 4999"})")->Unit(benchmark::kMillisecond)->UseRealTime();

void writing_among_many(benchmark::State& state) {
    Bench& bench = many_events();
    const auto frame_body = wire::encode(verdict());
    const auto before = bench.replies;
    for (auto _ : state) {
        for (int i = 0; i < 32; ++i) {
            wire::Frame frame;
            frame.type = wire::RecordVerdict::type;
            frame.body = frame_body;
            bench.service->take(1, wire::Role::session, {}, std::move(frame));
        }
        while (bench.service->turn()) {
        }
    }
    state.SetItemsProcessed(static_cast<std::int64_t>(bench.replies - before));
}
BENCHMARK(writing_among_many)->Unit(benchmark::kMicrosecond)->UseRealTime();

void store_message(benchmark::State& state) {
    Bench bench;
    std::string octets_in;  // base64 of noise, as attachments are
    std::uint64_t x = 88172645463325252u;
    while (octets_in.size() < static_cast<std::size_t>(state.range(0))) {
        x ^= x << 13, x ^= x >> 7, x ^= x << 17;
        octets_in += "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"[x & 63];
        if (octets_in.size() % 78 == 76) octets_in += "\r\n";
    }
    auto v = verdict();
    v.held = {{wire::HeldReason::quarantine, v.envelope.recipients, 1, false}};
    const auto frame_body = wire::encode(v);
    for (auto _ : state) {
        wire::Frame frame;
        frame.type = wire::RecordVerdict::type;
        frame.body = frame_body;
        Descriptor file(::memfd_create("bench", MFD_CLOEXEC));
        if (::write(file.get(), octets_in.data(), octets_in.size()) < 0) std::abort();
        frame.descriptors.push_back(std::move(file));
        bench.service->take(1, wire::Role::session, {}, std::move(frame));
        while (bench.service->turn()) {
        }
    }
}
BENCHMARK(store_message)
    ->Arg(10'000)
    ->Arg(1'000'000)
    ->Arg(10'000'000)
    ->Arg(60'000'000)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

}  // namespace

BENCHMARK_MAIN();
