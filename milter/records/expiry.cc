#include "records/expiry.h"

#include <algorithm>

#include "base/text.h"

#include "records/acts.h"
#include "records/holds.h"
#include "records/notice_queue.h"
#include "records/questions.h"

namespace beadle::records {
namespace {

constexpr Milliseconds day = 86'400'000, again_after = 60 * 60 * 1000;
constexpr std::int64_t window = 200, ended_most = 20;

// A copy that may end, as its index row says; the case itself is read only when it is due.
struct Kept {
    std::int64_t id = 0, at = 0, warned_at = 0;
    std::string reason, kinds, state;
};

Result<std::vector<Kept>> kept_after(Store& store, std::int64_t id, std::int64_t before) {
    auto rows = store.db.rows(
        "SELECT held, at, warned_at, reason, kinds, state FROM held_index WHERE held > ?1 AND at <= ?2"
        " AND state IN ('pending', 'held', 'superseded', 'returned', 'journalled', 'released') ORDER BY held LIMIT ?3",
        {id, before, window});
    if (!rows) return rows.failure();
    std::vector<Kept> out;
    for (const auto& r : *rows)
        out.push_back({integer(r[0]), integer(r[1]), integer(r[2]), text(r[3]), text(r[4]), text(r[5])});
    return out;
}

std::int64_t shortest(const ExpiryDays& d) {
    std::int64_t out = 100'000;
    for (const auto days : {d.quarantine, d.refused, d.ask, d.malware, d.journal})
        if (days > 0) out = std::min(out, days);
    return out;
}

bool waits_for_a_person(const Kept& k) { return k.state == "pending" || k.state == "held"; }

// With nobody to warn there is no warning to wait for.
bool is_due(const Store& store, const Kept& k) {
    const auto days = days_of(store.expiry, k.reason, k.kinds);
    const auto now = store.clock.wall();
    if (days == 0 || k.at + days * day > now) return false;
    const bool warns = store.expiry.warn > 0 && !store.told().clerk.empty() && waits_for_a_person(k);
    return !warns || (k.warned_at != 0 && k.warned_at + std::min<std::int64_t>(store.expiry.warn, 1) * day <= now);
}

// Of a released copy nothing is left to decide: only its message goes.
Result<bool> end_content(Store& store, const Held& held, const std::string& schedule) {
    auto rows = store.db.rows("SELECT destroyed_at FROM messages WHERE id = ?1", {held.message});
    if (!rows) return rows.failure();
    auto others = store.db.rows(
        "SELECT 1 FROM held WHERE message = ?1 AND id <> ?2 AND state NOT IN"
        " ('released', 'discarded', 'expired', 'void') LIMIT 1",
        {held.message, held.id});
    if (!others) return others.failure();
    if (rows->empty() || integer(rows->front()[0]) != 0 || !others->empty()) return false;
    Event e = act_event({"", true}, "content-expired", &held, schedule);
    if (auto put = append(store, std::move(e)); !put) return put.failure();
    if (auto gone = destroy(store.db, held.message, store.clock.wall()); !gone) return gone.failure();
    return true;
}

Result<bool> end(Store& store, Held& held, const std::string& schedule, bool& destroyed) {
    auto people = recipients_of(store, held.id);
    if (!people) return people.failure();
    if (std::any_of(people->begin(), people->end(), [](const auto& r) { return r.state == "sending"; })) return false;
    if (held.state == State::released) {
        auto gone = end_content(store, held, schedule);
        if (!gone) return gone.failure();
        destroyed = destroyed || *gone;
        return *gone;
    }
    Event e = act_event({"", true}, "expired", &held, schedule);
    for (const auto& r : *people)
        if (r.state == "held" || r.state == "returned" || r.state == "journalled")
            if (auto put = set_recipient(store, held, r, "expired", r.note, e.held); !put) return put.failure();
    if (auto moved = move(store, held, State::expired, e.held); !moved) return moved.failure();
    if (auto closed = close_question(store, held.id, e.held); !closed) return closed.failure();
    if (auto put = append(store, std::move(e)); !put) return put.failure();
    auto gone = destroy_unneeded(store, held.message);
    if (!gone) return gone.failure();
    destroyed = destroyed || *gone;
    return true;
}

std::string schedule_of(const Store& store, const Kept& k) {
    return "kept " + std::to_string(days_of(store.expiry, k.reason, k.kinds)) + " days as " + k.reason +
           (k.kinds.find(" malware ") == std::string::npos ? "" : " with malware") + ", as the settings say";
}

wire::Notice warning_of(const Store& store, const std::vector<Held>& cases) {
    wire::Notice n;
    n.key = "expiry:" + cases.front().reference + ":" + std::to_string(store.clock.wall());
    n.to = store.told().clerk;
    n.kind = "expiry-warning";
    n.subject =
        std::to_string(cases.size()) + (cases.size() == 1 ? " kept message ends soon" : " kept messages end soon");
    n.text = "These messages were kept back and nobody has decided about them. In " +
             std::to_string(store.expiry.warn) +
             " days or a little more they are destroyed and cannot be released any more:\n\n";
    for (const auto& h : cases)
        n.text += h.reference + "  " + utc_text(h.at).substr(0, 10) + "  from " + h.sender + ": " + h.subject + "\n";
    n.text += "\nTo decide: beadle quarantine show CASE, then release, return or discard.\n";
    return n;
}

}  // namespace

std::int64_t days_of(const ExpiryDays& d, const std::string& reason, const std::string& kinds) {
    if (reason == "journal") return d.journal;
    if (d.malware > 0 && kinds.find(" malware ") != std::string::npos) return d.malware;
    if (reason == "refused") return d.refused;
    return reason == "ask" ? d.ask : d.quarantine;
}

Result<DueDone> warn_of_expiry(Store& store) {
    const auto now = store.clock.wall();
    if (store.expiry.warn == 0 || store.told().clerk.empty() || now < store.expiry_warned + again_after) return DueDone{};
    auto kept = kept_after(store, store.expiry_warn_at,
                           now - std::max<std::int64_t>(0, shortest(store.expiry) - store.expiry.warn) * day);
    if (!kept) return kept.failure();
    std::vector<Held> cases;
    for (const auto& k : *kept) {
        const auto days = days_of(store.expiry, k.reason, k.kinds);
        if (days == 0 || k.warned_at != 0 || !waits_for_a_person(k) || k.at + (days - store.expiry.warn) * day > now)
            continue;
        auto held = find_held(store, k.id);
        if (!held) return held.failure();
        if (*held) cases.push_back(std::move(**held));
        auto noted = store.db.run("UPDATE held_index SET warned_at = ?2 WHERE held = ?1", {k.id, now});
        if (!noted) return noted.failure();
    }
    if (!cases.empty()) {
        std::string references;
        for (const auto& h : cases) references += (references.empty() ? "" : " ") + h.reference;
        auto event = append(store, act_event({"", true}, "expiry-warned", nullptr, "", {{"cases", references}}));
        if (!event) return event.failure();
        wire::Recorded about;
        about.event = *event;
        if (auto put = add_notices(store, {warning_of(store, cases)}, about); !put) return put.failure();
    }
    const bool more = static_cast<std::int64_t>(kept->size()) == window;
    store.expiry_warn_at = more ? kept->back().id : 0;
    if (!more) store.expiry_warned = now;
    return DueDone{more, false};
}

Result<DueDone> expire_kept(Store& store) {
    const auto now = store.clock.wall();
    if (now < store.expiry_done + again_after) return DueDone{};
    auto kept = kept_after(store, store.expiry_at, now - shortest(store.expiry) * day);
    if (!kept) return kept.failure();
    DueDone out;
    std::int64_t ended = 0, last = store.expiry_at;
    for (const auto& k : *kept) {
        last = k.id;
        if (!is_due(store, k)) continue;
        auto stays = is_on_hold(store, k.id);
        if (!stays) return stays.failure();
        auto held = *stays ? Result<std::optional<Held>>(std::optional<Held>()) : find_held(store, k.id);
        if (!held) return held.failure();
        if (!*held) continue;
        auto done = end(store, **held, schedule_of(store, k), out.destroyed);
        if (!done) return done.failure();
        if (*done && ++ended >= ended_most) break;
    }
    out.more = ended >= ended_most || static_cast<std::int64_t>(kept->size()) == window;
    store.expiry_at = out.more ? last : 0;
    if (!out.more) store.expiry_done = now;
    return out;
}

}  // namespace beadle::records
