// incidents.h — the register of personal-data breaches and what may be one: who knew what when, and what was done.
//
// Takes    what happened: a rule that says `incident`, a person, a member's mail to the report mailbox.
// Gives    one row an incident. Its clock runs 72 hours from `aware_at`; every change is an event, raises `revision`, and is
//          said in the event's column `held` as "incident/NUMBER:STATE.REVISION", so that verify can hold one against the
//          other; the row stands under the chain key besides. The same key twice is one incident; the same rule again
//          within a day joins the open one.
// Bounds   500 pieces of evidence, 500 notes, fields of 4000 octets each.
// Fails    as database.h. Never throws but std::bad_alloc.
// Runs in  record, within the caller's transaction.
// Source   UK GDPR Article 33(1), 33(5).
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "records/events.h"
#include "records/store.h"

namespace beadle::records {

constexpr Milliseconds hour = 60LL * 60 * 1000;
constexpr Milliseconds report_within = 72 * hour;
constexpr std::size_t most_evidence = 500, most_notes = 500, most_field = 4000;

struct Incident {
    std::int64_t id = 0;
    std::string number;  // "2026-0001"
    std::string key, origin, rule, what, opened_by;
    std::int64_t opened_at = 0, aware_at = 0, closed_at = 0;
    std::int64_t reminded = 0;                                 // hours after which the clerk was last reminded
    std::string state;                                         // open | closed | erased
    std::string fields = "{}", evidence = "[]", notes = "[]";  // JSON
    std::int64_t revision = 0;
    std::string mac;
};
template <class A>
void describe(A& a, Incident& v) {
    a(v.number, v.key, v.origin, v.rule, v.what, v.opened_by, v.opened_at, v.aware_at, v.closed_at, v.reminded, v.state,
      v.fields, v.evidence, v.notes, v.revision);
}

// A message that belongs to an incident: an event of ours, or one that a member reported and that may never have passed
// here.
struct Evidence {
    std::string gateway;
    std::int64_t event = 0;  // 0 = none of ours
    std::string reference;   // of a kept copy
    std::string message_id, sender, subject, sha256;
};

// What the register asks, in its order.
struct RegisterField {
    std::string_view name, words;
};
std::span<const RegisterField> register_fields();

struct NewIncident {
    std::string key;     // one incident for each
    std::string origin;  // rule | hand | report
    std::string rule;
    std::string what;
    std::string person;         // who opened it; "" = Beadle by its rules
    std::int64_t aware_at = 0;  // 0 = now
    std::vector<Evidence> evidence;
};
struct Opened {
    Incident incident;
    bool is_new = false;
};
Result<Opened> open_incident(Store& store, const NewIncident& wanted);
// `number` as a person types it: "2026-0001", "2026-1".
Result<std::optional<Incident>> find_incident(Store& store, const std::string& number);
Result<std::vector<Incident>> incidents_of_state(Store& store, const std::string& state,
                                                 std::int64_t limit);  // "" = any
bool is_untouched(const Store& store, const Incident& incident);
// Writes what was changed, with its event: kind, the person, details of the body.
Status change_incident(Store& store, Incident& incident, Event event);
// Joined to it unless it is there already; true when it was new.
bool add_evidence(Incident& incident, const Evidence& evidence);
std::vector<Evidence> evidence_of(const Incident& incident);

// {"has_messages":true,"messages":[{"words":…}]} for a notice, as a JSON object.
std::string messages_for_notice(const Incident& incident);
std::string incident_line(const Store& store, const Incident& incident);  // whole, as one JSON object
std::string incident_line_short(const Store& store, const Incident& incident);
// What it tells of persons and messages goes; number, rule, days, how it was opened and that it was closed stay. The word for the
// event that tells of it is added to `words`.
Status erase_incident(Store& store, Incident& incident, std::string& words);
// For verify: "" or what is wrong; takes its words out of `states`.
Result<std::string> compare_incidents(Store& store, std::map<std::string, std::string>& states);

}  // namespace beadle::records
