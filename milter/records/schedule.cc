#include "records/schedule.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "base/text.h"

#include "records/acts.h"
#include "records/matter_acts.h"
#include "records/matters.h"

namespace beadle::records {
namespace {

using nlohmann::json;

std::string dump(const json& j) { return j.dump(-1, ' ', false, json::error_handler_t::replace); }
constexpr const char* kind = "class";
std::string reference_of(const std::string& id) { return "class=" + id; }

json class_json(const RetentionClass& c) {
    return {{"id", c.id}, {"title", c.title}, {"records", c.records}, {"reasons", c.reasons}, {"rest", c.for_the_rest},
            {"period", text(c.period)}, {"trigger", c.trigger}, {"automatic", c.automatic}, {"persons", c.persons}, {"source", c.source}};
}

RetentionClass class_from(const json& j) {
    RetentionClass c;
    c.id = j.value("id", "");
    c.title = j.value("title", "");
    c.records = j.value("records", "other");
    c.reasons = j.value("reasons", std::vector<std::string>{});
    c.for_the_rest = j.value("rest", false);
    c.period = read_period(j.value("period", "indefinite")).value_or(Period{});
    c.trigger = j.value("trigger", "recorded");
    c.automatic = j.value("automatic", false);
    c.persons = j.value("persons", 2);
    c.source = j.value("source", "");
    return c;
}

json standing_json(const StandingClass& s) {
    json j{{"now", class_json(s.now)}, {"version", s.version}, {"adopted", s.adopted}, {"minute", s.minute},
           {"change_version", s.change_version}, {"change_person", s.change_person}, {"change_why", s.change_why}};
    if (s.change) j["change"] = class_json(*s.change);
    return j;
}

StandingClass standing_of(const Matter& m) {
    StandingClass s;
    const json j = json::parse(m.body, nullptr, false);
    if (!j.is_object() || !j.contains("now") || !j["now"].is_object()) return s;
    s.now = class_from(j["now"]);
    s.version = j.value("version", "");
    s.adopted = j.value("adopted", "");
    s.minute = j.value("minute", "");
    s.change_version = j.value("change_version", "");
    s.change_person = j.value("change_person", "");
    s.change_why = j.value("change_why", "");
    if (j.contains("change") && j["change"].is_object()) s.change = class_from(j["change"]);
    return s;
}

void adopt(StandingClass& s, const RetentionClass& c, const Store& store) {
    s.now = c;
    s.version = store.schedule.version;
    s.adopted = store.schedule.adopted;
    s.minute = store.schedule.minute;
    s.change.reset();
    s.change_version = s.change_person = s.change_why = "";
}

Status note(Store& store, const char* event_kind, const char* outcome, Matter& m, const StandingClass& s, bool is_new) {
    Event e = matter_event({}, event_kind, m, {{"class", s.now.id}, {"version", store.schedule.version}, {"minute", store.schedule.minute},
                                            {"period", text((s.change ? *s.change : s.now).period)}, {"why", s.change_why}});
    e.outcome = outcome;
    m.body = dump(standing_json(s));
    auto saved = is_new ? open_matter(store, m, e.held) : save_matter(store, m, e.held);
    if (!saved) return saved;
    auto put = append(store, std::move(e));
    if (!put) return put.failure();
    return is_new ? set_matter_event(store, m, static_cast<std::int64_t>(*put)) : Status(Done{});
}

Status add_class(Store& store, const RetentionClass& c) {
    StandingClass s;
    adopt(s, c, store);
    Matter m;
    m.reference = reference_of(c.id);
    m.kind = kind;
    m.state = "in-force";
    return note(store, "retention-class", "new", m, s, true);
}

Status hold_against(Store& store, Matter& m, const RetentionClass& c) {
    StandingClass s = standing_of(m);
    const bool same_words = class_json(s.now) == class_json(c);
    if (same_words && s.version == store.schedule.version && !s.change) return Done{};
    const auto why = why_weaker(s.now, c);
    if (why.empty()) {
        adopt(s, c, store);
        m.state = "in-force";
        return note(store, "retention-class", "changed", m, s, false);
    }
    if (s.change && class_json(*s.change) == class_json(c)) return Done{};
    s.change = c;
    s.change_version = store.schedule.version;
    s.change_person = "";
    s.change_why = why;
    m.state = "change-waits";
    return note(store, "retention-class", "waits", m, s, false);
}

}  // namespace

std::string why_weaker(const RetentionClass& from, const RetentionClass& to) {
    std::vector<std::string> why;
    if (is_shorter(to.period, from.period)) why.push_back("kept " + text(to.period) + ", not " + text(from.period));
    if (to.automatic && !from.automatic) why.push_back("destroyed automatically, not after review");
    if (!to.automatic && !from.automatic && to.persons < from.persons) why.push_back("by one person, not two");
    if (to.trigger != from.trigger) why.push_back("counted from when it is " + to.trigger + ", not " + from.trigger);
    if (to.records != from.records || to.reasons != from.reasons || to.for_the_rest != from.for_the_rest)
        why.push_back("for other records than before");
    return join(why, "; ");
}

Result<std::vector<StandingClass>> standing_classes(Store& store) {
    auto all = matters_of(store, kind);
    if (!all) return all.failure();
    std::vector<StandingClass> out;
    for (const auto& m : *all) {
        out.push_back(standing_of(m));
        out.back().in_file = store.schedule.find(out.back().now.id) != nullptr;
    }
    return out;
}

RetentionSchedule schedule_of(const std::vector<StandingClass>& classes) {
    RetentionSchedule out;
    for (const auto& s : classes) out.classes.push_back(s.now);
    return out;
}

Status take_up_schedule(Store& store) {
    for (const auto& c : store.schedule.classes) {
        auto found = find_matter(store, reference_of(c.id));
        if (!found) return found.failure();
        if (auto done = *found ? hold_against(store, **found, c) : add_class(store, c); !done) return done;
    }
    return Done{};
}

Result<Told> approve_class(Store& store, const Person& person, const std::string& id) {
    constexpr const char* verb = "retention.approve";
    auto found = find_matter(store, reference_of(id));
    if (!found) return found.failure();
    if (!*found) return refuse_matter(store, person, verb, "the schedule has no class " + printable(id, 64));
    Matter& m = **found;
    StandingClass s = standing_of(m);
    if (!s.change) return refuse_matter(store, person, verb, id + " waits for nobody: what the file says counts");
    if (s.change_person == person.name)
        return refuse_matter(store, person, verb, id + " needs two persons: you agreed already, somebody else has to");
    const std::string what = id + ": " + s.change_why;
    const bool second = !s.change_person.empty();
    auto why = second ? why_not_two(store, person, s.change_person) : Result<std::string>(std::string());
    if (!why) return why.failure();
    if (!why->empty()) return refuse_matter(store, person, verb, id + ": " + *why);
    Event e = matter_event(person, second ? "retention-change-approved" : "retention-change-asked", m,
                        {{"class", id}, {"why", s.change_why}, {"version", s.change_version}, {"asked_by", s.change_person}});
    Told out;
    if (second) {
        const RetentionClass changed = *s.change;
        s.now = changed;
        s.version = s.change_version;
        s.adopted = store.schedule.adopted;
        s.minute = store.schedule.minute;
        s.change.reset();
        s.change_person = s.change_why = s.change_version = "";
        m.state = "in-force";
        out.answer.lines.push_back(dump({{"version", 1}, {"class", id}, {"state", "in-force"}, {"period", text(s.now.period)}}));
    } else {
        s.change_person = printable(person.name, 64);
        out.answer.exit_code = 1;
        out.answer.problem = what + ". It reaches what is kept already, so it needs two persons: yours is noted, a second person has to agree";
    }
    m.body = dump(standing_json(s));
    if (auto saved = save_matter(store, m, e.held); !saved) return saved.failure();
    if (auto put = append(store, std::move(e)); !put) return put.failure();
    return out;
}

}  // namespace beadle::records
