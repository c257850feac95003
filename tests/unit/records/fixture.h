// fixture.h — a store in a folder of its own, a clock that tests move, and verdicts like those of the gateway.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "mail/content_hash.h"
#include "records/events.h"
#include "records/held.h"
#include "records/service.h"
#include "records/store.h"
#include "records/verdicts.h"
#include "wire/due.h"
#include "wire/view.h"

namespace beadle::records {

struct TempFolder {
    std::string path;
    TempFolder() {
        char name[] = "/tmp/beadle-records-XXXXXX";
        path = ::mkdtemp(name);
    }
    ~TempFolder() { std::filesystem::remove_all(path); }
    TempFolder(const TempFolder&) = delete;
    TempFolder& operator=(const TempFolder&) = delete;
};

// Where BEADLE_TEST_POSTGRESQL names a server (tests/support/postgresql.py), every store is a schema there.
inline bool on_postgresql() { return std::getenv("BEADLE_TEST_POSTGRESQL") != nullptr; }
inline std::string store_url(const TempFolder& folder, const std::string& name = "records") {
    if (!on_postgresql()) return "sqlite://" + folder.path + "/" + name + ".db";
    std::string schema = "t" + hex(folder.path.substr(folder.path.size() - 6)) + name;
    return std::string(std::getenv("BEADLE_TEST_POSTGRESQL")) + "&schema=" + schema;
}
inline Result<std::unique_ptr<Database>> open_back_end(const TempFolder& folder, const std::string& name = "records") {
    return on_postgresql() ? open_postgresql(store_url(folder, name)) : open_sqlite(folder.path + "/" + name + ".db");
}
inline void remove_store(const TempFolder& folder) {
    if (!on_postgresql()) {
        for (const char* rest : {"", "-wal", "-shm"}) std::filesystem::remove(folder.path + "/records.db" + rest);
        return;
    }
    auto db = open_back_end(folder);
    ASSERT_TRUE(db) << db.failure().what;
    const auto schema = store_url(folder).substr(store_url(folder).find("schema=") + 7);
    ASSERT_TRUE((*db)->define("DROP SCHEMA " + schema + " CASCADE"));
}
#define BEADLE_ON_SQLITE_ALONE \
    if (on_postgresql()) GTEST_SKIP() << "of the embedded store alone"

// A statement in SQLite's words, as the back end has it.
inline std::string worded(std::string s) {
    if (!on_postgresql()) return s;
    for (const auto& [n, zeros] : {std::pair{"zeroblob(10)", 10}, {"zeroblob(32)", 32}, {"zeroblob(65)", 65}, {"zeroblob(72)", 72}, {"zeroblob(100)", 100}})
        s = replace_all(s, n, "decode(repeat('00', " + std::to_string(zeros) + "), 'hex')");
    return replace_all(replace_all(s, "x'00'", "'\\x00'::bytea"), " AS BLOB)", " AS BYTEA)");
}

struct TestClock : Clock {
    Milliseconds now = 1'790'000'000'000, ticks = 1'000'000;
    Milliseconds wall() const override { return now; }
    Milliseconds steady() const override { return ticks; }
    void pass(Milliseconds ms) {
        now += ms;
        ticks += ms;
    }
};

constexpr Milliseconds minute = 60'000;

inline std::string message_text(std::size_t body_octets = 200) {
    std::string out =
        "From: a.smith@council.example\r\nTo: Resident <b@example.org>\r\nSubject: Sample\r\n"
        "Message-ID: <1@council.example>\r\n\r\n";
    for (std::size_t i = 0; out.size() < body_octets; ++i)
        out += std::to_string(i * 2654435761u % 1000003) + (i % 8 ? " " : "\r\n");
    return out + "\r\n";
}

inline Descriptor memory_file(const std::string& octets_in) {
    Descriptor out(::memfd_create("test", MFD_CLOEXEC));
    std::size_t at = 0;
    while (at < octets_in.size())
        at += static_cast<std::size_t>(::write(out.get(), octets_in.data() + at, octets_in.size() - at));
    return out;
}

inline std::string read_all(int fd) {
    std::string out;
    char buffer[65536];
    off_t at = 0;
    for (ssize_t n; (n = ::pread(fd, buffer, sizeof buffer, at)) > 0; at += n)
        out.append(buffer, static_cast<std::size_t>(n));
    return out;
}

inline wire::RecordVerdict accepted_verdict() {
    wire::RecordVerdict v;
    v.envelope.session = "s1.1";
    v.envelope.queue_id = "4ABC";
    v.envelope.sender = "a.smith@council.example";
    v.envelope.recipients = {"<b@example.org>", "<c@example.org>"};
    v.envelope.recipient_parameters = {{"NOTIFY=NEVER"}, {}};
    v.origin = Origin::inside;
    v.inspection.message_id = "<1@council.example>";
    v.inspection.subject = "Sample";
    v.inspection.octets = message_text().size();
    v.outcome = "accepted";
    v.content_hash = ContentHash::of_message(message_text());
    for (const auto& r : v.envelope.recipients)
        v.decision.recipients.push_back({r, Direction::outbound, Action::accept, {}});
    return v;
}

inline wire::RecordVerdict held_verdict(std::uint32_t needs = 1) {
    wire::RecordVerdict v = accepted_verdict();
    v.outcome = "quarantined";
    v.trace = "Received: from client.example by mx.council.example; Sat, 21 Nov 2026 19:35:00 +0000";
    RuleHit hit;
    hit.id = "sensitive-in-clear";
    hit.clause = "8";
    hit.action = Action::quarantine;
    v.decision.hits = {hit};
    for (auto& r : v.decision.recipients) {
        r.action = Action::quarantine;
        r.hits = {0};
    }
    Finding f;
    f.kind = FindingKind::nhs_number;
    f.sample = "999 ••• •••1";
    f.confidence = Confidence::high;
    v.inspection.findings = {f};
    v.held = {{wire::HeldReason::quarantine, v.envelope.recipients, needs, false}};
    wire::Notice n;
    n.key = "held:" + v.content_hash + ":a.smith";
    n.to = "a.smith@council.example";
    n.kind = "held";
    n.subject = "Your message was kept back (@REFERENCE@)";
    n.text = "Reference @REFERENCE@.\n";
    n.html = "<p>@REFERENCE@</p>";
    v.notices = {n};
    return v;
}

// Answers by id, for a Service without sockets.
struct Replies : Outlet {
    static constexpr std::uint64_t inspector = 77;
    std::map<std::uint32_t, std::vector<wire::Frame>> frames;
    std::vector<wire::Frame> views;  // what a view worker was asked
    void send(std::uint64_t to, wire::Frame frame) override {
        if (to == inspector)
            views.push_back(std::move(frame));
        else
            frames[frame.id].push_back(std::move(frame));
    }
    std::size_t queued(std::uint64_t) const override { return 0; }
};

class StoreTest : public ::testing::Test {
  protected:
    void SetUp() override { open(); }
    void open() {
        auto opened = open_store({store_url(folder_), folder_.path + "/keys", "", "test"}, clock_);
        ASSERT_TRUE(opened) << opened.failure().what;
        opened_ = std::move(*opened);
        service_ = std::make_unique<Service>(Store{*opened_.db, *opened_.keys, clock_, opened_.gateway}, replies_,
                                             opened_.swept.left);
    }
    void close() {
        service_.reset();
        opened_ = {};
    }
    void reopen() {
        close();
        open();
    }
    // The keys stay; nothing else does.
    void begin_anew() {
        close();
        remove_store(folder_);
        open();
    }
    // What somebody with access to the database but without the keys does.
    Status tamper(const std::string& statements) { return store().db.beneath().define(worded(statements)); }
    Store& store() { return service_->store(); }

