// library: beadle_records
// How many verdicts a second become durable with 1, 8 and 32 in flight, and how long a 10 MB message takes to store.
// Run with TMPDIR on the disk that counts.
#include <benchmark/benchmark.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "records/service.h"
#include "records/store.h"

namespace {

using namespace beadle;
using namespace beadle::records;

struct Bench : Outlet {
    std::string folder;
    OpenedStore opened;
    std::unique_ptr<Service> service;
    std::size_t replies = 0;

    Bench() {
        const char* base = std::getenv("TMPDIR");
        std::string name_in = std::string(base ? base : "/tmp") + "/beadle-bench-XXXXXX";
        folder = ::mkdtemp(name_in.data());
        auto store = open_store({"sqlite://" + folder + "/records.db", folder + "/keys", ""}, system_clock());
        if (!store) std::abort();
        opened = std::move(*store);
        service = std::make_unique<Service>(Store{*opened.db, *opened.keys, system_clock(), opened.gateway}, *this);
    }
    ~Bench() override {
        service.reset();
        opened = {};
        std::filesystem::remove_all(folder);
    }
    void send(std::uint64_t, wire::Frame) override { ++replies; }
    std::size_t queued(std::uint64_t) const override { return 0; }
};

wire::RecordVerdict verdict() {
    wire::RecordVerdict v;
    v.envelope.queue_id = "4ABCDEF";
    v.envelope.sender = "a.smith@council.example";
    v.envelope.recipients = {"<b@example.org>"};
    v.inspection.message_id = "<1@council.example>";
    v.inspection.subject = "Sample";
    v.inspection.octets = 4000;
    v.inspection.findings.resize(2);
    v.inspection.entities.resize(3);
    v.decision.recipients = {{"<b@example.org>", Direction::outbound, Action::accept, {}}};
    v.outcome = "accepted";
    v.content_hash = std::string(64, 'a');
    return v;
}

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
BENCHMARK(durable_events)->Arg(1)->Arg(8)->Arg(32)->Unit(benchmark::kMicrosecond)->UseRealTime();

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
