// library: beadle_records
// How long the records take to answer what each page of the console asks, among BEADLE_BENCH_EVENTS events of 400 days (a million
// when not given) and BEADLE_BENCH_HELD messages that wait (20,000), as many that are decided; p95_ms is the 95th percentile.
// BEADLE_BENCH_STORE names a folder that is filled once and kept for the next run. Run with TMPDIR on the disk that counts.
#include <benchmark/benchmark.h>
#include <sys/mman.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "base/owned.h"
#include "bench/records_store.h"
#include "records/events.h"
#include "records/schedule.h"
#include "settings/retention.h"

namespace {

using namespace beadle;
using namespace beadle::records;
using namespace beadle::bench;

constexpr Milliseconds day = 86'400'000, span = 400 * day, held_span = 30 * day;

std::int64_t number_of(const char* name, std::int64_t otherwise) {
    const char* given = std::getenv(name);
    return given ? std::atoll(given) : otherwise;
}

// One in 97 is kept back, one in 20 only noted by a rule; of 200 senders inside and 40,000 outside.
Event event_number(std::int64_t i) {
    Event e;
    const bool outbound = i % 3 == 0;
    e.kind = "verdict";
    e.outcome = i % 97 ? "accepted" : "quarantined";
    e.queue_id = "4Q" + std::to_string(i);
    e.message_id = "<" + std::to_string(i) + "@council.example>";
    const std::string member = "member" + std::to_string(i % 200) + "@council.example";
    const std::string resident = "resident" + std::to_string(i * 7919 % 40'000) + "@example.org";
    e.sender = outbound ? member : resident;
    e.recipients = outbound ? resident : member;
    e.rules = i % 97 ? (i % 20 ? "" : "first-time-sender") : "sensitive-in-clear";
    e.subject = "Matter " + std::to_string(i % 5003);
    const std::string findings = i % 97 ? "" : R"({"kind":"nhs-number","location":"body","confidence":"high","count":1})";
    e.body = R"({"elapsed_ms":12,"size":4000,"reply":"250 2.0.0 ok","decision":{"direction":"outbound","rules":[],"recipients":[{"address":")" +
             e.recipients + R"(","verdict":"accept","rules":[]}]},"inspection":{"findings":[)" + findings +
             R"(],"entities":[{"type":"text/plain","path":["body"],"octets":2100,"note":")" + std::string(900, 'x') + R"("}]}})";
    return e;
}

void fill_events(Bench& bench, std::int64_t all, Milliseconds now) {
    Store& store = bench.service->store();
    for (std::int64_t i = 0; i < all;) {
        Transaction t(store.db);
        for (int n = 0; n < 5000 && i < all; ++n, ++i) {
            bench.clock.put = now - span + span / all * i;
            if (!append(store, event_number(i))) std::abort();
        }
        if (!t.commit()) std::abort();
    }
}

// Kept by the service as mail is; then of each two one is as if a person had let it go.
void fill_held(Bench& bench, std::int64_t waiting, Milliseconds now) {
    for (std::int64_t i = 0; i < 2 * waiting; ++i) {
        bench.clock.put = now - held_span + held_span / (2 * waiting) * i;
        auto v = verdict();
        v.outcome = "quarantined";
        v.inspection.subject = "Kept " + std::to_string(i);
        v.envelope.queue_id = "5Q" + std::to_string(i);
        v.envelope.sender = "member" + std::to_string(i % 200) + "@council.example";
        v.content_hash = std::to_string(1'000'000 + i) + std::string(57, 'a');
        v.held = {{wire::HeldReason::quarantine, v.envelope.recipients, 1, false}};
        auto frame = wire::frame_of(v);
        Descriptor file(::memfd_create("bench", MFD_CLOEXEC));
        const std::string message = "Subject: Kept\r\n\r\nSample\r\n";
        if (::write(file.get(), message.data(), message.size()) < 0) std::abort();
        frame.descriptors.push_back(std::move(file));
        bench.service->take(1, wire::Role::session, {}, std::move(frame));
        if (i % 64 == 63) bench.turns(), bench.last.clear();
    }
    bench.turns();
    Database& db = bench.opened.db->beneath();
    for (const char* statement : {"UPDATE held SET state = 'released' WHERE id % 2 = 0", "UPDATE held_index SET state = 'released' WHERE held % 2 = 0",
                                  "UPDATE held_recipients SET state = 'released' WHERE held % 2 = 0"})
        if (!db.run(statement, {})) std::abort();
}