    void turns() {
        for (int i = 0; i < 10'000 && service_->turn(); ++i) {
        }
    }
    // Sends one request and gives its reply.
    template <class Reply, class Request>
    Reply ask(wire::Role role, const Request& request, Descriptor fd = {}, const Person& person = {"clerk", true}) {
        auto frame = wire::frame_of(request, ++last_id_);
        if (fd) frame.descriptors.push_back(std::move(fd));
        EXPECT_TRUE(service_->take(1, role, person, std::move(frame)));
        turns();
        auto& got = replies_.frames[last_id_];
        EXPECT_FALSE(got.empty());
        if (got.empty()) return {};
        auto reply = wire::message_of<Reply>(got.front());
        EXPECT_TRUE(reply);
        return reply ? std::move(*reply) : Reply{};
    }
    wire::Recorded record(const wire::RecordVerdict& v, const std::string& octets_in = message_text()) {
        return ask<wire::Recorded>(wire::Role::session, v, v.held.empty() ? Descriptor() : memory_file(octets_in));
    }
    // The service answers nothing to it, so what the records think of it is asked where it is decided.
    bool amend_event(std::uint64_t event, wire::Amendment what) {
        Transaction t(store().db);
        auto done = amend(store(), {event, what, "test"});
        EXPECT_TRUE(done && t.commit());
        return done && done->good;
    }
    wire::Answer person_asks(const std::string& verb, const nlohmann::json& arguments,
                             const std::string& name_in = "clerk", bool allowed = true) {
        wire::Answer all =
            ask<wire::Answer>(wire::Role::admin, wire::Ask{verb, arguments.dump()}, {}, {name_in, allowed});
        auto& frames = replies_.frames[last_id_];
        for (std::size_t i = 1; i < frames.size(); ++i) {
            auto more = wire::message_of<wire::Answer>(frames[i]);
            EXPECT_TRUE(more);
            all.lines.insert(all.lines.end(), more->lines.begin(), more->lines.end());
            all.exit_code = more->exit_code;
            all.problem = more->problem;
        }
        return all;
    }
    // What has become due by now is done.
    void run_due() {
        EXPECT_TRUE(service_->take(1, wire::Role::mail, {}, wire::frame_of(wire::RunDue{})));
        turns();
    }
    // A stand-in for the view workers answers all that is asked now: which words stand in the octets, in any case.
    void look_through(bool whole = true) {
        service_->use_inspector(Replies::inspector);
        run_due();
        for (; looked_through_ < replies_.views.size(); ++looked_through_) {
            const auto& frame = replies_.views[looked_through_];
            const auto asked = wire::message_of<wire::View>(frame);
            ASSERT_TRUE(asked);
            const std::string within = ascii_lower(read_all(frame.descriptors.at(0).get()));
            wire::Viewed out;
            out.outcome = wire::ViewOutcome::viewed;
            for (std::uint32_t i = 0; i < asked->words.size(); ++i)
                if (within.find(ascii_lower(asked->words[i])) != std::string::npos) out.occurrences.push_back({i, "1", "message body", 1});
            if (!whole) out.inspection.not_inspected.resize(1);
            EXPECT_TRUE(service_->take(Replies::inspector, wire::Role::inspect, {}, wire::frame_of(out, frame.id)));
            turns();
        }
    }
    // The work and, of a release, its octets.
    wire::Work take_work_now(std::string* octets_out = nullptr) {
        wire::Work work = ask<wire::Work>(wire::Role::mail, wire::TakeWork{0});
        auto& frame = replies_.frames[last_id_].front();
        if (octets_out && !frame.descriptors.empty()) *octets_out = read_all(frame.descriptors.front().get());
        return work;
    }
    bool settle(const wire::Work& work, std::uint32_t code, const std::string& words = "", bool reached_end = true,
                std::vector<wire::RecipientReply> recipients = {}) {
        return ask<wire::Settled>(wire::Role::mail,
                                  wire::SettleWork{work.id, code, words, reached_end, std::move(recipients), work.stamp})
            .good;
    }
    wire::StampAnswer show_stamp(const wire::Work& work, const std::string& hash,
                                 std::vector<std::string> recipients = {}) {
        return ask<wire::StampAnswer>(
            wire::Role::session,
            wire::CheckStamp{work.stamp, work.sender, recipients.empty() ? work.recipients : recipients, hash, "4REL"});
    }
    std::string state_of(const std::string& reference) {
        auto held = find_held(store(), reference);
        EXPECT_TRUE(held && *held);
        return held && *held ? std::string(name((*held)->state)) : "";
    }
    std::vector<HeldRecipient> people_of(const std::string& reference) {
        auto held = find_held(store(), reference);
        return *recipients_of(store(), (*held)->id);
    }
    std::int64_t count(const std::string& what) {
        auto rows = store().db.rows("SELECT count(*) FROM " + what, {});
        EXPECT_TRUE(rows);
        return rows ? integer(rows->front()[0]) : -1;
    }
    // "" when every event and state holds, else the problem.
    std::string verify() {
        auto answer = person_asks("events.verify", nlohmann::json::object());
        if (answer.exit_code == 0) return "";
        return answer.lines.empty() ? answer.problem
                                    : nlohmann::json::parse(answer.lines.front()).value("problem", "?");
    }

    TempFolder folder_;
    TestClock clock_;
    OpenedStore opened_;
    Replies replies_;
    std::unique_ptr<Service> service_;
    std::uint32_t last_id_ = 0;
    std::size_t looked_through_ = 0;
};

}  // namespace beadle::records
