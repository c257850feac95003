#include "records/disposal.h"

#include <algorithm>
#include <set>

#include <nlohmann/json.hpp>

#include "base/calendar.h"
#include "base/text.h"

#include "records/incidents.h"

namespace beadle::records {
namespace {

using nlohmann::json;

constexpr std::int64_t window_rows = 200, most_incidents = 100'000;

// What persons did in the records, as against what happened to a message. The kinds of events.h by their first words.
constexpr const char* is_act =
    "(e.kind LIKE 'hold-%' OR e.kind LIKE 'request-%' OR e.kind LIKE 'retention-%' OR e.kind LIKE 'incident-%'"
    " OR e.kind LIKE 'suspension-%' OR e.kind LIKE 'user-%')";

using Find = Result<DueWindow> (*)(Store&, const RetentionSchedule&, const RetentionClass&, Milliseconds, const DuePlace&,
                                   const HoldsInForce&);

void take(DueWindow& out, Piece piece, const std::vector<std::string>& holds) {
    for (const auto& name : holds) ++out.stopped[name];
    if (holds.empty()) {
        out.pieces.push_back(std::move(piece));
    } else {
        ++out.stopped_pieces;
    }
}

std::string event_statement(bool acts) {
    const std::string open_matter =
        " AND NOT EXISTS(SELECT 1 FROM matters m WHERE m.gateway = e.gateway AND (m.event = e.seq OR (e.about <> 0 AND m.event = e.about))"
        " AND m.state NOT IN ('lifted', 'closed', 'finished', 'erased'))";
    const std::string kept_copy =
        " AND NOT EXISTS(SELECT 1 FROM held h JOIN messages g ON g.id = h.message WHERE g.destroyed_at = 0 AND h.gateway = e.gateway"
        " AND h.event IN (e.seq, e.about) AND h.event <> 0)"
        " AND NOT EXISTS(SELECT 1 FROM exceptions x JOIN held h ON h.id = x.held WHERE h.gateway = e.gateway"
        " AND h.event IN (e.seq, e.about) AND h.event <> 0)";
    return std::string("SELECT ") + event_columns +
           " FROM events e WHERE e.salt IS NOT NULL AND e.gateway = ?1 AND e.at < ?2 AND (e.at, e.seq) > (?3, ?4) AND " +
           (acts ? "e.kind <> 'verdict' AND " : "NOT ") + is_act + open_matter + kept_copy + " ORDER BY e.at, e.seq LIMIT ?5";
}

Result<DueWindow> find_events(Store& store, const RetentionSchedule&, const RetentionClass& c, Milliseconds before,
                              const DuePlace& from, const HoldsInForce& holds) {
    auto rows = store.db.rows(event_statement(c.records == "acts"), {store.gateway, before, from.at, from.number, window_rows});
    if (!rows) return rows.failure();
    DueWindow out;
    out.next = from;
    for (const auto& row : *rows) {
        const Event e = event_of(row);
        out.next = {e.at, e.seq};
        const auto octets = e.message_id.size() + e.sender.size() + e.recipients.size() + e.subject.size() + e.body.size();
        take(out, {e.seq, e.gateway + "/" + std::to_string(e.seq), static_cast<std::int64_t>(octets), e.at},
             holds.none() ? std::vector<std::string>{} : holds.on(subject_of(e)));
    }
    out.last = static_cast<std::int64_t>(rows->size()) < window_rows;
    return out;
}

// ---- kept copies ---------------------------------------------------------------------------------------------------

bool is_decided(const Held& h) { return !is_open(h.state) && h.state != State::discarding; }

bool is_due(const Held& h, const RetentionClass& c, Milliseconds wall) {
    const auto before = due_before(c, wall);
    return before && is_decided(h) && (c.trigger == "recorded" ? h.at : h.changed_at) < *before;
}

// Copies share a message: it goes when the last of them is due. True: `own` stands for them all, so that it counts once.
Result<bool> all_copies_due(Store& store, const RetentionSchedule& schedule, const Held& own, std::vector<Held>& copies) {
    auto rows = store.db.rows(std::string("SELECT ") + held_columns + " FROM held WHERE message = ?1 ORDER BY id", {own.message});
    if (!rows) return rows.failure();
    std::int64_t first = 0;
    const auto* mine = schedule.of_held(own.retain, own.reason);
    for (const auto& row : *rows) {
        copies.push_back(held_of(row));
        const auto* c = schedule.of_held(copies.back().retain, copies.back().reason);
        if (!c || !is_due(copies.back(), *c, store.clock.wall())) return false;
        if (c == mine && first == 0) first = copies.back().id;
    }
    return first == own.id;
}

Result<std::vector<std::string>> holds_on_all(Store& store, const std::vector<Held>& copies, const HoldsInForce& holds) {
    std::set<std::string> names;
    for (const auto& copy : copies) {
        auto subject = subject_of(store, copy);
        if (!subject) return subject.failure();
        for (auto& name : holds.on(*subject)) names.insert(std::move(name));
    }
    return std::vector<std::string>(names.begin(), names.end());
}

Result<std::string> key_name(Store& store, std::int64_t message) {
    auto rows = store.db.rows("SELECT name FROM messages WHERE id = ?1", {message});
    if (!rows) return rows.failure();
    return rows->empty() ? std::string() : hex(octets(rows->front()[0]));
}

Result<DueWindow> find_held(Store& store, const RetentionSchedule& schedule, const RetentionClass& c, Milliseconds before,
                            const DuePlace& from, const HoldsInForce& holds) {
    auto rows = store.db.rows(std::string("SELECT ") + held_columns + " FROM held WHERE id > ?1 AND " +
                                  (c.trigger == "recorded" ? "at" : "changed_at") +
                                  " < ?3 AND state NOT IN ('pending', 'held', 'discarding') AND EXISTS(SELECT 1 FROM messages m WHERE m.id = held.message AND"
                                  " m.destroyed_at = 0 AND m.complete = 1) ORDER BY id LIMIT ?2",
                              {from.number, window_rows, before});
    if (!rows) return rows.failure();
    DueWindow out;
    out.next = from;
    for (const auto& row : *rows) {
        const Held h = held_of(row);
        out.next = {0, h.id};
        const auto* own = schedule.of_held(h.retain, h.reason);
        if (!own || own->id != c.id || !is_due(h, c, store.clock.wall())) continue;
        std::vector<Held> copies;
        auto due = all_copies_due(store, schedule, h, copies);
        if (!due) return due.failure();
        if (!*due) continue;
        auto on = holds_on_all(store, copies, holds);
        if (!on) return on.failure();
        auto key = key_name(store, h.message);
        if (!key) return key.failure();
        take(out, {h.message, h.reference + " key " + *key, h.size, h.at}, *on);
    }
    out.last = static_cast<std::int64_t>(rows->size()) < window_rows;
    return out;
}

// ---- notices, requests ---------------------------------------------------------------------------------------------

Result<DueWindow> find_notices(Store& store, const RetentionSchedule&, const RetentionClass&, Milliseconds before,
                               const DuePlace& from, const HoldsInForce& holds) {
    auto rows = store.db.rows(
        "SELECT id, gateway, event, made_at, length(plain) + length(html) FROM notices WHERE id > ?1 AND made_at < ?2 AND plain <> ''"
        " AND state NOT IN ('waiting', 'dormant', 'taken') ORDER BY id LIMIT ?3", {from.number, before, window_rows});
    if (!rows) return rows.failure();
    DueWindow out;
    out.next = from;
    for (const auto& row : *rows) {
        out.next = {0, integer(row[0])};
        std::vector<std::string> on;
        if (!holds.none()) {
            auto about = store.db.rows(std::string("SELECT ") + event_columns + " FROM events WHERE gateway = ?1 AND seq = ?2", {row[1], row[2]});
            if (!about) return about.failure();
            if (!about->empty()) on = holds.on(subject_of(event_of(about->front())));
        }
        take(out, {integer(row[0]), "notice " + std::to_string(integer(row[0])), integer(row[4]), integer(row[3])}, on);
    }
    out.last = static_cast<std::int64_t>(rows->size()) < window_rows;
    return out;
}

Result<DueWindow> find_requests(Store& store, const RetentionSchedule&, const RetentionClass&, Milliseconds before, const DuePlace&,
                                const HoldsInForce&) {
    auto closed = matters_of(store, "request", "closed");
    if (!closed) return closed.failure();
    DueWindow out;
    for (const auto& m : *closed) {
        const json j = json::parse(m.body, nullptr, false);
        const auto day = read_date(j.is_object() ? j.value("closed", "") : "");
        if (!day || london_midnight(*day) >= before || out.pieces.size() >= window_rows) continue;
        take(out, {m.id, m.reference, static_cast<std::int64_t>(m.body.size()), london_midnight(*day)}, {});
    }
    return out;
}

// An incident goes when none of its messages is on hold.
Result<std::vector<std::string>> holds_on_evidence(Store& store, const Incident& incident, const HoldsInForce& holds) {
    std::set<std::string> names;
    if (holds.none()) return std::vector<std::string>();
    for (const auto& e : evidence_of(incident)) {
        if (e.event == 0) continue;
        auto rows = store.db.rows(std::string("SELECT ") + event_columns + " FROM events WHERE gateway = ?1 AND seq = ?2", {e.gateway, e.event});
        if (!rows) return rows.failure();
        if (rows->empty()) continue;
        for (auto& name : holds.on(subject_of(event_of(rows->front())))) names.insert(std::move(name));
    }
    return std::vector<std::string>(names.begin(), names.end());
}

Result<DueWindow> find_incidents(Store& store, const RetentionSchedule&, const RetentionClass&, Milliseconds before, const DuePlace&,
                                 const HoldsInForce& holds) {
    auto closed = incidents_of_state(store, "closed", most_incidents);
    if (!closed) return closed.failure();
    DueWindow out;
    for (const auto& i : *closed) {
        if (i.closed_at >= before || out.pieces.size() >= static_cast<std::size_t>(window_rows)) continue;
        auto on = holds_on_evidence(store, i, holds);
        if (!on) return on.failure();
        take(out, {i.id, "incident " + i.number, static_cast<std::int64_t>(i.fields.size() + i.evidence.size() + i.notes.size()), i.closed_at}, *on);
    }
    return out;
}

// ---- destruction ---------------------------------------------------------------------------------------------------

Status run_all(Store& store, std::initializer_list<const char*> statements, std::int64_t id) {
    for (const char* statement : statements)
        if (auto done = store.db.run(statement, {id}); !done) return done.failure();
    return Done{};
}

// The rows of kept copies tell of persons too; what the chain says of them ends with the word "erased".
Status erase_copies(Store& store, std::int64_t event, std::string& words) {
    auto rows = store.db.rows("SELECT h.id, h.reference, q.handle FROM held h LEFT JOIN questions q ON q.held = h.id"
                              " WHERE h.gateway = ?1 AND h.event = ?2", {store.gateway, event});
    if (!rows) return rows.failure();
    for (const auto& row : *rows) {
        words += " " + text(row[1]) + ":erased";
        if (!is_null(row[2])) words += " ?" + text(row[2]) + ":erased";
        auto gone = run_all(store,
                            {"DELETE FROM discards WHERE held = ?1", "DELETE FROM held_index WHERE held = ?1",
                             "DELETE FROM stamps WHERE work IN (SELECT id FROM work WHERE held = ?1)",
                             "DELETE FROM work_recipients WHERE work IN (SELECT id FROM work WHERE held = ?1)",
                             "DELETE FROM work WHERE held = ?1", "DELETE FROM questions WHERE held = ?1",
                             "DELETE FROM held_recipients WHERE held = ?1", "DELETE FROM held WHERE id = ?1"},
                            integer(row[0]));
        if (!gone) return gone;
    }
    return Done{};
}

void add_ranges(const std::vector<Piece>& pieces, std::string& words) {
    std::vector<std::int64_t> numbers;
    for (const auto& p : pieces) numbers.push_back(p.number);
    std::sort(numbers.begin(), numbers.end());
    for (std::size_t i = 0; i < numbers.size();) {
        std::size_t last = i;
        while (last + 1 < numbers.size() && numbers[last + 1] == numbers[last] + 1) ++last;
        words += " events/" + std::to_string(numbers[i]) + "-" + std::to_string(numbers[last]) + ":erased";
        i = last + 1;
    }
}

Status erase_events(Store& store, const std::vector<Piece>& pieces, Destroyed& out) {
    ++store.erasures;
    for (const auto& p : pieces) {
        if (auto copies = erase_copies(store, p.number, out.words); !copies) return copies;
        auto done = store.db.run(
            "UPDATE events SET message_id = '', sender = '', recipients = '', subject = '', body = '{}', salt = NULL"
            " WHERE gateway = ?1 AND seq = ?2", {store.gateway, p.number});
        if (!done) return done.failure();
    }
    add_ranges(pieces, out.words);
    return Done{};
}

Status erase_request(Store& store, const Piece& p, std::string& words) {
    auto all = matters_of(store, "request", "closed");
    if (!all) return all.failure();
    const auto found = std::find_if(all->begin(), all->end(), [&](const auto& m) { return m.id == p.number; });
    if (found == all->end()) return Done{};
    const json j = json::parse(found->body, nullptr, false);
    json left = json::object();
    for (const char* key : {"kind", "received", "due", "closed", "outcome"})
        if (j.contains(key)) left[key] = j[key];
    found->body = left.dump(-1, ' ', false, json::error_handler_t::replace);
    found->state = "erased";
    if (auto items = erase_items(store, *found, words); !items) return items;
    return save_matter(store, *found, words);
}

Status erase_piece(Store& store, const RetentionClass& c, const Piece& p, std::string& words) {
    if (c.records == "held") return destroy(store.db, p.number, store.clock.wall());
    if (c.records == "requests") return erase_request(store, p, words);
    if (c.records == "incidents") {
        auto incident = find_incident(store, p.id.substr(p.id.rfind(' ') + 1));
        if (!incident) return incident.failure();
        return *incident ? erase_incident(store, **incident, words) : Status(Done{});
    }
    auto done = store.db.run("UPDATE notices SET recipient = ?2, folded = '', subject = '', plain = '', html = '' WHERE id = ?1",
                             {p.number, Blob{}});
    if (!done) return done.failure();
    return Done{};
}

}  // namespace

std::optional<Milliseconds> due_before(const RetentionClass& c, Milliseconds wall) {
    if (c.records == "other" || c.period.unit == Period::Unit::indefinite) return std::nullopt;
    const Date today = london_date(wall);
    const int months = c.period.unit == Period::Unit::years ? c.period.count * 12 : c.period.count;
    Date last = c.period.unit == Period::Unit::days ? today - std::chrono::days{c.period.count}
                                                    : same_date_later(today, -months) + std::chrono::days{4};
    while (*due_after(last, c.period) > today) last -= std::chrono::days{1};
    return london_midnight(last + std::chrono::days{1});
}

Result<DueWindow> find_due(Store& store, const RetentionSchedule& schedule, const RetentionClass& c, Milliseconds before,
                           const DuePlace& from, const HoldsInForce& holds) {
    const std::map<std::string, Find> table = {
        {"events", find_events}, {"acts", find_events}, {"held", find_held}, {"notices", find_notices}, {"requests", find_requests}, {"incidents", find_incidents}};
    const auto found = table.find(c.records);
    return found == table.end() ? Result<DueWindow>(DueWindow{}) : found->second(store, schedule, c, before, from, holds);
}

Result<Destroyed> destroy_pieces(Store& store, const RetentionClass& c, const std::vector<Piece>& pieces) {
    Destroyed out;
    for (const auto& p : pieces) out.ids.push_back(p.id);
    if (c.records == "events" || c.records == "acts") {
        if (auto done = erase_events(store, pieces, out); !done) return done.failure();
    } else {
        for (const auto& p : pieces)
            if (auto done = erase_piece(store, c, p, out.words); !done) return done.failure();
    }
    if (!out.words.empty() && out.words.front() == ' ') out.words.erase(0, 1);
    return out;
}

}  // namespace beadle::records
