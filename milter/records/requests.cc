#include "records/requests.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "base/text.h"

#include "records/acts.h"

namespace beadle::records {
namespace {

using nlohmann::json;

constexpr std::size_t most_pauses = 50;

std::string dump(const json& j) { return j.dump(-1, ' ', false, json::error_handler_t::replace); }
std::string day_or_none(const std::optional<Date>& d) { return d ? date_text(*d) : ""; }

json pauses_json(const std::vector<Pause>& pauses) {
    json out = json::array();
    for (const auto& p : pauses) out.push_back({{"from", date_text(p.from)}, {"until", day_or_none(p.until)}, {"fee", p.for_fee}});
    return out;
}

void read_pauses(const json& j, DutyFacts& facts) {
    if (!j.contains("pauses") || !j["pauses"].is_array()) return;
    for (const auto& p : j["pauses"])
        if (const auto from = read_date(p.value("from", ""))) facts.pauses.push_back({*from, read_date(p.value("until", "")), p.value("fee", false)});
}

// An act on an open request: the row, what it says, and the day it happened.
struct Open {
    Matter matter;
    Request request;
    Date on;
};
struct Found {
    std::optional<Open> open;
    Told refusal;
};
Result<Found> find_open(Store& store, const Person& person, const char* verb, const RequestAct& act) {
    Found out;
    const auto no = [&](const std::string& why) -> Result<Found> {
        auto told = refuse_matter(store, person, verb, why);
        if (!told) return told.failure();
        out.refusal = std::move(*told);
        return out;
    };
    auto found = find_matter(store, act.id);
    if (!found) return found.failure();
    if (!*found || (*found)->kind != "request") return no("there is no request " + act.id);
    if ((*found)->state != "open") return no(act.id + " is " + (*found)->state + " already");
    const Date today = london_date(store.clock.wall());
    const Date on = read_date(act.on).value_or(today);
    Request request = request_of(**found);
    if (on > today) return no(date_text(on) + " has not come yet: say when it happened");
    if (on < request.facts.received) return no(date_text(on) + " is before the day it was received, " + date_text(request.facts.received));
    out.open = Open{std::move(**found), std::move(request), on};
    return out;
}

// Saves, writes the event and answers with the clock as it is now.
Result<Told> keep(Store& store, const Person& person, const char* kind, Open& o, std::vector<std::pair<std::string, std::string>> details) {
    details.emplace_back("on", date_text(o.on));
    o.matter.body = body_of(o.request);
    Event e = matter_event(person, kind, o.matter, details);
    if (auto saved = save_matter(store, o.matter, e.held); !saved) return saved.failure();
    if (auto put = append(store, std::move(e)); !put) return put.failure();
    Told out;
    json j{{"version", 1}, {"id", o.matter.reference}, {"state", o.matter.state}, {"done", kind}};
    j["clock"] = json::parse(clock_json(store, o.matter, o.request));
    out.answer.lines.push_back(dump(j));
    return out;
}

bool is_paused(const Request& r) { return !r.facts.pauses.empty() && !r.facts.pauses.back().until; }

Hold hold_for(const Matter& matter, const Request& r, const std::string& person) {
    Hold h;
    h.case_name = std::string(name(r.facts.duty)) + " request " + matter.reference;
    h.reason = "open request: nothing of it may be destroyed (FOIA s.77, DPA 2018 s.173)";
    h.person = person;
    h.request = matter.reference;
    for (const auto& one : r.identifiers) h.terms.push_back(ascii_lower(one));
    return h;
}

}  // namespace

Request request_of(const Matter& matter) {
    Request r;
    const json j = json::parse(matter.body, nullptr, false);
    if (!j.is_object()) return r;
    r.facts.duty = duty(j.value("kind", "")).value_or(Duty::complaint);
    r.facts.received = read_date(j.value("received", "")).value_or(Date{});
    r.facts.id_needed = j.value("id_needed", false);
    r.facts.id_shown = read_date(j.value("id_shown", ""));
    r.facts.extended = j.value("extended", false);
    read_pauses(j, r.facts);
    r.name = j.value("name", "");
    r.contact = j.value("contact", "");
    r.identifiers = j.value("identifiers", std::vector<std::string>{});
    r.hold = j.value("hold", "");
    r.opened_by = j.value("opened_by", "");
    r.extend_reason = j.value("extend_reason", "");
    r.acknowledged = j.value("acknowledged", "");
    r.closed = j.value("closed", "");
    r.outcome = j.value("outcome", "");
    r.close_person = j.value("close_person", "");
    r.due_when_closed = j.value("due", "");
    return r;
}

std::string body_of(const Request& r) {
    return dump({{"kind", name(r.facts.duty)}, {"received", date_text(r.facts.received)}, {"id_needed", r.facts.id_needed},
                 {"id_shown", day_or_none(r.facts.id_shown)}, {"extended", r.facts.extended}, {"pauses", pauses_json(r.facts.pauses)},
                 {"name", r.name}, {"contact", r.contact}, {"identifiers", r.identifiers}, {"hold", r.hold}, {"opened_by", r.opened_by},
                 {"extend_reason", r.extend_reason}, {"acknowledged", r.acknowledged}, {"closed", r.closed}, {"outcome", r.outcome},
                 {"close_person", r.close_person}, {"due", r.due_when_closed}});
}

DutyClock clock_of(const Store& store, const Matter&, const Request& r) {
    const auto day = read_date(r.closed).value_or(london_date(store.clock.wall()));
    return clock_of(r.facts, store.holidays, day);
}

std::string clock_json(const Store& store, const Matter& matter, const Request& r) {
    const DutyClock c = clock_of(store, matter, r);
    json j{{"state", matter.state == "open" ? name(c.state) : "stopped"}, {"starts", date_text(c.starts)}, {"due", date_text(c.due)},
           {"due_in_words", long_date(c.due)}, {"days_left", c.days_left}, {"extended", r.facts.extended},
           {"extend_by", r.facts.extended ? "" : date_text(c.extend_by)}, {"acknowledge_by", c.acknowledge_by ? date_text(*c.acknowledge_by) : ""},
           {"acknowledged", r.acknowledged}, {"beyond_bank_holidays", c.beyond_table}};
    return dump(j);
}

Result<Told> open_request(Store& store, const Person& person, Request r) {
    if (r.facts.received > london_date(store.clock.wall()))
        return refuse_matter(store, person, "request.open", date_text(r.facts.received) + " has not come yet: say on which day it was received");
    r.opened_by = printable(person.name, 64);
    auto reference = next_reference(store, "request", 'R');
    if (!reference) return reference.failure();
    Matter m;
    m.reference = *reference;
    m.kind = "request";
    m.state = "open";
    Event e = matter_event(person, "request-opened", {}, {{"id", m.reference}, {"kind", std::string(name(r.facts.duty))}, {"received", date_text(r.facts.received)}});
    std::optional<Matter> hold;
    if (!r.identifiers.empty()) {
        auto placed = place_hold(store, hold_for(m, r, r.opened_by), e.held);
        if (!placed) return placed.failure();
        hold = std::move(*placed);
        r.hold = hold->reference;
    }
    m.body = body_of(r);
    if (auto opened = open_matter(store, m, e.held); !opened) return opened.failure();
    auto put = append(store, std::move(e));
    if (!put) return put.failure();
    const auto event = static_cast<std::int64_t>(*put);
    if (auto set = set_matter_event(store, m, event); !set) return set.failure();
    if (hold)
        if (auto set = set_matter_event(store, *hold, event); !set) return set.failure();
    Told out;
    json j{{"version", 1}, {"id", m.reference}, {"kind", name(r.facts.duty)}, {"state", "open"}, {"hold", r.hold}};
    j["clock"] = json::parse(clock_json(store, m, r));
    out.answer.lines.push_back(dump(j));
    return out;
}

Result<Told> pause_request(Store& store, const Person& person, const RequestAct& act) {
    constexpr const char* verb = "request.pause";
    auto found = find_open(store, person, verb, act);
    if (!found) return found.failure();
    if (!found->open) return std::move(found->refusal);
    Open& o = *found->open;
    if (is_paused(o.request)) return refuse_matter(store, person, verb, act.id + " is paused already, since " + date_text(o.request.facts.pauses.back().from));
    if (o.request.facts.duty == Duty::complaint || o.request.facts.duty == Duty::dp_complaint)
        return refuse_matter(store, person, verb, "the clock of a complaint does not stop");
    if (o.request.facts.pauses.size() >= most_pauses) return refuse_matter(store, person, verb, act.id + " was paused too often");
    if (!o.request.facts.pauses.empty() && o.on < *o.request.facts.pauses.back().until)
        return refuse_matter(store, person, verb, "it was resumed on " + date_text(*o.request.facts.pauses.back().until) + ", after that day");
    o.request.facts.pauses.push_back({o.on, std::nullopt, act.for_fee});
    return keep(store, person, "request-paused", o, {{"reason", act.reason}, {"for", act.for_fee ? "fee" : "clarification"}});
}

Result<Told> resume_request(Store& store, const Person& person, const RequestAct& act) {
    constexpr const char* verb = "request.resume";
    auto found = find_open(store, person, verb, act);
    if (!found) return found.failure();
    if (!found->open) return std::move(found->refusal);
    Open& o = *found->open;
    if (!is_paused(o.request)) return refuse_matter(store, person, verb, act.id + " is not paused");
    if (o.on < o.request.facts.pauses.back().from)
        return refuse_matter(store, person, verb, "it was paused on " + date_text(o.request.facts.pauses.back().from) + ", after that day");
    o.request.facts.pauses.back().until = o.on;
    return keep(store, person, "request-resumed", o, {{"reason", act.reason}});
}

Result<Told> show_id_of_request(Store& store, const Person& person, const RequestAct& act) {
    constexpr const char* verb = "request.id-shown";
    auto found = find_open(store, person, verb, act);
    if (!found) return found.failure();
    if (!found->open) return std::move(found->refusal);
    Open& o = *found->open;
    if (!o.request.facts.id_needed) return refuse_matter(store, person, verb, act.id + " was opened without a need for proof of identity");
    if (o.request.facts.id_shown) return refuse_matter(store, person, verb, "identity was shown on " + date_text(*o.request.facts.id_shown) + " already");
    o.request.facts.id_shown = o.on;
    return keep(store, person, "request-id-shown", o, {{"reason", act.reason}});
}

Result<Told> extend_request(Store& store, const Person& person, const RequestAct& act) {
    constexpr const char* verb = "request.extend";
    auto found = find_open(store, person, verb, act);
    if (!found) return found.failure();
    if (!found->open) return std::move(found->refusal);
    Open& o = *found->open;
    if (o.request.facts.duty == Duty::complaint || o.request.facts.duty == Duty::dp_complaint)
        return refuse_matter(store, person, verb, "the law gives a complaint no extension");
    if (o.request.facts.extended) return refuse_matter(store, person, verb, act.id + " is extended already");
    const auto by = clock_of(store, o.matter, o.request).extend_by;
    if (o.on > by)
        return refuse_matter(store, person, verb, "an extension had to be told to the requester by " + long_date(by) + ", before the first period ended");
    o.request.facts.extended = true;
    o.request.extend_reason = act.reason;
    return keep(store, person, "request-extended", o, {{"reason", act.reason}});
}

Result<Told> acknowledge_request(Store& store, const Person& person, const RequestAct& act) {
    constexpr const char* verb = "request.acknowledge";
    auto found = find_open(store, person, verb, act);
    if (!found) return found.failure();
    if (!found->open) return std::move(found->refusal);
    Open& o = *found->open;
    if (!o.request.acknowledged.empty()) return refuse_matter(store, person, verb, act.id + " was acknowledged on " + o.request.acknowledged + " already");
    o.request.acknowledged = date_text(o.on);
    return keep(store, person, "request-acknowledged", o, {{"reason", act.reason}});
}

Result<Told> note_request(Store& store, const Person& person, const RequestAct& act) {
    auto found = find_open(store, person, "request.note", act);
    if (!found) return found.failure();
    if (!found->open) return std::move(found->refusal);
    return keep(store, person, "request-note", *found->open, {{"reason", act.reason}});
}

Result<Told> note_pack(Store& store, const Person& person, const RequestAct& act) {
    auto found = find_open(store, person, "request.packed", act);
    if (!found) return found.failure();
    if (!found->open) return std::move(found->refusal);
    return keep(store, person, "request-packed", *found->open, {{"reason", act.reason}});
}

Result<Told> review_request(Store& store, const Person& person, const RequestAct& act) {
    constexpr const char* verb = "request.review";
    auto found = find_open(store, person, verb, act);
    if (!found) return found.failure();
    if (!found->open) return std::move(found->refusal);
    Open& o = *found->open;
    auto items = items_of(store, o.matter.id);
    if (!items) return items.failure();
    const auto item = std::find_if(items->begin(), items->end(), [&](const auto& i) { return i.number == act.item; });
    if (item == items->end())
        return refuse_matter(store, person, verb, act.id + " has no item " + std::to_string(act.item) + " in its review set: it has " + std::to_string(items->size()));
    json body = json::parse(item->body, nullptr, false);
    if (!body.is_object()) body = json::object();
    body["reason"] = act.reason;
    body["strings"] = act.strings;
    body["person"] = printable(person.name, 64);
    item->body = dump(body);
    item->state = act.decision;
    Event e = matter_event(person, "request-review", o.matter, {{"item", std::to_string(act.item)}, {"decision", act.decision}, {"reason", act.reason}});
    if (auto saved = save_item(store, o.matter, *item, e.held); !saved) return saved.failure();
    if (auto put = append(store, std::move(e)); !put) return put.failure();
    Told out;
    out.answer.lines.push_back(dump({{"version", 1}, {"id", act.id}, {"item", act.item}, {"decision", act.decision}}));
    return out;
}

// The first person says how it ended; when a second one agrees, it is closed and its hold ends with it.
Result<Told> close_request(Store& store, const Person& person, const RequestAct& act) {
    constexpr const char* verb = "request.close";
    auto found = find_open(store, person, verb, act);
    if (!found) return found.failure();
    if (!found->open) return std::move(found->refusal);
    Open& o = *found->open;
    if (o.request.close_person == person.name)
        return refuse_matter(store, person, verb, act.id + " needs two persons to be closed: you asked for it already, somebody else has to");
    if (o.request.close_person.empty()) {
        o.request.close_person = printable(person.name, 64);
        o.request.outcome = act.reason;
        auto kept = keep(store, person, "request-close-asked", o, {{"outcome", act.reason}});
        if (!kept) return kept;
        kept->answer.lines.clear();
        kept->answer.exit_code = 1;
        kept->answer.problem = act.id + " needs two persons to be closed, for its hold ends with it: yours is noted, a second person has to ask for the same";
        return kept;
    }
    auto why = why_not_two(store, person, o.request.close_person);
    if (!why) return why.failure();
    if (!why->empty()) return refuse_matter(store, person, verb, act.id + ": " + *why);
    o.request.due_when_closed = date_text(clock_of(store, o.matter, o.request).due);
    o.request.closed = date_text(london_date(store.clock.wall()));
    o.matter.state = "closed";
    o.matter.body = body_of(o.request);
    Event e = matter_event(person, "request-closed", o.matter, {{"outcome", o.request.outcome}, {"asked_by", o.request.close_person}, {"second", act.reason}});
    if (auto saved = save_matter(store, o.matter, e.held); !saved) return saved.failure();
    if (!o.request.hold.empty()) {
        auto hold = find_matter(store, o.request.hold);
        if (!hold) return hold.failure();
        if (*hold && (*hold)->state == "in-force")
            if (auto ended = end_hold(store, **hold, o.request.close_person, e.held); !ended) return ended.failure();
    }
    if (auto put = append(store, std::move(e)); !put) return put.failure();
    Told out;
    json j{{"version", 1}, {"id", act.id}, {"state", "closed"}, {"outcome", o.request.outcome}, {"hold_lifted", o.request.hold}};
    j["clock"] = json::parse(clock_json(store, o.matter, o.request));
    out.answer.lines.push_back(dump(j));
    return out;
}

}  // namespace beadle::records
