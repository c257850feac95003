#include "records/incidents.h"

#include <algorithm>
#include <limits>

#include <nlohmann/json.hpp>

#include "base/london.h"
#include "base/text.h"

#include "records/say.h"

namespace beadle::records {
namespace {

using nlohmann::json;

constexpr std::string_view columns =
    "id, number, key, origin, rule, what, opened_by, opened_at, aware_at, closed_at, reminded, state, fields, "
    "evidence, notes,"
    " revision, mac";
constexpr Milliseconds joins_within = 24 * hour;

std::string dump(const json& j) { return j.dump(-1, ' ', false, json::error_handler_t::replace); }
json parsed(const std::string& text, const json& otherwise) {
    auto j = json::parse(text, nullptr, false);
    return j.is_discarded() || j.type() != otherwise.type() ? otherwise : j;
}

std::string mac_of(const Keys& keys, const Incident& incident) {
    return keys.mac("beadle incident " + wire::encode(incident));
}

Incident incident_of(const Row& row) {
    Incident i;
    i.id = integer(row[0]);
    i.number = text(row[1]);
    i.key = text(row[2]);
    i.origin = text(row[3]);
    i.rule = text(row[4]);
    i.what = text(row[5]);
    i.opened_by = text(row[6]);
    i.opened_at = integer(row[7]);
    i.aware_at = integer(row[8]);
    i.closed_at = integer(row[9]);
    i.reminded = integer(row[10]);
    i.state = text(row[11]);
    i.fields = text(row[12]);
    i.evidence = text(row[13]);
    i.notes = text(row[14]);
    i.revision = integer(row[15]);
    i.mac = octets(row[16]);
    return i;
}

Result<std::optional<Incident>> first_of(Store& store, const std::string& where, const Values& values) {
    auto rows = store.db.rows("SELECT " + std::string(columns) + " FROM incidents WHERE " + where, values);
    if (!rows) return rows.failure();
    if (rows->empty()) return std::optional<Incident>();
    return std::optional<Incident>(incident_of(rows->front()));
}

// Numbers run through a year of Europe/London: "2026-0001".
Result<std::string> next_number(Store& store) {
    const std::string year = london_time(store.clock.wall()).today.substr(0, 4);
    auto rows = store.db.rows("SELECT count(*) FROM incidents WHERE number LIKE ?1", {year + "-%"});
    if (!rows) return rows.failure();
    auto digits = std::to_string(integer(rows->front().front()) + 1);
    if (digits.size() < 4) digits.insert(0, 4 - digits.size(), '0');
    return year + "-" + digits;
}

json of(const Evidence& e) {
    json j = json::object();
    const auto put = [&](const char* key, const std::string& value, std::size_t most) {
        if (!value.empty()) j[key] = printable(value, most);
    };
    put("gateway", e.gateway, 64);
    if (e.event != 0) j["event"] = e.event;
    put("id", e.reference, 20);
    put("message_id", e.message_id, 998);
    put("sender", e.sender, 320);
    put("subject", e.subject, 200);
    put("sha256", e.sha256, 64);
    return j;
}

std::string word_of(const json& j, const char* key) {
    const auto found = j.find(key);
    return found != j.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::string state_word(const Incident& i) {
    return "incident/" + i.number + ":" + i.state + "." + std::to_string(i.revision);
}

Status insert(Store& store, Incident& i) {
    i.mac = mac_of(store.keys, i);
    auto done = store.db.run(
        "INSERT INTO incidents(number, key, origin, rule, what, opened_by, opened_at, aware_at, closed_at, reminded, "
        "state,"
        " fields, evidence, notes, revision, mac)"
        " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
        {i.number, i.key, i.origin, i.rule, i.what, i.opened_by, i.opened_at, i.aware_at, i.closed_at, i.reminded,
         i.state, i.fields, i.evidence, i.notes, i.revision, Blob{i.mac}});
    if (!done) return done.failure();
    return Done{};
}

Event opening(const Incident& i, const NewIncident& wanted) {
    Event e;
    e.kind = "incident-opened";
    e.outcome = i.origin;
    e.person = printable(wanted.person, 64);
    e.rules = i.rule;
    e.held = state_word(i);
    if (!wanted.evidence.empty()) e.about = wanted.evidence.front().event;
    e.body = dump({{"incident", i.number},
                   {"what", i.what},
                   {"aware_at", utc_text(i.aware_at)},
                   {"evidence", parsed(i.evidence, json::array())}});
    return e;
}

// Another case of what is being dealt with already: the same rule, within a day.
Result<std::optional<Incident>> open_one_of(Store& store, const NewIncident& wanted) {
    if (wanted.origin != "rule") return std::optional<Incident>();
    return first_of(store,
                    "state = 'open' AND origin = 'rule' AND rule = ?1 AND opened_at > ?2 ORDER BY id DESC LIMIT 1",
                    {wanted.rule, store.clock.wall() - joins_within});
}

Result<Opened> join(Store& store, Incident incident, const NewIncident& wanted) {
    bool any = false;
    for (const auto& e : wanted.evidence) any = add_evidence(incident, e) || any;
    if (!any) return Opened{std::move(incident), false};
    Event e;
    e.kind = "incident-evidence";
    e.rules = wanted.rule;
    e.person = printable(wanted.person, 64);
    e.about = wanted.evidence.front().event;
    e.body = dump({{"incident", incident.number}, {"evidence", json::array({of(wanted.evidence.front())})}});
    if (auto done = change_incident(store, incident, std::move(e)); !done) return done.failure();
    return Opened{std::move(incident), false};
}

// Who opens one by hand knows it.
Status tell_clerk(Store& store, const Incident& i) {
    if (i.origin == "hand") return Done{};
    json values = json::parse(messages_for_notice(i));
    values.update({{"number", i.number},
                   {"what", i.what},
                   {"by", i.opened_by},
                   {"aware", london_minute(i.aware_at)},
                   {"report_by", london_minute(i.aware_at + report_within)}});
    return say_to_clerk(store, {"incident-opened:" + i.number, "", "incident-opened",
                                "Incident " + i.number + " was opened", dump(values)});
}

json shown(const Store& store, const Incident& i) {
    const auto left = i.aware_at + report_within - store.clock.wall();
    json j{{"version", 1},
           {"number", i.number},
           {"state", i.state},
           {"origin", i.origin},
           {"what", i.what},
           {"opened_at", utc_text(i.opened_at)},
           {"aware_at", utc_text(i.aware_at)},
           {"report_by", utc_text(i.aware_at + report_within)},
           {"hours_left", left / hour},
           {"opened_by", i.opened_by}};
    if (!i.rule.empty()) j["rule"] = i.rule;
    if (i.state == "closed") j["closed_at"] = utc_text(i.closed_at);
    return j;
}

}  // namespace

std::span<const RegisterField> register_fields() {
    static constexpr RegisterField fields[] = {
        {"facts", "The facts: what happened"},
        {"happened", "When it happened"},
        {"noticed", "When and by whom it was noticed"},
        {"data", "Which kinds of personal data"},
        {"special_category", "Special category or criminal-offence data among it"},
        {"people", "How many people, and which kinds (residents, staff, children …)"},
        {"effects", "The effects: what followed, or is likely to follow, for these people"},
        {"action", "The remedial action: what was done to contain and mend it"},
        {"recall", "Recipients asked to delete, and who confirmed"},
        {"advice", "Advice taken (Information Commissioner, data protection adviser, Monitoring Officer)"},
        {"decision", "Reported to the Information Commissioner: report, not-report"},
        {"decision_by", "Who decided"},
        {"decision_reasons", "Reasons for that decision"},
        {"ico_reference", "Reference of the Information Commissioner's Office"},
        {"reported_at", "When it was reported"},
        {"delay_reasons", "Reasons, where it was reported after 72 hours"},
        {"people_told", "Whether and how the people concerned were told (Article 34)"},
        {"lesson", "What is done so that it does not happen again"},
        {"cost", "What it cost"},
    };
    return fields;
}

bool add_evidence(Incident& incident, const Evidence& evidence) {
    json list = parsed(incident.evidence, json::array());
    json one = of(evidence);
    if (list.size() >= most_evidence || std::find(list.begin(), list.end(), one) != list.end()) return false;
    list.push_back(std::move(one));
    incident.evidence = dump(list);
    return true;
}

std::vector<Evidence> evidence_of(const Incident& incident) {
    std::vector<Evidence> out;
    for (const auto& j : parsed(incident.evidence, json::array())) {
        if (!j.is_object()) continue;
        Evidence e;
        e.gateway = word_of(j, "gateway");
        if (const auto found = j.find("event"); found != j.end() && found->is_number_integer())
            e.event = found->get<std::int64_t>();
        e.reference = word_of(j, "id");
        e.message_id = word_of(j, "message_id");
        e.sender = word_of(j, "sender");
        e.subject = word_of(j, "subject");
        e.sha256 = word_of(j, "sha256");
        out.push_back(std::move(e));
    }
    return out;
}

bool is_untouched(const Store& store, const Incident& incident) {
    return same_octets(incident.mac, mac_of(store.keys, incident));
}

std::string messages_for_notice(const Incident& incident) {
    json out = json::object(), list = json::array();
    for (const auto& e : evidence_of(incident)) {
        if (list.size() == 20) break;
        std::string words = e.subject.empty() ? "a message" : "\"" + e.subject + "\"";
        if (!e.sender.empty()) words += " from " + e.sender;
        if (!e.reference.empty()) words += ", kept as " + e.reference;
        if (e.event == 0) words += " (it did not pass this gateway, or too long ago)";
        list.push_back({{"words", words}});
    }
    out["has_messages"] = !list.empty();
    out["messages"] = std::move(list);
    return dump(out);
}

Result<Opened> open_incident(Store& store, const NewIncident& wanted) {
    auto known = first_of(store, "key = ?1", {wanted.key});
    if (!known) return known.failure();
    if (*known) return Opened{std::move(**known), false};
    auto same = open_one_of(store, wanted);
    if (!same) return same.failure();
    if (*same) return join(store, std::move(**same), wanted);
    auto number = next_number(store);
    if (!number) return number.failure();
    Incident i;
    i.number = *number;
    i.key = wanted.key;
    i.origin = wanted.origin;
    i.rule = printable(wanted.rule, 100);
    i.what = printable(wanted.what, 1000);
    i.opened_by = printable(wanted.person, 320);
    i.opened_at = store.clock.wall();
    i.aware_at = wanted.aware_at == 0 ? i.opened_at : wanted.aware_at;
    i.state = "open";
    i.revision = 1;
    for (const auto& e : wanted.evidence) add_evidence(i, e);
    if (auto put = insert(store, i); !put) return put.failure();
    if (auto put = append(store, opening(i, wanted)); !put) return put.failure();
    if (auto said = tell_clerk(store, i); !said) return said.failure();
    return Opened{std::move(i), true};
}

Result<std::optional<Incident>> find_incident(Store& store, const std::string& typed) {
    const auto dash = typed.find('-');
    std::string number(trim(typed));
    if (dash == 4 && number.size() > 5 && number.size() < 9) number.insert(5, 9 - number.size(), '0');
    return first_of(store, "number = ?1", {number});
}

Result<std::vector<Incident>> incidents_of_state(Store& store, const std::string& state, std::int64_t limit) {
    auto rows = store.db.rows(
        "SELECT " + std::string(columns) + " FROM incidents WHERE (?1 = '' OR state = ?1) ORDER BY id DESC LIMIT ?2",
        {state, limit});
    if (!rows) return rows.failure();
    std::vector<Incident> out;
    for (const auto& row : *rows) out.push_back(incident_of(row));
    return out;
}

Status change_incident(Store& store, Incident& i, Event event) {
    ++i.revision;
    i.mac = mac_of(store.keys, i);
    event.held = state_word(i);
    auto done = store.db.run(
        "UPDATE incidents SET aware_at = ?2, closed_at = ?3, reminded = ?4, state = ?5, fields = ?6, evidence = ?7, "
        "notes = ?8,"
        " revision = ?9, mac = ?10 WHERE id = ?1",
        {i.id, i.aware_at, i.closed_at, i.reminded, i.state, i.fields, i.evidence, i.notes, i.revision, Blob{i.mac}});
    if (!done) return done.failure();
    auto put = append(store, std::move(event));
    if (!put) return put.failure();
    return Done{};
}

Status erase_incident(Store& store, Incident& i, std::string& words) {
    i.what = "erased by the retention schedule";
    i.fields = "{}";
    i.evidence = i.notes = "[]";
    i.opened_by.clear();
    i.state = "erased";
    ++i.revision;
    i.mac = mac_of(store.keys, i);
    words += " " + state_word(i);
    auto done = store.db.run(
        "UPDATE incidents SET what = ?2, opened_by = '', state = ?3, fields = ?4, evidence = ?5, notes = ?6, revision = ?7, mac = ?8 WHERE id = ?1",
        {i.id, i.what, i.state, i.fields, i.evidence, i.notes, i.revision, Blob{i.mac}});
    if (!done) return done.failure();
    return Done{};
}

std::string incident_line_short(const Store& store, const Incident& incident) { return dump(shown(store, incident)); }

std::string incident_line(const Store& store, const Incident& incident) {
    json j = shown(store, incident);
    const json said = parsed(incident.fields, json::object());
    j["register"] = json::array();
    for (const auto& field : register_fields())
        j["register"].push_back(
            {{"field", field.name}, {"words", field.words}, {"value", word_of(said, std::string(field.name).c_str())}});
    j["evidence"] = parsed(incident.evidence, json::array());
    j["notes"] = parsed(incident.notes, json::array());
    j["revision"] = incident.revision;
    j["as_recorded"] = is_untouched(store, incident);
    return dump(j);
}

Result<std::string> compare_incidents(Store& store, std::map<std::string, std::string>& states) {
    auto all = incidents_of_state(store, "", std::numeric_limits<std::int32_t>::max());
    if (!all) return all.failure();
    for (const auto& i : *all) {
        if (!is_untouched(store, i)) return "the incident " + i.number + " is not as it was recorded";
        const auto known = states.find("incident/" + i.number);
        if (known == states.end()) return "no event tells of the incident " + i.number;
        if (known->second != i.state + "." + std::to_string(i.revision))
            return "the incident " + i.number + " is " + i.state + "." + std::to_string(i.revision) +
                   ", by the events " + known->second;
        states.erase(known);
    }
    return std::string();
}

}  // namespace beadle::records
