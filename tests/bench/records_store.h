// records_store.h — a store of the benchmarks, with the service that answers from it.
//
// Takes    TMPDIR: the disk that counts. Gives: Bench, in a folder of its own that goes with it, or in one that stays.
// Fails    aborts: a benchmark of a store that cannot be opened says nothing. Runs in  the benchmarks only.
#pragma once

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "records/service.h"
#include "records/store.h"

namespace beadle::bench {

using namespace beadle::records;

// The wall clock of this machine, or the moment it was put to.
struct SetClock : Clock {
    Milliseconds put = 0;
    Milliseconds wall() const override { return put != 0 ? put : system_clock().wall(); }
    Milliseconds steady() const override { return system_clock().steady(); }
};

struct Bench : Outlet {
    SetClock clock;
    std::string folder;
    bool stays = false;
    OpenedStore opened;
    std::unique_ptr<Service> service;
    std::size_t replies = 0;
    std::vector<wire::Frame> last;  // what came since it was emptied

    explicit Bench(const std::string& kept = "") : folder(kept), stays(!kept.empty()) {
        if (!stays) {
            const char* base = std::getenv("TMPDIR");
            std::string name_in = std::string(base ? base : "/tmp") + "/beadle-bench-XXXXXX";
            folder = ::mkdtemp(name_in.data());
        }
        std::filesystem::create_directories(folder);
        auto store = open_store({"sqlite://" + folder + "/records.db", folder + "/keys", ""}, clock);
        if (!store) std::abort();
        opened = std::move(*store);
        service = std::make_unique<Service>(Store{*opened.db, *opened.keys, clock, opened.gateway}, *this);
    }
    ~Bench() override {
        service.reset();
        opened = {};
        if (!stays) std::filesystem::remove_all(folder);
    }
    void send(std::uint64_t, wire::Frame frame) override {
        ++replies;
        last.push_back(std::move(frame));
    }
    std::size_t queued(std::uint64_t) const override { return 0; }
    void turns() {
        while (service->turn()) {
        }
    }
};

inline wire::RecordVerdict verdict() {
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

}  // namespace beadle::bench
