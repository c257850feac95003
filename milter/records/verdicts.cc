#include "records/verdicts.h"

#include <algorithm>
#include <set>

#include "base/text.h"

#include "records/correspondence.h"
#include "records/events.h"
#include "records/answers.h"
#include "records/held.h"
#include "records/incident_acts.h"
#include "records/notice_queue.h"

namespace beadle::records {
namespace {

const char* word(wire::HeldReason r) {
    switch (r) {
        case wire::HeldReason::quarantine:
            return "quarantine";
        case wire::HeldReason::refused:
            return "refused";
        case wire::HeldReason::ask:
            return "ask";
        case wire::HeldReason::journal:
            return "journal";
    }
    return "quarantine";
}

Status check(const wire::RecordVerdict& v, std::int64_t message) {
    if (v.held.empty()) return Done{};
    if (v.outcome == "deferred")
        return fail(FailureKind::malformed, "records", "a message that was put off is not held: its sender keeps it");
    if (message == 0)
        return fail(FailureKind::malformed, "records", "a message is to be held, but none was handed over");
    for (const auto& part : v.held)
        if (part.recipients.empty() || part.release_needs < 1 || part.release_needs > 2)
            return fail(FailureKind::malformed, "records",
                        "a message is to be held for nobody, or needs a wrong number of persons");
    return Done{};
}

// Rules and clauses that concern the recipients of this copy.
void name_rules(const wire::RecordVerdict& v, const wire::HeldPart& part, Held& held) {
    std::vector<std::string> rules, clauses;
    auto add = [](std::vector<std::string>& list, const std::string& word_in) {
        std::string shown = printable(word_in, 100);
        if (!shown.empty() && list.size() < 50 && std::find(list.begin(), list.end(), shown) == list.end())
            list.push_back(shown);
    };
    for (const auto& recipient : v.decision.recipients) {
        if (std::find(part.recipients.begin(), part.recipients.end(), recipient.address) == part.recipients.end())
            continue;
        for (auto index : recipient.hits) {
            if (index >= v.decision.hits.size()) continue;
            const RuleHit& hit = v.decision.hits[index];
            if (hit.watched || !hit.excepted_by.empty()) continue;
            add(rules, hit.id);
            add(clauses, hit.clause);
        }
    }
    held.rules = join(rules, " ");
    held.clauses = join(clauses, ", ");
}

// Of several classes that its rules name the one that keeps it longest.
std::string class_of(const Store& store, const wire::RecordVerdict& v, const wire::HeldPart& part) {
    const RetentionClass* longest = nullptr;
    for (const auto& r : v.decision.recipients) {
        if (std::find(part.recipients.begin(), part.recipients.end(), r.address) == part.recipients.end()) continue;
        for (const auto i : r.hits) {
            const auto* named = i < v.decision.hits.size() ? store.schedule.find(v.decision.hits[i].retain) : nullptr;
            if (named && (!longest || is_shorter(longest->period, named->period))) longest = named;
        }
    }
    return longest ? longest->id : "";
}

Held draft(const Store& store, const wire::RecordVerdict& v, const wire::HeldPart& part, std::int64_t message) {
    Held h;
    h.gateway = store.gateway;
    h.message = message;
    h.reason = word(part.reason);
    h.release_needs = part.release_needs;
    h.sender_not_told = part.sender_not_told;
    h.origin = name(v.origin);
    h.sender = printable(v.envelope.sender, 320);
    h.subject = printable(v.inspection.subject, 200);
    name_rules(v, part, h);
    h.size = static_cast<std::int64_t>(v.inspection.octets);
    h.content_hash = printable(v.content_hash, 64);
    h.retry_key = retry_key_of(v, part);
    if (part.reason == wire::HeldReason::journal) h.state = State::journalled;
    h.envelope = v.envelope;
    h.trace = v.trace;
    h.at = h.changed_at = store.clock.wall();
    h.retain = class_of(store, v, part);
    if (h.retain.empty()) h.retain = printable(part.retain, 64);  // no schedule yet
    return h;
}

// What it is found by: which way its recipients lie, what was found in it, the names of its files and people.
HeldIndex index_of(const wire::RecordVerdict& v, const wire::HeldPart& part) {
    HeldIndex out;
    auto widest = Direction::internal;
    for (const auto& r : v.decision.recipients)
        if (std::find(part.recipients.begin(), part.recipients.end(), r.address) != part.recipients.end())
            widest = r.direction == Direction::outbound || widest == Direction::outbound ? Direction::outbound
                     : r.direction == Direction::inbound                                ? Direction::inbound
                                                                                        : widest;
    out.direction = name(widest);
    std::set<std::string_view> kinds;
    for (const auto& f : v.inspection.findings) kinds.insert(name(f.kind));
    for (const auto& kind : kinds) out.kinds.append(out.kinds.empty() ? " " : "").append(kind).append(" ");
    std::set<std::string> words{v.inspection.message_id};
    for (const auto& e : v.inspection.entities) {
        if (e.filename.empty() || words.size() > 200) continue;
        out.attachments = true;
        words.insert(e.filename);
    }
    for (const auto& a : v.inspection.addresses)
        if (words.size() <= 300) words.insert(a.display + " " + a.address);
    for (const auto& w : words)
        if (!trim(w).empty()) out.words.append(w).append(" ");
    return out;
}

Result<std::string> unused_reference(Store& store) {
    for (int tries = 0; tries < 100; ++tries) {
        std::string reference = new_reference();
        auto taken = find_held(store, reference);
        if (!taken) return taken.failure();
        if (!*taken) return reference;
    }
    return fail(FailureKind::defect, "records", "no free case reference was found");
}

// Older copies whose reply was not known to be heard, of the same mail to the same persons. Those it was: their ids.
Status supersede(Store& store, const Held& newer, std::vector<std::int64_t>& ids, std::string& moves) {
    auto rows =
        store.db.rows(std::string("SELECT ") + held_columns + " FROM held WHERE retry_key = ?1 AND state = 'pending'",
                      {newer.retry_key});
    if (!rows) return rows.failure();
    for (const auto& row : *rows) {
        Held older = held_of(row);
        auto people = recipients_of(store, older.id);
        if (!people) return people.failure();
        const bool untouched =
            std::all_of(people->begin(), people->end(), [](const auto& r) { return r.state == "held"; });
        if (!untouched) continue;  // a person has begun to release it
        older.superseded_by = newer.reference;
        if (auto moved = move(store, older, State::superseded, moves); !moved) return moved;
        ids.push_back(older.id);
    }
    return Done{};
}

// Those that a void record had superseded count again.
Status restore_superseded(Store& store, const Held& gone, std::string& moves) {
    auto rows = store.db.rows(
        std::string("SELECT ") + held_columns + " FROM held WHERE superseded_by = ?1 AND state = 'superseded'",
        {gone.reference});
    if (!rows) return rows.failure();
    for (const auto& row : *rows) {
        Held older = held_of(row);
        if (auto moved = move(store, older, State::pending, moves); !moved) return moved;
        if (auto carried = carry_question(store, gone.id, older.id); !carried) return carried;
    }
    return Done{};
}

Event amendment_event(const wire::Amend& a, const char* kind) {
    Event e;
    e.kind = kind;
    e.about = static_cast<std::int64_t>(a.event);
    e.body = json_texts({{"cause", a.cause}});
    return e;
}

Result<AmendResult> heard(Store& store, const wire::Amend& a, std::vector<Held> held) {
    std::string moves;
    for (auto& h : held) {
        if (h.state != State::pending && h.state != State::superseded) continue;
        if (auto moved = move(store, h, State::held, moves); !moved) return moved.failure();
    }
    auto notices = release_notices(store, static_cast<std::int64_t>(a.event));
    if (!notices) return notices.failure();
    if (moves.empty() && *notices == 0) return AmendResult{true, false};
    Event e = amendment_event(a, "heard");
    e.held = moves;
    auto put = append(store, std::move(e));
    if (!put) return put.failure();
    return AmendResult{true, false};
}

// Refused when a person has acted on a copy meanwhile: then a duplicate, never a loss.
Result<AmendResult> make_void(Store& store, const wire::Amend& a, std::vector<Held> held) {
    std::string moves;
    for (const auto& h : held) {
        auto people = recipients_of(store, h.id);
        if (!people) return people.failure();
        const bool untouched =
            std::all_of(people->begin(), people->end(), [](const auto& r) { return r.state == "held" || r.state == "journalled"; });
        if (h.state == State::made_void) continue;
        if (!untouched || !may_become(h.state, State::made_void)) return AmendResult{};
    }
    AmendResult out{true, false};
    for (auto& h : held) {
        if (h.state == State::made_void) continue;
        if (auto moved = move(store, h, State::made_void, moves); !moved) return moved.failure();
        if (auto restored = restore_superseded(store, h, moves); !restored) return restored.failure();
        if (auto closed = close_question(store, h.id, moves); !closed) return closed.failure();
        auto gone = destroy_unneeded(store, h.message);
        if (!gone) return gone.failure();
        out.destroyed = out.destroyed || *gone;
    }
    if (auto dropped = drop_notices(store, static_cast<std::int64_t>(a.event)); !dropped) return dropped.failure();
    Event e = amendment_event(a, "void");
    e.held = moves;
    auto put = append(store, std::move(e));
    if (!put) return put.failure();
    return out;
}

// A kept copy on its way into the store.
struct Copy {
    Held held;
    std::string handle;              // of a new question; "" = there is none
    std::int64_t takes_over = 0;     // the question of this older copy becomes its own
};

Result<Copy> draft_copy(Store& store, const wire::RecordVerdict& v, const wire::HeldPart& part, std::int64_t message,
                        std::string& moves) {
    auto reference = unused_reference(store);
    if (!reference) return reference.failure();
    Copy out{draft(store, v, part, message), "", 0};
    out.held.reference = *reference;
    std::vector<std::int64_t> older;
    if (part.reason != wire::HeldReason::journal)
        if (auto done = supersede(store, out.held, older, moves); !done) return done.failure();
    moves += (moves.empty() ? "" : " ") + *reference + ":" + std::string(name(out.held.state));
    if (part.reason == wire::HeldReason::journal) {
        for (std::size_t i = 0; i < part.recipients.size(); ++i)
            moves += " " + *reference + "/" + std::to_string(i) + ":journalled";
        return out;
    }
    if (part.question.person.empty()) return out;
    for (const auto id : older) {
        auto asked = question_of(store, id);
        if (!asked) return asked.failure();
        if (*asked) out.takes_over = id;
    }
    if (out.takes_over != 0) return out;
    out.handle = new_handle();
    moves += " ?" + out.handle + ":asking";
    return out;
}

Status add_copy(Store& store, Copy& copy, const wire::RecordVerdict& v, const wire::HeldPart& part) {
    if (auto done = add_held(store, copy.held, part.recipients, index_of(v, part)); !done) return done;
    if (copy.takes_over != 0) return carry_question(store, copy.takes_over, copy.held.id);
    return copy.handle.empty() ? Status(Done{}) : add_question(store, copy.held, copy.handle, part.question);
}

// The message is an answer: carried out with its event, and whoever gave it is told what came of it.
Status note_answer(Store& store, const wire::Answering& a, const wire::Recorded& recorded, bool& destroyed) {
    if (!a.given) return Done{};
    auto taken = take_answer(store, {a.codes, Way::reply, a.person, a.word, a.reason});
    if (!taken) return taken.failure();
    destroyed = taken->destroyed;
    const std::string kind = "answer-" + std::string(name(taken->outcome));
    wire::Recorded about = recorded;
    about.held = {taken->reference.empty() ? "event " + std::to_string(recorded.event) : taken->reference};
    for (const auto& notice : a.told)
        if (notice.kind == kind) return add_notices(store, {notice}, about);
    return Done{};
}

}  // namespace

Result<wire::Recorded> record_verdict(Store& store, const wire::RecordVerdict& v, std::int64_t message,
                                      bool& destroyed) {
    if (auto good = check(v, message); !good) return good.failure();
    wire::Recorded out;
    std::vector<Copy> copies;
    std::string moves;
    for (const auto& part : v.held) {
        auto copy = draft_copy(store, v, part, message, moves);
        if (!copy) return copy.failure();
        out.held.push_back(copy->held.reference);
        copies.push_back(std::move(*copy));
    }
    Event event = verdict_event(v, out.held);
    event.held = moves;
    auto number = append(store, std::move(event));
    if (!number) return number.failure();
    out.event = *number;
    for (std::size_t i = 0; i < copies.size(); ++i) {
        copies[i].held.event = static_cast<std::int64_t>(*number);
        if (auto done = add_copy(store, copies[i], v, v.held[i]); !done) return done.failure();
    }
    if (auto done = add_notices(store, v.notices, out); !done) return done.failure();
    if (auto done = incidents_by_rule(store, v, out); !done) return done.failure();
    if (auto done = incident_by_report(store, v, out); !done) return done.failure();
    if (auto done = note_answer(store, v.answering, out, destroyed); !done) return done.failure();
    if (auto done = remember(store, v.pairs); !done) return done.failure();
    out.good = true;
    return out;
}

Result<AmendResult> amend(Store& store, const wire::Amend& a) {
    auto known = store.db.rows("SELECT 1 FROM events WHERE gateway = ?1 AND seq = ?2 AND kind = 'verdict'",
                               {store.gateway, static_cast<std::int64_t>(a.event)});
    if (!known) return known.failure();
    if (known->empty()) return AmendResult{};
    auto held = held_of_event(store, static_cast<std::int64_t>(a.event));
    if (!held) return held.failure();
    return a.what == wire::Amendment::heard ? heard(store, a, std::move(*held)) : make_void(store, a, std::move(*held));
}

}  // namespace beadle::records
