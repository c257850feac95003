// peers.h — an inspector and records that a test plays over real socketpairs, each on a thread of its own.
#pragma once

#include <sys/socket.h>

#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "session/gateway.h"
#include "wire/exceptions.h"
#include "wire/council.h"
#include "wire/messages.h"

namespace beadle::session::test {

// Answers each frame with what `answer` gives; nullopt = silence. Ends when the other side closes.
class Peer {
  public:
    using Act = std::function<std::optional<wire::Frame>(wire::Frame)>;
    Peer(Descriptor end, Act act) : end_(std::move(end)) {
        thread_ = std::thread([this, act = std::move(act)] {
            for (;;) {
                auto frame = wire::receive_frame(end_.get());
                if (!frame) return;
                const auto id = frame->id;
                auto reply = act(std::move(*frame));
                if (!reply) continue;
                reply->id = id;
                if (!wire::send_frame(end_.get(), *reply)) return;
            }
        });
    }
    ~Peer() {
        ::shutdown(end_.get(), SHUT_RDWR);
        thread_.join();
    }

  private:
    Descriptor end_;
    std::thread thread_;
};

inline Bundle small_bundle(const std::string& extra_policy = "") {
    Bundle b;
    b.files.push_back(
        {BundleRole::settings, "/t/beadle.toml",
         "[session]\nspool = \"/tmp\"\nconnections = 50\nend_of_message_seconds = 5\nprogress_seconds = 1\n"
         "networks = [\"198.51.100.0/24\"]\n[[listener]]\ndaemon_name = \"REL\"\nkind = \"release\"\n"
         "[policy]\nfile = \"p.toml\"\ndirectory = \"d.toml\"\n[mail]\nclerk = \"clerk@council.example\"\n"});
    b.files.push_back(
        {BundleRole::policy, "/t/p.toml",
         "extends = \"base\"\n[council]\nname = \"Test Council\"\ndomains = [\"council.example\"]\n[policy]\n"
         "title = \"T\"\nadopted = 2026-01-01\nreview_due = 2099-01-01\n" +
             extra_policy});
    b.files.push_back({BundleRole::base_policy, "/t/base.toml",
                       "[[rule]]\nid = \"q\"\nclause = \"8\"\npurpose = \"compliance with the council's policy\"\n"
                       "when = { finds = [\"nhs-number\"] }\naction = \"quarantine\"\nadvice = \"Telephone.\"\n"});
    b.files.push_back({BundleRole::directory, "/t/d.toml",
                       "[[member]]\nmailbox = \"clerk@council.example\"\nname = \"Test Clerk\"\nrole = \"clerk\"\n"});
    b.files.push_back({BundleRole::words, "/t/words/look-alikes.toml",
                       "[[names]]\nid = \"council-words\"\nreason = \"r\"\nnames = [\"tc\"]\n"});
    b.files.push_back({BundleRole::words, "/t/words/webmail-providers.toml",
                       "[[provider]]\nname = \"T\"\ndomains = [\"webmail.example\"]\n"});
    return b;
}

// A gateway with generation 1 and both peers.
struct Played {
    Gateway gateway{system_clock()};
    std::mutex mutex;
    std::vector<wire::RecordVerdict> recorded;
    std::vector<wire::Amend> amended;
    std::vector<wire::Inspect> asked;
    bool finds = false;  // the inspector finds an NHS number
    bool records_fail = false;
    PairMemory memory{1, 1, 0, false};  // of every pair
    bool memory_fails = false, standing_fails = false;
    std::string suspended;  // whose mail to outside is
    wire::StampAnswer stamp{true, "", false};  // what a stamp is answered with
    std::size_t samples = 0;                   // findings with a long sample
    std::unique_ptr<Peer> inspector, records;
    std::string problems;

    Played() {
        const auto prepared = gateway.generations.prepare(1, small_bundle(), "2026-11-21");
        problems = prepared.diagnostics;
        connect_inspector(1);
        auto pair = wire::socket_pair();
        gateway.record.put(std::move(pair->first));
        records = std::make_unique<Peer>(std::move(pair->second), [this](wire::Frame f) { return record(f); });
    }
    void connect_inspector(std::uint32_t generation) {
        auto pair = wire::socket_pair();
        gateway.generations.put_inspector(generation, std::move(pair->first));
        inspector = std::make_unique<Peer>(std::move(pair->second), [this](wire::Frame f) { return inspect(f); });
    }
    std::optional<wire::Frame> inspect(const wire::Frame& f) {
        auto request = wire::message_of<wire::Inspect>(f);
        const std::lock_guard lock(mutex);
        wire::Inspected answer;
        answer.outcome = wire::InspectOutcome::inspected;
        if (finds) {
            Finding finding;
            finding.kind = FindingKind::nhs_number;
            finding.confidence = Confidence::high;
            answer.inspection.findings.push_back(finding);
        }
        for (std::size_t i = 0; i < samples; ++i) {
            Finding finding;
            finding.sample = finding.evidence = std::string(InspectionLimits::text, 's');
            answer.inspection.findings.push_back(finding);
        }
        asked.push_back(std::move(*request));
        return wire::frame_of(answer);
    }
    std::optional<wire::Frame> record(const wire::Frame& f) {
        const std::lock_guard lock(mutex);
        if (auto amend = wire::message_of<wire::Amend>(f)) {
            amended.push_back(*amend);
            return std::nullopt;
        }
        if (wire::message_of<wire::CheckStamp>(f)) return wire::frame_of(stamp);
        if (const auto asked_for = wire::message_of<wire::AskStanding>(f)) {
            const auto& them = asked_for->addresses;
            const bool found = std::find(them.begin(), them.end(), suspended) != them.end();
            return wire::frame_of(wire::Standing{!standing_fails, "", found ? suspended : "", 1796083200000});
        }
        if (wire::message_of<wire::AskExceptions>(f)) return wire::frame_of(wire::ExceptionsGiven{true, {}});
        if (const auto asked_for = wire::message_of<wire::Recall>(f))
            return wire::frame_of(wire::Recalled{!memory_fails, "", std::vector<PairMemory>(asked_for->pairs.size(), memory)});
        auto verdict = wire::message_of<wire::RecordVerdict>(f);
        if (!verdict) return std::nullopt;
        recorded.push_back(*verdict);
        wire::Recorded answer{!records_fail, "", recorded.size(), {}};
        for (std::size_t i = 0; i < verdict->held.size(); ++i) answer.held.push_back("ref");
        return wire::frame_of(answer);
    }
};

}  // namespace beadle::session::test
