#include "records/decisions.h"

#include <algorithm>
#include <map>

#include <nlohmann/json.hpp>

#include "base/text.h"

#include "mail/address.h"
#include "records/events.h"
#include "records/held.h"
#include "records/holds.h"
#include "records/questions.h"
#include "records/work.h"

namespace beadle::records {
namespace {

using nlohmann::json;

Event act(const Person& person, const char* kind, const Held* held, const std::string& reason) {
    Event e;
    e.kind = kind;
    e.person = printable(person.name, 64);
    std::vector<std::pair<std::string, std::string>> details = {{"reason", reason}};
    if (held) {
        e.about = held->event;
        e.sender = held->sender;
        e.subject = held->subject;
        details.push_back({"id", held->reference});
    }
    e.body = json_texts(details);
    return e;
}

Result<Told> refused(Store& store, const Person& person, const std::string& verb, const Held* held,
                     const std::string& why) {
    Event e = act(person, "request-refused", held, why);
    e.outcome = verb;
    auto put = append(store, std::move(e));
    if (!put) return put.failure();
    Told out;
    out.answer.exit_code = 1;
    out.answer.problem = why;
    return out;
}

std::string why_closed(const Held& held) {
    if (held.state == State::superseded)
        return held.reference + " was sent again by the sending server and is kept as " + held.superseded_by +
               ": decide that one";
    return held.reference + " is " + std::string(name(held.state)) + " already";
}

// The recipients that are meant, all of which must be waiting for a decision; a sentence when not.
struct Chosen {
    std::vector<HeldRecipient> people;
    std::string problem;
};
Chosen choose(const std::vector<HeldRecipient>& all, const std::vector<std::string>& wanted, const Held& held) {
    Chosen out;
    for (const auto& address : wanted) {
        const auto folded = parse_address(address).folded();
        const auto found = std::find_if(all.begin(), all.end(),
                                        [&](const auto& r) { return parse_address(r.address).folded() == folded; });
        if (found == all.end()) {
            out.problem = held.reference + " is not kept for " + printable(address, 320);
        } else if (found->state != "held") {
            out.problem = held.reference + " is " + (found->state == "sending" ? "being sent" : found->state) +
                          " for " + found->shown;
        } else if (std::none_of(out.people.begin(), out.people.end(),
                                [&](const auto& r) { return r.number == found->number; })) {
            out.people.push_back(*found);
        }
        if (!out.problem.empty()) return out;
    }
    if (wanted.empty())
        std::copy_if(all.begin(), all.end(), std::back_inserter(out.people),
                     [](const auto& r) { return r.state == "held"; });
    if (out.people.empty()) out.problem = held.reference + " is on its way already";
    return out;
}

std::string numbers_of(const std::vector<HeldRecipient>& people) {
    std::vector<std::int64_t> numbers;
    for (const auto& r : people) numbers.push_back(r.number);
    std::sort(numbers.begin(), numbers.end());
    std::string out;
    for (auto n : numbers) out += std::to_string(n) + ",";
    return out;
}

// How many persons have now asked for just this, the one who asks included: since it was last sent, each person's last word.
// It is read in the chain of events, so that nobody without the keys can put in a second person.
Result<std::int64_t> persons_asking(Store& store, const Person& person, const Held& held, const std::string& numbers) {
    auto rows = store.db.rows(std::string("SELECT ") + event_columns +
                                  " FROM events WHERE gateway = ?1 AND about = ?2 AND about <> 0 AND kind IN"
                                  " ('release-approved', 'release-asked') ORDER BY seq",
                              {store.gateway, held.event});
    if (!rows) return rows.failure();
    std::map<std::string, std::string> asked;
    for (const auto& row : *rows) {
        const Event e = event_of(row);
        auto chained = is_in_chain(store, e, octets(row.back()));
        if (!chained) return chained.failure();
        const json details = json::parse(e.body, nullptr, false);
        const bool of_this = details.is_object() && details.value("id", "") == held.reference;
        if (!*chained || (of_this && e.kind == "release-asked")) {
            asked.clear();
        } else if (of_this) {
            asked[e.person] = details.value("numbers", "");
        }
    }
    asked[printable(person.name, 64)] = numbers;
    return std::count_if(asked.begin(), asked.end(), [&](const auto& a) { return a.second == numbers; });
}

std::vector<std::string> shown_of(const std::vector<HeldRecipient>& people) {
    std::vector<std::string> out;
    for (const auto& r : people) out.push_back(r.shown);
    return out;
}

std::string line_of(const Held& held, const char* done, const std::vector<HeldRecipient>& people) {
    json j{{"version", 1},
           {"id", held.reference},
           {"state", name(held.state)},
           {"done", done},
           {"recipients", shown_of(people)}};
    return j.dump(-1, ' ', false, json::error_handler_t::replace);
}

Result<Told> first_of_two(Store& store, const Person& person, const Held& held, const ReleaseArguments& wanted,
                          const std::vector<HeldRecipient>& people) {
    Event e = act(person, "release-approved", &held, wanted.reason);
    e.body = json_texts({{"reason", wanted.reason}, {"id", held.reference}, {"numbers", numbers_of(people)}});
    e.recipients = joined_printable(shown_of(people));
    auto put = append(store, std::move(e));
    if (!put) return put.failure();
    Told out;
    out.answer.exit_code = 1;
    out.answer.problem =
        held.reference + " needs two persons: yours is noted, a second person has to ask for the same release";
    return out;
}

Result<Told> send(Store& store, const Person& person, const Held& held, const ReleaseArguments& wanted,
                  const std::vector<HeldRecipient>& people) {
    Event e = act(person, "release-asked", &held, wanted.reason);
    std::vector<std::int64_t> numbers;
    for (const auto& r : people) {
        numbers.push_back(r.number);
        if (auto done = set_recipient(store, held, r, "sending", "", e.held); !done) return done.failure();
    }
    auto separately = goes_separately(store, held.id);
    if (!separately) return separately.failure();
    if (auto work = add_release(store, held.id, numbers, person.name, *separately); !work) return work.failure();
    if (auto closed = close_question(store, held.id, e.held); !closed) return closed.failure();
    e.recipients = joined_printable(shown_of(people));
    auto put = append(store, std::move(e));
    if (!put) return put.failure();
    Told out;
    out.answer.lines.push_back(line_of(held, "sending", people));
    return out;
}

}  // namespace

Status record_refusal(Store& store, const Person& person, const std::string& verb, const std::string& why) {
    auto done = refused(store, person, printable(verb, 64), nullptr, why);
    if (!done) return done.failure();
    return Done{};
}

Result<Told> release(Store& store, const Person& person, const ReleaseArguments& wanted) {
    constexpr const char* verb = "quarantine.release";
    auto held = find_held(store, wanted.id);
    if (!held) return held.failure();
    if (!*held) return refused(store, person, verb, nullptr, "no kept message has the reference " + wanted.id);
    Held& h = **held;
    if (!is_open(h.state)) return refused(store, person, verb, &h, why_closed(h));
    auto untouched = is_as_recorded(store, h);
    if (!untouched) return untouched.failure();
    if (!*untouched)
        return refused(store, person, verb, &h,
                       h.reference + " was changed in the store by another hand: see beadle events verify");
    auto all = recipients_of(store, h.id);
    if (!all) return all.failure();
    const Chosen chosen = choose(*all, wanted.recipients, h);
    if (!chosen.problem.empty()) return refused(store, person, verb, &h, chosen.problem);
    if (h.release_needs > 1) {
        auto persons = persons_asking(store, person, h, numbers_of(chosen.people));
        if (!persons) return persons.failure();
        if (*persons < h.release_needs) return first_of_two(store, person, h, wanted, chosen.people);
    }
    return send(store, person, h, wanted, chosen.people);
}

Result<Told> discard(Store& store, const Person& person, const DiscardArguments& wanted) {
    constexpr const char* verb = "quarantine.discard";
    auto held = find_held(store, wanted.id);
    if (!held) return held.failure();
    if (!*held) return refused(store, person, verb, nullptr, "no kept message has the reference " + wanted.id);
    Held& h = **held;
    if (!is_open(h.state)) return refused(store, person, verb, &h, why_closed(h));
    auto all = recipients_of(store, h.id);
    if (!all) return all.failure();
    std::vector<HeldRecipient> dropped;
    for (const auto& r : *all) {
        if (r.state == "sending") return refused(store, person, verb, &h, h.reference + " is being sent to " + r.shown);
        if (r.state == "held") dropped.push_back(r);
    }
    auto holds = holds_on(store, h.id);
    if (!holds) return holds.failure();
    if (!holds->empty()) return refused(store, person, verb, &h, h.reference + " " + held_back_by(*holds) + ". It stays until that is lifted");
    Event e = act(person, "discarded", &h, wanted.reason);
    for (const auto& r : dropped)
        if (auto done = set_recipient(store, h, r, "discarded", "", e.held); !done) return done.failure();
    if (auto moved = move(store, h, State::discarded, e.held); !moved) return moved.failure();
    if (auto closed = close_question(store, h.id, e.held); !closed) return closed.failure();
    e.recipients = joined_printable(shown_of(dropped));
    auto put = append(store, std::move(e));
    if (!put) return put.failure();
    auto gone = destroy_unneeded(store, h.message);
    if (!gone) return gone.failure();
    Told out;
    out.destroyed = *gone;
    out.answer.lines.push_back(line_of(h, "discarded", dropped));
    return out;
}

}  // namespace beadle::records
