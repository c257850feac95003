// library: beadle_records
// 100,000 kept copies: how long a list with each filter takes, and what one message of 10 MB takes to store and to take
// out. Run with TMPDIR on the disk that counts.
#include <benchmark/benchmark.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "records/content.h"
#include "records/kept_list.h"
#include "records/queries.h"
#include "records/service.h"

namespace {

using namespace beadle;
using namespace beadle::records;

constexpr std::int64_t copies = 100'000;

struct Silent : Outlet {
    void send(std::uint64_t, wire::Frame) override {}
    std::size_t queued(std::uint64_t) const override { return 0; }
};

struct Kept {
    std::string folder;
    OpenedStore opened;
    std::unique_ptr<Service> service;
    Silent outlet;

    Kept() {
        const char* base = std::getenv("TMPDIR");
        std::string name_in = std::string(base ? base : "/tmp") + "/beadle-bench-XXXXXX";
        folder = ::mkdtemp(name_in.data());
        auto store = open_store({"sqlite://" + folder + "/records.db", folder + "/keys", ""}, system_clock());
        if (!store) std::abort();
        opened = std::move(*store);
        service = std::make_unique<Service>(Store{*opened.db, *opened.keys, system_clock(), opened.gateway}, outlet);
    }
    ~Kept() {
        service.reset();
        opened = {};
        std::filesystem::remove_all(folder);
    }
    Store& store() { return service->store(); }

    // Records verdicts as the gateway does, 500 to a transaction.
    void fill() {
        const Sealed sealed = small();
        for (std::int64_t i = 0; i < copies;) {
            Transaction t(store().db);
            for (int n = 0; n < 500; ++n, ++i) {
                auto message = store_whole(store().db, sealed, 0);
                bool destroyed = false;
                if (!message || !record_verdict(store(), verdict(i), *message, destroyed)) std::abort();
            }
            if (!t.commit()) std::abort();
        }
        (void)store().db.define("ANALYZE");
    }
    Sealed small() {
        Descriptor file(::memfd_create("bench", MFD_CLOEXEC));
        const std::string octets = "Subject: x\r\n\r\nHello.\r\n";
        if (::write(file.get(), octets.data(), octets.size()) < 0) std::abort();
        auto sealing = Sealing::of(std::move(file));
        return *seal_whole(store().keys, **sealing);
    }
    static wire::RecordVerdict verdict(std::int64_t i) {
        wire::RecordVerdict v;
        v.envelope.queue_id = std::to_string(i);
        v.envelope.sender = "member" + std::to_string(i % 40) + "@council.example";
        v.envelope.recipients = {"<someone" + std::to_string(i % 5000) + "@example.org>"};
        v.inspection.message_id = "<" + std::to_string(i) + "@council.example>";
        v.inspection.subject = "Sample number " + std::to_string(i);
        v.inspection.octets = 4000;
        v.inspection.entities = {
            {"2", {"a.pdf"}, "application/pdf", "", "Report " + std::to_string(i % 777) + ".pdf", 10, ""}};
        Finding f;
        f.kind = i % 100 == 0 ? FindingKind::malware : FindingKind::nhs_number;
        v.inspection.findings = {f};
        RuleHit hit;
        hit.id = i % 3 == 0 ? "sensitive-in-clear" : "malware";
        hit.action = Action::quarantine;
        v.decision.hits = {hit};
        v.decision.recipients = {{v.envelope.recipients[0], Direction::outbound, Action::quarantine, {0}}};
        v.outcome = "quarantined";
        v.content_hash = std::to_string(i);
        v.held = {{wire::HeldReason::quarantine, v.envelope.recipients, 1, false}};
        return v;
    }
};

Kept& kept() {
    static Kept one;
    static const bool filled = (one.fill(), true);
    (void)filled;
    return one;
}

struct Named {
    const char* name;
    std::string ListArguments::*filter;  // nullptr: none
    const char* value;
    bool count = false;
};
const Named filters[] = {
    {"newest 100", nullptr, ""},
    {"one sender", &ListArguments::sender, "member7@"},
    {"one recipient", &ListArguments::recipient, "someone4999@"},
    {"a kind", &ListArguments::kind, "malware"},
    {"a rule", &ListArguments::rule, "sensitive-in-clear"},
    {"a word of the subject", &ListArguments::text, "number 12345"},
    {"a file name", &ListArguments::text, "report 776.pdf"},
    {"nothing is like it", &ListArguments::text, "no such words anywhere"},
    {"the largest", &ListArguments::sort, "largest"},
    {"by sender", &ListArguments::sort, "sender"},
    {"count of a word", &ListArguments::text, "report 776.pdf", true},
};

void list_kept(benchmark::State& state) {
    const auto& f = filters[static_cast<std::size_t>(state.range(0))];
    auto& k = kept();
    ListArguments wanted;
    if (f.filter != nullptr) wanted.*f.filter = f.value;
    wanted.count = f.count;
    for (auto _ : state) {
        auto answer = list_held(k.store(), wanted);
        if (!answer) state.SkipWithError("not listed");
    }
    state.SetLabel(f.name);
}
BENCHMARK(list_kept)->DenseRange(0, std::size(filters) - 1)->Unit(benchmark::kMillisecond);

void take_out(benchmark::State& state) {
    auto& k = kept();
    Descriptor file(::memfd_create("bench", MFD_CLOEXEC));
    std::string octets = "Subject: x\r\n\r\n";
    while (octets.size() < 10u << 20) octets += std::to_string(octets.size() * 2654435761u) + "\r\n";
    if (::write(file.get(), octets.data(), octets.size()) < 0) std::abort();
    Incoming incoming;
    incoming.sealing = std::move(*Sealing::of(std::move(file)));
    while (!incoming.stored_all())
        if (!store_slice(k.store().db, k.store().keys, incoming, 0)) std::abort();
    if (!make_it_count(k.store().db, incoming.id)) std::abort();
    for (auto _ : state) {
        auto content = Content::open(k.store(), incoming.id, "");
        for (bool last = false; !last;) {
            auto step = content->step(k.store());
            if (!step) std::abort();
            last = *step;
        }
    }
}
BENCHMARK(take_out)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
