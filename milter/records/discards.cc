#include "records/discards.h"

#include <nlohmann/json.hpp>

#include "base/text.h"

#include "records/acts.h"
#include "records/holds.h"
#include "records/questions.h"

namespace beadle::records {
namespace {

using nlohmann::json;

constexpr TwoPersons discard_by_two{"discard-approved", "discarding"};
constexpr std::int64_t at_once_most = 20;

json line_of(const Held& held, const char* done, const std::vector<HeldRecipient>& people) {
    json shown = json::array();
    for (const auto& r : people) shown.push_back(r.shown);
    return {{"version", 1}, {"id", held.reference}, {"state", name(held.state)}, {"done", done}, {"recipients", shown}};
}

std::string dump(const json& j) { return j.dump(-1, ' ', false, json::error_handler_t::replace); }

std::string shown_of(const std::vector<HeldRecipient>& people) {
    std::vector<std::string> out;
    for (const auto& r : people) out.push_back(r.shown);
    return joined_printable(out);
}

Result<std::vector<HeldRecipient>> people_in(Store& store, const Held& held, const std::string& state) {
    auto all = recipients_of(store, held.id);
    if (!all) return all;
    std::erase_if(*all, [&](const auto& r) { return r.state != state; });
    return all;
}

Status put_all(Store& store, const Held& held, const std::vector<HeldRecipient>& people, const char* state,
               std::string& moves) {
    for (const auto& r : people)
        if (auto done = set_recipient(store, held, r, state, "", moves); !done) return done;
    return Done{};
}

Result<Told> begin(Store& store, const Person& person, Held& held, const std::string& reason,
                   const std::vector<HeldRecipient>& dropped) {
    const auto until = store.clock.wall() + undo_time;
    Event e = act_event(person, "discarding", &held, reason, {{"destroyed_at", utc_text(until)}});
    if (auto put = put_all(store, held, dropped, "discarding", e.held); !put) return put.failure();
    if (auto moved = move(store, held, State::discarding, e.held); !moved) return moved.failure();
    if (auto closed = close_question(store, held.id, e.held); !closed) return closed.failure();
    e.recipients = shown_of(dropped);
    auto noted = store.db.run(
        "INSERT INTO discards(held, destroy_at, person, reason) VALUES(?1, ?2, ?3, ?4)"
        " ON CONFLICT(held) DO UPDATE SET destroy_at = excluded.destroy_at, person = excluded.person, reason = "
        "excluded.reason",
        {held.id, until, printable(person.name, 64), printable(reason, 1000)});
    if (!noted) return noted.failure();
    auto put = append(store, std::move(e));
    if (!put) return put.failure();
    json line = line_of(held, "discarding", dropped);
    line["undo_until"] = utc_text(until);
    Told out;
    out.answer.lines.push_back(dump(line));
    return out;
}

// The time to take it back is over.
Result<bool> finish(Store& store, std::int64_t id, const std::string& person, const std::string& reason) {
    auto held = find_held(store, id);
    if (!held) return held.failure();
    auto gone = store.db.run("DELETE FROM discards WHERE held = ?1", {id});
    if (!gone) return gone.failure();
    if (!*held || (*held)->state != State::discarding) return false;
    auto people = people_in(store, **held, "discarding");
    if (!people) return people.failure();
    Event e = act_event({person, true}, "discarded", &**held, reason);
    if (auto put = put_all(store, **held, *people, "discarded", e.held); !put) return put.failure();
    if (auto moved = move(store, **held, State::discarded, e.held); !moved) return moved.failure();
    e.recipients = shown_of(*people);
    auto put = append(store, std::move(e));
    if (!put) return put.failure();
    return destroy_unneeded(store, (*held)->message);
}

}  // namespace

Result<Told> discard(Store& store, const Person& person, const DiscardArguments& wanted) {
    constexpr const char* verb = "quarantine.discard";
    auto found = find_case(store, wanted.id);
    if (!found) return found.failure();
    if (!found->held) return refused_act(store, person, verb, nullptr, found->problem);
    Held& h = *found->held;
    if (!is_open(h.state)) return refused_act(store, person, verb, &h, why_closed(h));
    auto holds = holds_on(store, h.id);
    if (!holds) return holds.failure();
    if (!holds->empty())
        return refused_act(store, person, verb, &h, h.reference + " " + held_back_by(*holds) + ". It stays until that is lifted");
    auto sending = people_in(store, h, "sending");
    if (!sending) return sending.failure();
    if (!sending->empty())
        return refused_act(store, person, verb, &h, h.reference + " is being sent to " + sending->front().shown);
    if (h.release_needs > 1) {
        auto persons = persons_asking(store, person, h, discard_by_two, "discard");
        if (!persons) return persons.failure();
        if (*persons < h.release_needs)
            return first_of_two(store, person, h, discard_by_two, "discard", wanted.reason, "discard");
    }
    auto dropped = people_in(store, h, "held");
    if (!dropped) return dropped.failure();
    return begin(store, person, h, wanted.reason, *dropped);
}

Result<Told> undo_discard(Store& store, const Person& person, const std::string& reference) {
    constexpr const char* verb = "quarantine.undo";
    auto found = find_case(store, reference);
    if (!found) return found.failure();
    if (!found->held) return refused_act(store, person, verb, nullptr, found->problem);
    Held& h = *found->held;
    if (h.state != State::discarding)
        return refused_act(store, person, verb, &h,
                           h.reference + " is " + std::string(name(h.state)) + ": there is no discard to take back");
    auto people = people_in(store, h, "discarding");
    if (!people) return people.failure();
    Event e = act_event(person, "discard-undone", &h, "");
    if (auto put = put_all(store, h, *people, "held", e.held); !put) return put.failure();
    if (auto moved = move(store, h, State::held, e.held); !moved) return moved.failure();
    auto gone = store.db.run("DELETE FROM discards WHERE held = ?1", {h.id});
    if (!gone) return gone.failure();
    e.recipients = shown_of(*people);
    auto put = append(store, std::move(e));
    if (!put) return put.failure();
    Told out;
    out.answer.lines.push_back(dump(line_of(h, "undone", *people)));
    return out;
}

Result<DueDone> destroy_discarded(Store& store) {
    auto rows =
        store.db.rows("SELECT held, person, reason FROM discards WHERE destroy_at <= ?1 ORDER BY destroy_at LIMIT ?2",
                      {store.clock.wall(), at_once_most});
    if (!rows) return rows.failure();
    DueDone out;
    for (const auto& row : *rows) {
        auto destroyed = finish(store, integer(row[0]), text(row[1]), text(row[2]));
        if (!destroyed) return destroyed.failure();
        out.destroyed = out.destroyed || *destroyed;
    }
    out.more = static_cast<std::int64_t>(rows->size()) == at_once_most;
    return out;
}

}  // namespace beadle::records
