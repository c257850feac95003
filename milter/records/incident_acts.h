// incident_acts.h — what persons do with incidents, and what opens one by rule, by release and by a member's report.
//
// Takes    arguments as JSON; verdicts and releases as they are recorded.
// Gives    events and rows as incidents.h; a refusal says what is missing (exit code 1).
// Fails    as database.h; malformed: the arguments make no sense. Never throws but std::bad_alloc.
// Runs in  record, within the caller's transaction.
// Source   UK GDPR Article 33.
#pragma once

#include "records/decisions.h"
#include "records/held.h"
#include "records/incidents.h"
#include "wire/messages.h"

namespace beadle::records {

Result<Told> open_by_hand(Store& store, const Person& person, const std::string& arguments);
Result<Told> set_fields(Store& store, const Person& person, const std::string& arguments);
Result<Told> add_note(Store& store, const Person& person, const std::string& arguments);
Result<Told> close_incident(Store& store, const Person& person, const std::string& arguments);
Result<Told> reopen_incident(Store& store, const Person& person, const std::string& arguments);
// The pack's manifest enters the chain, and so the next head of it.
Result<Told> note_export(Store& store, const Person& person, const std::string& arguments);

// By the rules that say `incident = true` and matched in force.
Status incidents_by_rule(Store& store, const wire::RecordVerdict& verdict, const wire::Recorded& recorded);
// A member forwarded mail to the report mailbox: what it shows of the originals is the evidence; they are thanked.
Status incident_by_report(Store& store, const wire::RecordVerdict& verdict, const wire::Recorded& recorded);
// By the rules that say `incident = "released"`: what they had kept back is let out by `who`.
Status incident_by_release(Store& store, const Held& held, const std::string& person, const std::string& how);

}  // namespace beadle::records
