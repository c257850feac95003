#include "records/holds.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "base/calendar.h"
#include "base/text.h"
#include "mail/address.h"

#include "records/matter_acts.h"

namespace beadle::records {
namespace {

using nlohmann::json;

std::string first_words(const json& j, const char* key) { return j.contains(key) && j[key].is_string() ? j[key].get<std::string>() : ""; }
std::vector<std::string> list_of(const json& j, const char* key) {
    std::vector<std::string> out;
    if (j.contains(key) && j[key].is_array())
        for (const auto& one : j[key])
            if (one.is_string()) out.push_back(one.get<std::string>());
    return out;
}

bool is_of(const std::string& person, const std::string& address) {
    if (person.front() != '@') return person == address;
    return address.size() > person.size() && address.ends_with(person);
}

void add_address(HoldSubject& s, const std::string& address) {
    const auto folded = parse_address(address).folded();
    if (folded.empty()) return;
    s.words += ascii_lower(folded) + '\n';
    s.addresses.push_back(folded);
}

std::string shown(const std::string& reference, const Hold& h) { return reference + " (" + h.case_name + ")"; }

Result<Told> first_of_two(Store& store, const Person& person, Matter matter, Hold hold, const std::string& reason) {
    hold.lift_person = printable(person.name, 64);
    hold.lift_reason = reason;
    matter.body = body_of(hold);
    Event e = matter_event(person, "hold-lift-asked", matter, {{"reason", reason}});
    if (auto saved = save_matter(store, matter, e.held); !saved) return saved.failure();
    if (auto put = append(store, std::move(e)); !put) return put.failure();
    Told out;
    out.answer.exit_code = 1;
    out.answer.problem = shown(matter.reference, hold) +
                         " needs two persons to be lifted: yours is noted, a second person has to ask for the same; until then it stands";
    return out;
}

Result<Told> second_of_two(Store& store, const Person& person, Matter matter, const Hold& hold, const std::string& reason) {
    Event e = matter_event(person, "hold-lifted", matter, {{"reason", reason}, {"asked_by", hold.lift_person}});
    if (auto ended = end_hold(store, matter, person.name, e.held); !ended) return ended.failure();
    if (auto put = append(store, std::move(e)); !put) return put.failure();
    Told out;
    out.answer.lines.push_back(json{{"version", 1}, {"id", matter.reference}, {"state", "lifted"}, {"case", hold.case_name}}.dump(
        -1, ' ', false, json::error_handler_t::replace));
    return out;
}

}  // namespace

bool reaches(const Hold& h, const HoldSubject& s) {
    const auto day = date_text(london_date(s.at));
    if ((!h.from.empty() && day < h.from) || (!h.to.empty() && day > h.to)) return false;
    const auto concerns = [&](const std::string& person) {
        return std::any_of(s.addresses.begin(), s.addresses.end(), [&](const auto& a) { return is_of(person, a); });
    };
    return h.people.empty() || std::any_of(h.people.begin(), h.people.end(), concerns);
}

bool bears_a_term(const Hold& h, const HoldSubject& s) {
    const auto stands = [&](const std::string& term) { return s.words.find(term) != std::string::npos; };
    return h.terms.empty() || std::any_of(h.terms.begin(), h.terms.end(), stands);
}

Result<std::vector<HoldReading>> holds_with_terms(Store& store) {
    auto all = matters_of(store, "hold", "in-force");
    if (!all) return all.failure();
    std::vector<HoldReading> out;
    for (const auto& m : *all) {
        Hold hold = hold_of(m);
        if (hold.terms.empty()) continue;
        auto mark = hold_mark(store, m.reference);
        if (!mark) return mark.failure();
        out.push_back({m.reference, std::move(hold), mark->upto});
    }
    return out;
}

Hold hold_of(const Matter& matter) {
    const json j = json::parse(matter.body, nullptr, false);
    Hold h;
    if (!j.is_object()) return h;
    h.case_name = first_words(j, "case");
    h.reason = first_words(j, "reason");
    h.person = first_words(j, "person");
    h.people = list_of(j, "people");
    h.terms = list_of(j, "terms");
    h.from = first_words(j, "from");
    h.to = first_words(j, "to");
    h.review = first_words(j, "review");
    h.request = first_words(j, "request");
    h.lift_person = first_words(j, "lift_person");
    h.lift_reason = first_words(j, "lift_reason");
    return h;
}

std::string body_of(const Hold& h) {
    return json{{"case", h.case_name}, {"reason", h.reason}, {"person", h.person},   {"people", h.people},
                {"terms", h.terms},    {"from", h.from},     {"to", h.to},           {"review", h.review},
                {"request", h.request}, {"lift_person", h.lift_person}, {"lift_reason", h.lift_reason}}
        .dump(-1, ' ', false, json::error_handler_t::replace);
}

HoldSubject subject_of(const Event& verdict) {
    HoldSubject s;
    s.at = verdict.at;
    s.gateway = verdict.gateway;
    s.event = verdict.about != 0 ? verdict.about : verdict.seq;
    add_address(s, verdict.sender);
    if (!verdict.recipients.empty())
        for (const auto& r : split(verdict.recipients, '\n')) add_address(s, r);
    s.words += ascii_lower(verdict.subject) + '\n';
    const json j = json::parse(verdict.body, nullptr, false);
    if (!j.is_object() || !j.contains("inspection") || !j["inspection"].is_object()) return s;
    const auto& seen = j["inspection"];
    if (seen.contains("entities") && seen["entities"].is_array())
        for (const auto& entity : seen["entities"])
            if (entity.is_object()) s.words += ascii_lower(first_words(entity, "filename")) + '\n';
    if (seen.contains("addresses") && seen["addresses"].is_array())
        for (const auto& a : seen["addresses"]) {
            if (!a.is_object()) continue;
            add_address(s, first_words(a, "address"));
            s.words += ascii_lower(first_words(a, "display")) + '\n';
        }
    return s;
}

Result<HoldSubject> subject_of(Store& store, const Held& held) {
    auto rows = store.db.rows(std::string("SELECT ") + event_columns + " FROM events WHERE gateway = ?1 AND seq = ?2",
                              {held.gateway, held.event});
    if (!rows) return rows.failure();
    HoldSubject s;
    if (!rows->empty()) s = subject_of(event_of(rows->front()));
    s.at = held.at;
    s.gateway = held.gateway;
    s.event = held.event;
    s.held = held.id;
    add_address(s, held.sender);
    for (const auto& r : held.envelope.recipients) add_address(s, r);
    s.words += ascii_lower(held.subject) + '\n';
    return s;
}

Result<HoldsInForce> HoldsInForce::read(Store& store) {
    HoldsInForce out;
    auto all = matters_of(store, "hold", "in-force");
    if (!all) return all.failure();
    for (const auto& m : *all) {
        out.holds_.emplace_back(m.reference, hold_of(m));
        if (out.holds_.back().second.terms.empty()) continue;
        auto mark = hold_mark(store, m.reference);
        if (!mark) return mark.failure();
        out.marks_[m.reference] = *mark;
    }
    auto found = hold_texts_found(store);
    if (!found) return found.failure();
    out.found_ = std::move(*found);
    auto items = store.db.rows(
        "SELECT i.gateway, i.event, m.reference FROM matter_items i JOIN matters m ON m.id = i.matter"
        " WHERE m.kind = 'request' AND m.state <> 'closed' AND m.state <> 'erased'", {});
    if (!items) return items.failure();
    for (const auto& row : *items) out.items_.insert({{text(row[0]), integer(row[1])}, text(row[2])});
    return out;
}

// Whether the text of what is kept is a reason to hold it; "" = it is not.
std::string HoldsInForce::by_text(const std::string& reference, const Hold& hold, const HoldSubject& subject) const {
    const auto found = found_.find({{subject.gateway, subject.event}, reference});
    if (found != found_.end())
        return found->second == "found" ? shown(reference, hold) : shown(reference, hold) + ": its text could not be read whole";
    const auto mark = marks_.find(reference);
    if (mark == marks_.end()) return "";
    const bool looked = subject.held != 0 ? subject.held <= mark->second.upto : subject.at < mark->second.unlooked_from;
    return looked ? "" : shown(reference, hold) + ": its text is not looked through yet";
}

std::vector<std::string> HoldsInForce::on(const HoldSubject& subject) const {
    std::vector<std::string> out;
    for (const auto& [reference, hold] : holds_) {
        if (!reaches(hold, subject)) continue;
        auto why = bears_a_term(hold, subject) ? shown(reference, hold) : by_text(reference, hold, subject);
        if (!why.empty()) out.push_back(std::move(why));
    }
    const std::pair<std::string, std::int64_t> key{subject.gateway, subject.event};
    for (auto it = items_.lower_bound({key, ""}); it != items_.end() && it->first == key; ++it)
        out.push_back(it->second + " (in its review set)");
    return out;
}

Result<std::vector<std::string>> holds_on(Store& store, std::int64_t held) {
    auto holds = HoldsInForce::read(store);
    if (!holds) return holds.failure();
    if (holds->none()) return std::vector<std::string>();
    auto found = find_held(store, held);
    if (!found) return found.failure();
    if (!*found) return std::vector<std::string>();
    auto subject = subject_of(store, **found);
    if (!subject) return subject.failure();
    return holds->on(*subject);
}

Result<bool> is_on_hold(Store& store, std::int64_t held) {
    auto holds = holds_on(store, held);
    if (!holds) return holds.failure();
    return !holds->empty();
}

std::string held_back_by(const std::vector<std::string>& holds) { return "is on legal hold: " + join(holds, ", "); }

Result<Matter> place_hold(Store& store, const Hold& hold, std::string& moves) {
    auto reference = next_reference(store, "hold", 'H');
    if (!reference) return reference.failure();
    Matter matter;
    matter.reference = *reference;
    matter.kind = "hold";
    matter.state = "in-force";
    matter.body = body_of(hold);
    if (auto opened = open_matter(store, matter, moves); !opened) return opened.failure();
    return matter;
}

Status end_hold(Store& store, Matter& matter, const std::string& person, std::string& moves) {
    Hold hold = hold_of(matter);
    if (hold.lift_person.empty()) hold.lift_person = printable(person, 64);
    matter.body = body_of(hold);
    matter.state = "lifted";
    if (auto gone = forget_hold_texts(store, matter.reference); !gone) return gone;
    return save_matter(store, matter, moves);
}

Result<Told> add_hold(Store& store, const Person& person, const Hold& given) {
    Hold hold = given;
    hold.person = printable(person.name, 64);
    Event e = matter_event(person, "hold-added", {}, {{"case", hold.case_name}, {"reason", hold.reason}});
    auto matter = place_hold(store, hold, e.held);
    if (!matter) return matter.failure();
    json details = json::parse(matter->body);
    details["id"] = matter->reference;
    e.body = details.dump(-1, ' ', false, json::error_handler_t::replace);
    auto put = append(store, std::move(e));
    if (!put) return put.failure();
    if (auto set = set_matter_event(store, *matter, static_cast<std::int64_t>(*put)); !set) return set.failure();
    Told out;
    details["version"] = 1;
    details["state"] = matter->state;
    out.answer.lines.push_back(details.dump(-1, ' ', false, json::error_handler_t::replace));
    return out;
}

Result<Told> lift_hold(Store& store, const Person& person, const std::string& reference, const std::string& reason) {
    constexpr const char* verb = "hold.lift";
    auto found = find_matter(store, reference);
    if (!found) return found.failure();
    if (!*found || (*found)->kind != "hold") return refuse_matter(store, person, verb, "there is no hold " + reference);
    Matter& matter = **found;
    const Hold hold = hold_of(matter);
    if (matter.state != "in-force") return refuse_matter(store, person, verb, reference + " is lifted already");
    if (!hold.request.empty())
        return refuse_matter(store, person, verb, shown(reference, hold) + " is the hold of an open request: it ends when two persons close " + hold.request);
    if (hold.lift_person.empty()) return first_of_two(store, person, matter, hold, reason);
    if (hold.lift_person == person.name)
        return refuse_matter(store, person, verb, shown(reference, hold) + " needs two persons to be lifted: you asked for it already, somebody else has to");
    return second_of_two(store, person, matter, hold, reason);
}

}  // namespace beadle::records
