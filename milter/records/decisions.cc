#include "records/decisions.h"

#include <algorithm>
#include <map>

#include <nlohmann/json.hpp>

#include "base/text.h"

#include "mail/address.h"
#include "records/acts.h"
#include "records/events.h"
#include "records/exceptions.h"
#include "records/held.h"
#include "records/incident_acts.h"
#include "records/questions.h"
#include "records/work.h"

namespace beadle::records {
namespace {

using nlohmann::json;

constexpr TwoPersons release_by_two{"release-approved", "release-asked"};

}  // namespace

std::string why_closed(const Held& held) {
    if (held.state == State::superseded)
        return held.reference + " was sent again by the sending server and is kept as " + held.superseded_by +
               ": decide that one";
    return held.reference + " is " + std::string(name(held.state)) + " already";
}

namespace {

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

// Who it goes to instead: the recipient's number and the new address.
using Corrected = std::map<std::int64_t, std::string>;

// "old=new" for one of the recipients; an address may have a "=" of its own.
bool correct(const std::vector<HeldRecipient>& all, const std::string& given, const Held& held, Chosen& chosen, Corrected& out) {
    for (auto at = given.find('='); at != std::string::npos; at = given.find('=', at + 1)) {
        const auto old = parse_address(given.substr(0, at));
        const auto fresh = parse_address(given.substr(at + 1));
        const auto found = std::find_if(all.begin(), all.end(),
                                        [&](const auto& r) { return parse_address(r.address).folded() == old.folded(); });
        if (found == all.end()) continue;
        if (fresh.domain.empty() || !is_mailbox_path(fresh.text)) {
            chosen.problem = printable(fresh.text, 320) + " is no address that mail can be sent to";
        } else if (found->state != "held") {
            chosen.problem = held.reference + " is " + found->state + " for " + found->shown;
        } else if (!out.emplace(found->number, "<" + fresh.text + ">").second) {
            chosen.problem = found->shown + " is to be corrected twice";
        } else if (std::none_of(chosen.people.begin(), chosen.people.end(), [&](const auto& r) { return r.number == found->number; })) {
            chosen.people.push_back(*found);
        }
        return chosen.problem.empty();
    }
    chosen.problem = held.reference + " is not kept for the one before the = of " + printable(given, 320);
    return false;
}

// With nobody named, those that are corrected alone.
Chosen choose_and_correct(const std::vector<HeldRecipient>& all, const ReleaseArguments& wanted, const Held& held, Corrected& out) {
    Chosen chosen;
    if (wanted.instead.empty() || !wanted.recipients.empty()) chosen = choose(all, wanted.recipients, held);
    for (const auto& given : wanted.instead)
        if (!chosen.problem.empty() || !correct(all, given, held, chosen, out)) break;
    return chosen;
}

std::string numbers_of(const std::vector<HeldRecipient>& people, const Corrected& corrected) {
    std::vector<std::int64_t> numbers;
    for (const auto& r : people) numbers.push_back(r.number);
    std::sort(numbers.begin(), numbers.end());
    std::string out;
    for (auto n : numbers) {
        const auto found = corrected.find(n);
        out += std::to_string(n) + (found == corrected.end() ? "" : "=" + printable(found->second, 320)) + ",";
    }
    return out;
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

// What is sent to somebody else is said so, in the event and in the note of whom it was for.
Status put_sending(Store& store, const Held& held, const std::vector<HeldRecipient>& people, const Corrected& corrected, Event& e) {
    for (const auto& r : people) {
        const auto found = corrected.find(r.number);
        const std::string note = found == corrected.end() ? "" : "sent to " + parse_address(found->second).text + " instead";
        if (auto done = set_recipient(store, held, r, "sending", note, e.held); !done) return done;
    }
    return Done{};
}

std::string corrected_words(const std::vector<HeldRecipient>& people, const Corrected& corrected) {
    std::string out;
    for (const auto& r : people)
        if (const auto found = corrected.find(r.number); found != corrected.end())
            out += (out.empty() ? "" : ", ") + r.shown + " -> " + printable(parse_address(found->second).text, 320);
    return out;
}

Result<Told> send(Store& store, const Person& person, const Held& held, const ReleaseArguments& wanted,
                  const std::vector<HeldRecipient>& people, const Corrected& corrected) {
    const std::string instead = corrected_words(people, corrected);
    Event e = act_event(person, "release-asked", &held, wanted.reason,
                        instead.empty() ? Details{} : Details{{"instead", instead}});
    std::vector<std::int64_t> numbers;
    std::vector<std::string> to;
    for (const auto& r : people) {
        numbers.push_back(r.number);
        const auto found = corrected.find(r.number);
        to.push_back(found == corrected.end() ? r.address : found->second);
    }
    if (auto put = put_sending(store, held, people, corrected, e); !put) return put.failure();
    auto separately = goes_separately(store, held.id);
    if (!separately) return separately.failure();
    auto work = add_release(store, held.id, numbers, person.name, *separately, corrected);
    if (!work) return work.failure();
    if (auto closed = close_question(store, held.id, e.held); !closed) return closed.failure();
    if (wanted.allow_sender_days > 0) {
        auto made = make_exceptions(store, person, held, to, wanted.allow_sender_days, wanted.reason, e.held);
        if (!made) return made.failure();
    }
    e.recipients = joined_printable(shown_of(people));
    auto put = append(store, std::move(e));
    if (!put) return put.failure();
    if (auto noted = incident_by_release(store, held, person.name, "released by a person"); !noted) return noted.failure();
    Told out;
    out.answer.lines.push_back(line_of(held, "sending", people));
    return out;
}

}  // namespace

Status record_refusal(Store& store, const Person& person, const std::string& verb, const std::string& why) {
    auto done = refused_act(store, person, printable(verb, 64), nullptr, why);
    if (!done) return done.failure();
    return Done{};
}

Result<Told> release(Store& store, const Person& person, const ReleaseArguments& wanted) {
    constexpr const char* verb = "quarantine.release";
    auto held = find_held(store, wanted.id);
    if (!held) return held.failure();
    if (!*held) return refused_act(store, person, verb, nullptr, "no kept message has the reference " + wanted.id);
    Held& h = **held;
    if (!is_open(h.state)) return refused_act(store, person, verb, &h, why_closed(h));
    auto untouched = is_as_recorded(store, h);
    if (!untouched) return untouched.failure();
    if (!*untouched)
        return refused_act(store, person, verb, &h,
                       h.reference + " was changed in the store by another hand: see beadle events verify");
    auto all = recipients_of(store, h.id);
    if (!all) return all.failure();
    Corrected corrected;
    const Chosen chosen = choose_and_correct(*all, wanted, h, corrected);
    if (!chosen.problem.empty()) return refused_act(store, person, verb, &h, chosen.problem);
    if (h.release_needs > 1) {
        auto persons = persons_asking(store, person, h, release_by_two, numbers_of(chosen.people, corrected));
        if (!persons) return persons.failure();
        if (*persons < h.release_needs) 
            return first_of_two(store, person, h, release_by_two, numbers_of(chosen.people, corrected), wanted.reason, "release",
                                joined_printable(shown_of(chosen.people)));
    }
    return send(store, person, h, wanted, chosen.people, corrected);
}

}  // namespace beadle::records
