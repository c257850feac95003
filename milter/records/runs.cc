#include "records/runs.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "base/calendar.h"
#include "base/text.h"

#include "records/acts.h"
#include "records/matter_acts.h"

namespace beadle::records {
namespace {

using nlohmann::json;

constexpr int windows_at_once = 5;  // of a run that a person waits for
constexpr std::size_t most_stopped_names = 50;

std::string dump(const json& j) { return j.dump(-1, ' ', false, json::error_handler_t::replace); }

std::string method_of(const std::string& records) {
    if (records == "held") return "crypto-erase: the key of each message is overwritten and deleted, its sealed content removed";
    if (records == "events" || records == "acts")
        return "erasure: the columns that tell of persons and the salt of their digest are overwritten; the row stays in the chain";
    return "erasure: the text is overwritten";
}

// Counts what a run would take now, a bounded look: `enough` windows.
struct Looked {
    std::int64_t pieces = 0, octets = 0;
    bool more = false;
};
Result<Looked> look(Store& store, const RetentionSchedule& schedule, const RetentionClass& c, Milliseconds before, int enough) {
    auto holds = HoldsInForce::read(store);
    if (!holds) return holds.failure();
    Looked out;
    DuePlace place;
    for (int i = 0; i < enough; ++i) {
        auto window = find_due(store, schedule, c, before, place, *holds);
        if (!window) return window.failure();
        out.pieces += static_cast<std::int64_t>(window->pieces.size());
        for (const auto& p : window->pieces) out.octets += p.octets;
        place = window->next;
        out.more = !window->last;
        if (window->last) break;
    }
    return out;
}

json new_body(const Store& store, const StandingClass& s, const std::string& person, Milliseconds before) {
    return {{"class", s.now.id}, {"title", s.now.title}, {"records", s.now.records}, {"period", text(s.now.period)},
            {"trigger", s.now.trigger}, {"disposal", s.now.automatic ? "automatic" : "review"}, {"source", s.now.source},
            {"schedule_version", s.version}, {"adopted", s.adopted}, {"minute", s.minute}, {"asked_by", person}, {"approved_by", ""},
            {"asked_at", utc_text(store.clock.wall())}, {"before", before}, {"count", 0}, {"octets", 0}, {"oldest", ""}, {"newest", ""},
            {"stopped", 0}, {"stopped_by", json::object()}, {"ids_hash", ""}, {"method", method_of(s.now.records)},
            {"place_at", -1}, {"place_number", 0}, {"finished_at", ""}, {"backups_until", ""}};
}

Result<Matter> open_run(Store& store, const Person& person, const StandingClass& s, const char* state, Milliseconds before) {
    auto reference = next_reference(store, "run", 'D');
    if (!reference) return reference.failure();
    Matter run;
    run.reference = *reference;
    run.kind = "run";
    run.state = state;
    run.body = dump(new_body(store, s, printable(person.name, 64), before));
    Event e = matter_event(person, "retention-run", {}, {{"id", run.reference}, {"class", s.now.id}, {"version", s.version}});
    e.outcome = state;
    if (auto opened = open_matter(store, run, e.held); !opened) return opened.failure();
    auto put = append(store, std::move(e));
    if (!put) return put.failure();
    if (auto set = set_matter_event(store, run, static_cast<std::int64_t>(*put)); !set) return set.failure();
    return run;
}

void count_in(json& body, const std::vector<Piece>& pieces) {
    std::string hash = body.value("ids_hash", "");
    for (const auto& p : pieces) {
        hash = sha256_hex(hash + "\n" + p.id);
        body["octets"] = body.value("octets", std::int64_t{0}) + p.octets;
        const auto day = date_text(london_date(p.at));
        if (body["oldest"] == "" || day < body["oldest"].get<std::string>()) body["oldest"] = day;
        if (day > body["newest"].get<std::string>()) body["newest"] = day;
    }
    body["ids_hash"] = hash;
    body["count"] = body.value("count", std::int64_t{0}) + static_cast<std::int64_t>(pieces.size());
}

void count_stopped(json& body, const DueWindow& window) {
    body["stopped"] = body.value("stopped", std::int64_t{0}) + window.stopped_pieces;
    for (const auto& [name, count] : window.stopped)
        if (body["stopped_by"].contains(name) || body["stopped_by"].size() < most_stopped_names)
            body["stopped_by"][name] = body["stopped_by"].value(name, std::int64_t{0}) + count;
}

void finish(json& body, const Store& store) {
    const auto now = store.clock.wall();
    body["finished_at"] = utc_text(now);
    if (const auto kept = read_period(store.schedule.backups))
        if (const auto until = due_after(london_date(now), *kept)) body["backups_until"] = date_text(*until);
}

RetentionClass class_of_run(const json& body, const std::vector<StandingClass>& standing) {
    for (const auto& s : standing)
        if (s.now.id == body.value("class", "")) return s.now;
    return {};
}

// A step or so of the work at once, so that a small run is done when the person reads the answer.
Result<Told> go(Store& store, Matter run) {
    Told out;
    bool finished = false;
    for (int i = 0; i < windows_at_once && !finished; ++i) {
        auto step = step_run(store, run, out.destroyed);
        if (!step) return step.failure();
        finished = *step;
    }
    out.answer.lines.push_back(certificate_line(store, run));
    return out;
}

Result<Told> approve(Store& store, const Person& person, Matter run) {
    json body = json::parse(run.body);
    if (body.value("asked_by", "") == person.name)
        return refuse_matter(store, person, "retention.run",
                          run.reference + " needs two persons: you asked for it, somebody else has to ask for the same class");
    auto why = why_not_two(store, person, body.value("asked_by", ""));
    if (!why) return why.failure();
    if (!why->empty()) return refuse_matter(store, person, "retention.run", run.reference + ": " + *why);
    body["approved_by"] = printable(person.name, 64);
    run.body = dump(body);
    run.state = "going";
    Event e = matter_event(person, "retention-run", run, {{"class", body.value("class", "")}, {"asked_by", body.value("asked_by", "")}});
    e.outcome = "approved";
    if (auto saved = save_matter(store, run, e.held); !saved) return saved.failure();
    if (auto put = append(store, std::move(e)); !put) return put.failure();
    return go(store, std::move(run));
}

Result<Told> ask_for(Store& store, const Person& person, const StandingClass& s, const RetentionSchedule& schedule) {
    const auto before = due_before(s.now, store.clock.wall());
    if (!before) return refuse_matter(store, person, "retention.run", s.now.id + " is never due here: " + (s.now.records == "other" ? "Beadle does not hold these records" : "its period is indefinite"));
    auto looked = look(store, schedule, s.now, *before, windows_at_once);
    if (!looked) return looked.failure();
    Told out;
    if (looked->pieces == 0 && !looked->more) {
        out.answer.lines.push_back(dump({{"version", 1}, {"class", s.now.id}, {"state", "nothing-due"}, {"count", 0}}));
        return out;
    }
    const bool alone = s.now.automatic || s.now.persons < 2;
    auto run = open_run(store, person, s, alone ? "going" : "asked", *before);
    if (!run) return run.failure();
    if (alone) return go(store, std::move(*run));
    out.answer.exit_code = 1;
    out.answer.problem = run->reference + ": " + std::to_string(looked->pieces) + (looked->more ? " or more" : "") + " of " + s.now.id +
                         " are to be destroyed. It needs two persons: yours is noted, a second person has to ask for the same";
    return out;
}

}  // namespace

std::string certificate_line(const Store& store, const Matter& run) {
    json j = json::parse(run.body, nullptr, false);
    if (!j.is_object()) j = json::object();
    for (const char* inner : {"before", "place_at", "place_number"}) j.erase(inner);
    j["version"] = 1;
    j["id"] = run.reference;
    j["state"] = run.state;
    j["gateway"] = run.gateway;
    j["event"] = run.event;
    j["hold_check"] = j.value("stopped", std::int64_t{0}) == 0 ? "no hold matched what was destroyed, and none stopped anything"
                                                               : "no hold matched what was destroyed; holds stopped what they match";
    j["mac"] = hex(run.mac);
    (void)store;
    return dump(j);
}

Result<bool> step_run(Store& store, Matter& run, bool& destroyed) {
    auto standing = standing_classes(store);
    if (!standing) return standing.failure();
    auto holds = HoldsInForce::read(store);
    if (!holds) return holds.failure();
    json body = json::parse(run.body);
    const RetentionClass c = class_of_run(body, *standing);
    auto window = find_due(store, schedule_of(*standing), c, body.value("before", std::int64_t{0}),
                           {body.value("place_at", std::int64_t{-1}), body.value("place_number", std::int64_t{0})}, *holds);
    if (!window) return window.failure();
    auto gone = destroy_pieces(store, c, window->pieces);
    if (!gone) return gone.failure();
    count_in(body, window->pieces);
    count_stopped(body, *window);
    body["place_at"] = window->next.at;
    body["place_number"] = window->next.number;
    if (window->last) finish(body, store);
    run.state = window->last ? "finished" : "going";
    run.body = dump(body);
    destroyed = destroyed || !window->pieces.empty();
    Event e = matter_event({}, window->last ? "retention-finished" : "retention-destroyed", run, {});
    e.body = dump({{"id", run.reference}, {"class", c.id}, {"ids", gone->ids}, {"stopped", window->stopped_pieces}, {"ids_hash", body["ids_hash"]}});
    e.held = gone->words;
    if (auto saved = save_matter(store, run, e.held); !saved) return saved.failure();
    if (auto put = append(store, std::move(e)); !put) return put.failure();
    return window->last;
}

Result<Told> run_class(Store& store, const Person& person, const std::string& id) {
    if (auto taken = take_up_schedule(store); !taken) return taken.failure();
    auto standing = standing_classes(store);
    if (!standing) return standing.failure();
    const auto found = std::find_if(standing->begin(), standing->end(), [&](const auto& s) { return s.now.id == id; });
    if (found == standing->end())
        return refuse_matter(store, person, "retention.run",
                          standing->empty() ? "no retention schedule is adopted: [store] retention names no file" : "the schedule has no class " + printable(id, 64));
    for (const char* state : {"asked", "going"}) {
        auto open = matters_of(store, "run", state);
        if (!open) return open.failure();
        for (auto& run : *open) {
            const json body = json::parse(run.body, nullptr, false);
            if (!body.is_object() || body.value("class", "") != id) continue;
            if (run.state == "asked") return approve(store, person, std::move(run));
            return refuse_matter(store, person, "retention.run", run.reference + " of " + id + " is going on: see beadle retention certificates");
        }
    }
    return ask_for(store, person, *found, schedule_of(*standing));
}

// ---- by itself -----------------------------------------------------------------------------------------------------

namespace {

Result<DueDone> step_open_run(Store& store, std::vector<Matter> runs) {
    DueDone out;
    auto finished = step_run(store, runs.front(), out.destroyed);
    if (!finished) return finished.failure();
    out.more = !*finished || runs.size() > 1;
    return out;
}

// The next window of the first automatic class that was not looked through today; a run begins at the first piece.
Result<DueDone> look_for_due(Store& store, const std::vector<StandingClass>& standing, const HoldsInForce& holds) {
    const auto today = london_date(store.clock.wall()).time_since_epoch().count();
    for (const auto& s : standing) {
        auto& looked = store.retention_looked[s.now.id];
        const auto before = due_before(s.now, store.clock.wall());
        if (!s.now.automatic || !before || looked.day == today) continue;
        auto window = find_due(store, schedule_of(standing), s.now, *before, {looked.at, looked.number}, holds);
        if (!window) return window.failure();
        if (!window->pieces.empty()) {
            auto run = open_run(store, {}, s, "going", *before);
            if (!run) return run.failure();
        }
        const bool ended = window->last || !window->pieces.empty();
        looked = ended ? RetentionLook{today, -1, 0} : RetentionLook{looked.day, window->next.at, window->next.number};
        return DueDone{true, false};
    }
    return DueDone{};
}

}  // namespace

Result<DueDone> carry_out_schedule(Store& store) {
    if (auto taken = take_up_schedule(store); !taken) return taken.failure();
    auto going = matters_of(store, "run", "going");
    if (!going) return going.failure();
    std::erase_if(*going, [&](const auto& run) { return run.gateway != store.gateway; });
    if (!going->empty()) return step_open_run(store, std::move(*going));
    auto standing = standing_classes(store);
    if (!standing) return standing.failure();
    auto holds = HoldsInForce::read(store);
    if (!holds) return holds.failure();
    return look_for_due(store, *standing, *holds);
}

}  // namespace beadle::records
