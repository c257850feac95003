#include "records/incident_acts.h"

#include <algorithm>
#include <charconv>

#include <nlohmann/json.hpp>

#include "base/text.h"

#include "records/argument_reader.h"
#include "records/say.h"

namespace beadle::records {
namespace {

using nlohmann::json;

constexpr Milliseconds clock_slack = 5 * 60 * 1000;

std::string dump(const json& j) { return j.dump(-1, ' ', false, json::error_handler_t::replace); }
Failure wrong(const std::string& what) { return fail(FailureKind::malformed, "arguments", what); }

Told told(std::string line) {
    Told out;
    out.answer.lines.push_back(std::move(line));
    return out;
}

Result<Told> refused(Store& store, const Person& person, const std::string& verb, const std::string& why) {
    if (auto noted = record_refusal(store, person, verb, why); !noted) return noted.failure();
    Told out;
    out.answer.exit_code = 1;
    out.answer.problem = why;
    return out;
}

Event act(const char* kind, const Person& person, const Incident& incident, json details) {
    Event e;
    e.kind = kind;
    e.person = printable(person.name, 64);
    details["incident"] = incident.number;
    e.body = dump(details);
    return e;
}

Result<std::optional<Evidence>> evidence_of_event(Store& store, const std::string& gateway, std::int64_t seq) {
    auto rows = store.db.rows(
        "SELECT message_id, sender, subject FROM events WHERE gateway = ?1 AND seq = ?2 AND kind = 'verdict'",
        {gateway, seq});
    if (!rows) return rows.failure();
    if (rows->empty()) return std::optional<Evidence>();
    const auto& row = rows->front();
    return std::optional<Evidence>(Evidence{gateway, seq, "", text(row[0]), text(row[1]), text(row[2]), ""});
}

// A kept message by its reference, or an event by its number.
Result<std::optional<Evidence>> evidence_about(Store& store, const std::string& about) {
    std::int64_t seq = 0;
    const auto [end, error] = std::from_chars(about.data(), about.data() + about.size(), seq);
    if (error == std::errc() && end == about.data() + about.size()) return evidence_of_event(store, store.gateway, seq);
    const auto reference = as_reference(about);
    if (reference.empty()) return std::optional<Evidence>();
    auto held = find_held(store, reference);
    if (!held) return held.failure();
    if (!*held) return std::optional<Evidence>();
    auto out = evidence_of_event(store, (*held)->gateway, (*held)->event);
    if (out && *out) (*out)->reference = reference;
    return out;
}

// The message that a member saw: by its Message-ID, else the newest from that author to that member. What never passed
// here is evidence by its names alone.
Result<Evidence> evidence_of_original(Store& store, const Original& original, const std::string& reporter) {
    constexpr std::int64_t looked_at = 20'000;
    Evidence out{"", 0, "", original.message_id, original.from, "", ""};
    const bool by_id = !original.message_id.empty();
    if (!by_id && original.from.empty()) return out;
    auto rows = store.db.rows(
        "SELECT seq, message_id, sender, subject FROM events WHERE gateway = ?1 AND kind = 'verdict' AND seq >"
        " (SELECT coalesce(max(seq), 0) FROM events WHERE gateway = ?1) - ?2 AND"
        " ((?3 = 1 AND message_id = ?4) OR (?3 = 0 AND sender = ?5 AND recipients LIKE ?6)) ORDER BY seq DESC LIMIT 1",
        {store.gateway, looked_at, std::int64_t{by_id}, original.message_id, original.from, "%" + reporter + "%"});
    if (!rows) return rows.failure();
    if (rows->empty()) return out;
    const auto& row = rows->front();
    return Evidence{store.gateway, integer(row[0]), "", text(row[1]), text(row[2]), text(row[3]), ""};
}

struct Named {
    std::string number;
    Incident incident;
    std::string problem;  // why nothing can be done with it
};
Result<Named> named(Store& store, const std::string& number, bool must_be_open) {
    auto found = find_incident(store, number);
    if (!found) return found.failure();
    if (!*found) return Named{number, {}, "there is no incident " + printable(number, 40)};
    Named out{number, std::move(**found), ""};
    if (!is_untouched(store, out.incident))
        out.problem = "the incident " + out.incident.number +
                      " was changed in the store by another hand: see beadle events verify";
    else if (must_be_open && out.incident.state != "open")
        out.problem = "the incident " + out.incident.number + " is closed: open it again with beadle incident reopen";
    return out;
}

bool is_field(const std::string& name) {
    const auto fields = register_fields();
    return std::any_of(fields.begin(), fields.end(), [&](const auto& f) { return f.name == name; });
}
Failure no_such_field(const std::string& name) {
    std::vector<std::string> known{"aware"};
    for (const auto& f : register_fields()) known.emplace_back(f.name);
    const auto near = nearest(name, known);
    return wrong("the register has no field \"" + printable(name, 60) + "\"" +
                 (near.empty() ? "; it has " + join(known, ", ") : ", did you mean \"" + near + "\"?"));
}

struct Wanted {
    std::string number, reason, changes;  // changes: a JSON object of texts
};
struct Change {
    std::string field, value;
    std::int64_t at = 0;  // of aware
};
Result<Change> change_of(const std::string& field, const json& value, const std::string& reason) {
    if (!value.is_string() || value.get_ref<const std::string&>().size() > most_field)
        return wrong("\"" + printable(field, 60) + "\" must be text of at most 4000 octets");
    Change c{field, std::string(trim(value.get_ref<const std::string&>())), 0};
    if (field == "aware") {
        auto at = wall_time(c.value);
        if (!at) return wrong("\"aware\" " + at.failure().what);
        if (trim(reason).empty())
            return wrong("say with --reason why the time of awareness changes: it is kept in the records");
        c.at = *at;
    } else if (!is_field(field)) {
        return no_such_field(field);
    }
    if (field == "decision" && c.value != "report" && c.value != "not-report")
        return wrong("\"decision\" must be report or not-report");
    return c;
}
Result<std::vector<Change>> changes_of(const Wanted& wanted) {
    const auto all = json::parse(wanted.changes, nullptr, false);
    if (!all.is_object() || all.empty()) return wrong("nothing to set: say FIELD=TEXT");
    std::vector<Change> out;
    for (const auto& [field, value] : all.items()) {
        auto c = change_of(field, value, wanted.reason);
        if (!c) return c.failure();
        out.push_back(std::move(*c));
    }
    return out;
}

std::string field_of(const Incident& i, const std::string& name) {
    const auto j = json::parse(i.fields, nullptr, false);
    return j.is_object() ? j.value(name, "") : "";
}

// Article 33(5) asks for facts, effects and remedial action; the decision not to report wants its reasons.
std::vector<std::string> missing_for_closing(const Incident& i) {
    std::vector<std::string> out;
    for (const char* needed : {"facts", "effects", "action", "decision", "decision_by"})
        if (field_of(i, needed).empty()) out.emplace_back(needed);
    if (field_of(i, "decision") == "not-report" && field_of(i, "decision_reasons").empty())
        out.emplace_back("decision_reasons");
    return out;
}

}  // namespace

Result<Told> open_by_hand(Store& store, const Person& person, const std::string& arguments) {
    std::string about, what;
    std::int64_t aware = 0;
    if (auto good = ArgumentReader()
                        .text("about", about)
                        .needed("what", what, "say what happened")
                        .time("aware", aware)
                        .read(arguments);
        !good)
        return good.failure();
    if (aware > store.clock.wall() + clock_slack) return wrong("\"aware\" lies in the future");
    NewIncident wanted{"hand:" + random_token(12), "hand", "", what, person.name, aware, {}};
    if (!about.empty()) {
        auto evidence = evidence_about(store, about);
        if (!evidence) return evidence.failure();
        if (!*evidence)
            return refused(store, person, "incident.open",
                           "there is no kept message and no verdict " + printable(about, 40));
        wanted.evidence.push_back(std::move(**evidence));
    }
    auto opened = open_incident(store, wanted);
    if (!opened) return opened.failure();
    return told(incident_line(store, opened->incident));
}

Result<Told> set_fields(Store& store, const Person& person, const std::string& arguments) {
    Wanted wanted;
    if (auto good = ArgumentReader()
                        .needed("number", wanted.number, "say which incident")
                        .text("set", wanted.changes, 60'000)
                        .text("reason", wanted.reason)
                        .read(arguments);
        !good)
        return good.failure();
    auto changes = changes_of(wanted);
    if (!changes) return changes.failure();
    auto found = named(store, wanted.number, true);
    if (!found) return found.failure();
    if (!found->problem.empty()) return refused(store, person, "incident.set", found->problem);
    Incident& i = found->incident;
    json fields = json::parse(i.fields, nullptr, false), details = json::object();
    if (!fields.is_object()) fields = json::object();
    details["changes"] = json::array();
    for (const auto& c : *changes) {
        const bool aware = c.field == "aware";
        if (aware && c.at > store.clock.wall() + clock_slack) return wrong("\"aware\" lies in the future");
        details["changes"].push_back({{"field", c.field},
                                      {"from", aware ? utc_text(i.aware_at) : fields.value(c.field, "")},
                                      {"to", aware ? utc_text(c.at) : c.value}});
        if (!aware) fields[c.field] = printable(c.value, most_field);
        if (aware) i.aware_at = c.at, i.reminded = 0;
    }
    if (!wanted.reason.empty()) details["reason"] = wanted.reason;
    i.fields = dump(fields);
    if (auto done = change_incident(store, i, act("incident-changed", person, i, std::move(details))); !done)
        return done.failure();
    return told(incident_line(store, i));
}

Result<Told> add_note(Store& store, const Person& person, const std::string& arguments) {
    std::string number, note;
    if (auto good = ArgumentReader()
                        .needed("number", number, "say which incident")
                        .needed("text", note, "say what to note", most_field)
                        .read(arguments);
        !good)
        return good.failure();
    auto found = named(store, number, false);
    if (!found) return found.failure();
    if (!found->problem.empty()) return refused(store, person, "incident.note", found->problem);
    Incident& i = found->incident;
    json notes = json::parse(i.notes, nullptr, false);
    if (!notes.is_array()) notes = json::array();
    if (notes.size() >= most_notes)
        return refused(store, person, "incident.note", "the incident " + i.number + " has 500 notes already");
    notes.push_back({{"at", utc_text(store.clock.wall())},
                     {"person", printable(person.name, 64)},
                     {"text", printable(note, most_field)}});
    i.notes = dump(notes);
    if (auto done = change_incident(store, i, act("incident-noted", person, i, {{"text", note}})); !done)
        return done.failure();
    return told(incident_line(store, i));
}

Result<Told> close_incident(Store& store, const Person& person, const std::string& arguments) {
    std::string number;
    if (auto good = ArgumentReader().needed("number", number, "say which incident").read(arguments); !good)
        return good.failure();
    auto found = named(store, number, true);
    if (!found) return found.failure();
    if (!found->problem.empty()) return refused(store, person, "incident.close", found->problem);
    Incident& i = found->incident;
    if (const auto missing = missing_for_closing(i); !missing.empty())
        return refused(store, person, "incident.close",
                       "the register of incident " + i.number + " is not complete: set " + join(missing, ", "));
    i.state = "closed";
    i.closed_at = store.clock.wall();
    if (auto done = change_incident(store, i, act("incident-closed", person, i, json::object())); !done)
        return done.failure();
    return told(incident_line(store, i));
}

Result<Told> reopen_incident(Store& store, const Person& person, const std::string& arguments) {
    std::string number, reason;
    if (auto good = ArgumentReader()
                        .needed("number", number, "say which incident")
                        .needed("reason", reason, "say why")
                        .read(arguments);
        !good)
        return good.failure();
    auto found = named(store, number, false);
    if (!found) return found.failure();
    Incident& i = found->incident;
    if (found->problem.empty() && i.state == "open") found->problem = "the incident " + i.number + " is open";
    if (found->problem.empty() && i.state == "erased") found->problem = "the retention schedule has erased what the incident " + i.number + " told";
    if (!found->problem.empty()) return refused(store, person, "incident.reopen", found->problem);
    i.state = "open";
    i.closed_at = 0;
    if (auto done = change_incident(store, i, act("incident-reopened", person, i, {{"reason", reason}})); !done)
        return done.failure();
    return told(incident_line(store, i));
}

Result<Told> note_export(Store& store, const Person& person, const std::string& arguments) {
    std::string number, manifest, to_whom;
    if (auto good = ArgumentReader()
                        .needed("number", number, "say which incident")
                        .needed("manifest_sha256", manifest, "the hash of the manifest")
                        .text("for", to_whom)
                        .read(arguments);
        !good)
        return good.failure();
    if (manifest.size() != 64 || !unhex(manifest)) return wrong("\"manifest_sha256\" is no SHA-256 in hexadecimal");
    auto found = named(store, number, false);
    if (!found) return found.failure();
    if (!found->problem.empty()) return refused(store, person, "incident.export", found->problem);
    auto put = append(
        store, act("incident-exported", person, found->incident, {{"manifest_sha256", manifest}, {"for", to_whom}}));
    if (!put) return put.failure();
    return told(dump({{"version", 1},
                      {"number", found->incident.number},
                      {"event", *put},
                      {"gateway", store.gateway},
                      {"at", utc_text(store.clock.wall())},
                      {"manifest_sha256", manifest}}));
}

Status incidents_by_rule(Store& store, const wire::RecordVerdict& v, const wire::Recorded& recorded) {
    if (v.outcome == "deferred") return Done{};
    for (const auto& hit : v.decision.hits) {
        if (!hit.incident || hit.watched || !hit.excepted_by.empty()) continue;
        std::string about = hit.id + "\n" + v.envelope.sender + "\n" + v.inspection.message_id + "\n" + v.content_hash;
        for (const auto& r : v.envelope.recipients) about += "\n" + r;
        NewIncident wanted{"rule:" + sha256_hex(about), "rule", hit.id, "", "", 0, {}};
        wanted.what = "The rule " + hit.id + (hit.clause.empty() ? "" : " (clause " + hit.clause + ")") +
                      " stopped or marked mail";
        wanted.evidence.push_back({store.gateway, static_cast<std::int64_t>(recorded.event),
                                   recorded.held.empty() ? "" : recorded.held.front(), v.inspection.message_id,
                                   v.envelope.sender, v.inspection.subject, v.inspection.sha256});
        if (auto opened = open_incident(store, wanted); !opened) return opened.failure();
    }
    return Done{};
}

Status incident_by_report(Store& store, const wire::RecordVerdict& v, const wire::Recorded& recorded) {
    if (v.reported_by.empty() || v.outcome == "deferred") return Done{};
    NewIncident wanted{"report:" + sha256_hex(v.reported_by + "\n" + v.inspection.message_id + "\n" + v.content_hash),
                       "report",
                       "",
                       "Reported by " + v.reported_by,
                       v.reported_by,
                       0,
                       {}};
    if (!v.inspection.subject.empty()) wanted.what += ": " + v.inspection.subject;
    for (const auto& original : v.inspection.passed_on.originals) {
        auto evidence = evidence_of_original(store, original, v.reported_by);
        if (!evidence) return evidence.failure();
        wanted.evidence.push_back(std::move(*evidence));
    }
    wanted.evidence.push_back({store.gateway, static_cast<std::int64_t>(recorded.event),
                               recorded.held.empty() ? "" : recorded.held.front(), v.inspection.message_id,
                               v.envelope.sender, v.inspection.subject, v.inspection.sha256});
    auto opened = open_incident(store, wanted);
    if (!opened) return opened.failure();
    json values = json::parse(messages_for_notice(opened->incident));
    values["number"] = opened->incident.number;
    return say(store, {"report-thanks:" + opened->incident.number, v.reported_by, "report-thanks",
                       "Thank you for reporting it (" + opened->incident.number + ")", dump(values)});
}

Status incident_by_release(Store& store, const Held& held, const std::string& person, const std::string& how) {
    auto rows = store.db.rows("SELECT body, message_id FROM events WHERE gateway = ?1 AND seq = ?2",
                              {held.gateway, held.event});
    if (!rows) return rows.failure();
    if (rows->empty()) return Done{};
    const auto body = json::parse(text(rows->front()[0]), nullptr, false);
    const auto decision = body.is_object() ? body.find("decision") : body.end();
    if (!body.is_object() || decision == body.end() || !decision->is_object()) return Done{};
    for (const auto& rule : decision->value("rules", json::array())) {
        if (!rule.is_object() || !rule.value("incident_when_released", false) || rule.value("watched", false) ||
            !rule.value("excepted_by", "").empty())
            continue;
        const std::string id = rule.value("id", "");
        NewIncident wanted{
            "released:" + held.reference + ":" + id,
            "release",
            id,
            "What the rule " + id + " had kept back was let out: " + how,
            person,
            0,
            {{held.gateway, held.event, held.reference, text(rows->front()[1]), held.sender, held.subject, ""}}};
        if (auto opened = open_incident(store, wanted); !opened) return opened.failure();
    }
    return Done{};
}

}  // namespace beadle::records