Bench& filled() {
    const char* kept = std::getenv("BEADLE_BENCH_STORE");
    static Bench bench(kept ? kept : "");
    static bool done = false;
    if (done) return bench;
    done = true;
    Store& store = bench.service->store();
    std::ifstream file(BEADLE_SOURCE_DIR "/config/retention.toml");
    std::stringstream octets_in;
    octets_in << file.rdbuf();
    store.schedule = read_retention(octets_in.str(), "retention.toml").schedule;
    auto rows = store.db.rows("SELECT 1 FROM events WHERE kind = 'verdict' LIMIT 1", {});
    if (!rows) std::abort();
    {
        Transaction t(store.db);
        if (!t.begun() || !take_up_schedule(store) || !t.commit()) std::abort();
    }
    if (!rows->empty()) return bench;
    const Milliseconds now = system_clock().wall();
    fill_events(bench, number_of("BEADLE_BENCH_EVENTS", 1'000'000), now);
    fill_held(bench, number_of("BEADLE_BENCH_HELD", 20'000), now);
    bench.clock.put = 0;
    return bench;
}

struct Question {
    const char* verb;
    std::string arguments = "{}";
};
using Page = std::vector<Question> (*)(Bench&);

std::string days_back(std::int64_t days) { return "\"since\":\"" + utc_text(system_clock().wall() - days * day) + "\""; }
std::string reference(Bench& bench) {
    auto rows = bench.service->store().db.rows("SELECT reference FROM held WHERE state = 'held' OR state = 'pending' ORDER BY at DESC LIMIT 1", {});
    return rows && !rows->empty() ? text(rows->front().front()) : "";
}
std::string mail(const std::string& more, std::int64_t days) {
    return R"({"kind":"verdict","limit":50,"within_ms":120,)" + days_back(days) + (more.empty() ? "" : ",") + more + "}";
}

std::vector<Question> today(Bench&) {
    return {{"console.today", "{" + days_back(1) + "}"}, {"incident.list"}, {"request.list"}, {"suspend.list"},
            {"retention.certificates", R"({"state":"asked"})"}, {"hold.list"}, {"console.ages"}};
}
std::vector<Question> counts(Bench&) { return {{"console.counts"}}; }
std::vector<Question> held_list(Bench&) { return {{"console.held", R"({"oldest_first":true,"limit":50})"}}; }
std::vector<Question> held_list_further_on(Bench& bench) {
    return {{"console.held", R"({"limit":50,"oldest_first":true,"after":")" + reference(bench) + "\"}"}};
}
std::vector<Question> held_list_of_words(Bench&) { return {{"console.held", R"({"oldest_first":true,"limit":50,"text":"kept 1234"})"}}; }
std::vector<Question> held_list_of_released(Bench&) { return {{"console.held", R"({"oldest_first":true,"limit":50,"state":"released"})"}}; }
std::vector<Question> held_item(Bench& bench) { return {{"quarantine.show", R"({"id":")" + reference(bench) + "\"}"}}; }
std::vector<Question> all_mail(Bench&) { return {{"events.search", mail("", 7)}}; }
std::vector<Question> all_mail_of_words(Bench&) { return {{"events.search", mail(R"("text":"resident4711")", 7)}}; }
std::vector<Question> all_mail_of_words_30_days(Bench&) { return {{"events.search", mail(R"("text":"nowhere")", 30)}}; }
std::vector<Question> all_mail_of_a_sender(Bench&) { return {{"events.search", mail(R"("sender":"resident4711@")", 30)}}; }
std::vector<Question> all_mail_of_a_recipient(Bench&) { return {{"events.search", mail(R"("recipient":"nobody@")", 7)}}; }
std::vector<Question> all_mail_of_a_rule(Bench&) { return {{"events.search", mail(R"("rule":"sensitive-in-clear")", 30)}}; }
std::vector<Question> all_mail_held(Bench&) { return {{"events.search", mail(R"("outcome":"quarantined")", 30)}}; }
std::vector<Question> all_mail_refused(Bench&) { return {{"events.search", mail(R"("outcome":"rejected")", 30)}}; }
std::vector<Question> story(Bench&) { return {{"console.story", R"({"event":4711})"}}; }
std::vector<Question> retention(Bench&) { return {{"retention.schedule"}, {"retention.due", R"({"most":1000})"}, {"retention.certificates", R"({"state":"asked"})"}}; }
std::vector<Question> policy(Bench&) { return {{"console.rules"}, {"policy.versions"}}; }
std::vector<Question> audit(Bench&) { return {{"events.search", R"({"limit":100,"within_ms":120})"}}; }
std::vector<Question> reports(Bench&) { return {{"report"}, {"acknowledge.list"}}; }
std::vector<Question> health(Bench&) { return {{"status"}, {"console.ages"}}; }

// An answer that failed would be a fast one.
bool all_is_well(const std::vector<wire::Frame>& frames) {
    return !frames.empty() && std::all_of(frames.begin(), frames.end(), [](const wire::Frame& f) {
        const auto answer = wire::message_of<wire::Answer>(f);
        return answer && answer->exit_code == 0;
    });
}

void page(benchmark::State& state, Page questions) {
    Bench& bench = filled();
    std::vector<double> took;
    for (auto _ : state) {
        const auto asked = questions(bench);
        const auto begun = std::chrono::steady_clock::now();
        for (const auto& q : asked) {
            bench.last.clear();
            bench.service->take(1, wire::Role::admin, {"clerk", true}, wire::frame_of(wire::Ask{q.verb, q.arguments}, 7));
            bench.turns();
            if (!all_is_well(bench.last)) return state.SkipWithError((std::string(q.verb) + " failed").c_str());
        }
        took.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begun).count());
    }
    if (took.empty()) return;
    std::sort(took.begin(), took.end());
    state.counters["p95_ms"] = took[std::min(took.size() - 1, took.size() * 95 / 100)];
}
#define PAGE(NAME) BENCHMARK_CAPTURE(page, NAME, NAME)->Unit(benchmark::kMillisecond)->UseRealTime()->MinTime(0.5)
PAGE(today);
PAGE(counts);
PAGE(held_list);
PAGE(held_list_further_on);
PAGE(held_list_of_words);
PAGE(held_list_of_released);
PAGE(held_item);
PAGE(all_mail);
PAGE(all_mail_of_words);
PAGE(all_mail_of_words_30_days);
PAGE(all_mail_of_a_sender);
PAGE(all_mail_of_a_recipient);
PAGE(all_mail_of_a_rule);
PAGE(all_mail_held);
PAGE(all_mail_refused);
PAGE(story);
PAGE(retention);
PAGE(policy);
PAGE(audit);
PAGE(reports);
PAGE(health);

}  // namespace

BENCHMARK_MAIN();
