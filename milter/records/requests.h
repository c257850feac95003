// requests.h — requests for information and complaints: their clock, their hold, what was searched, what goes out.
//
// Takes    kind (sar, foi, eir, complaint, dp-complaint), name, identifiers, the day it came; then what happens to it.
// Gives    a matter "R-1" whose body is JSON of the fields below, and events about it. While it is open a hold of its own is
//          on all that its identifiers match, and on every message of its review set. Two persons close it.
// Fails    as matters.h. Runs in  record, within the caller's transaction. Never throws but std::bad_alloc.
// Source   base/duties.h.
#pragma once

#include "base/duties.h"
#include "records/matter_acts.h"
#include "records/holds.h"

namespace beadle::records {

struct Request {
    DutyFacts facts;
    std::string name, contact;
    std::vector<std::string> identifiers;
    std::string hold;                      // its reference
    std::string opened_by, extend_reason;
    std::string acknowledged, closed, outcome, close_person, due_when_closed;
};
Request request_of(const Matter& matter);
std::string body_of(const Request& request);
DutyClock clock_of(const Store& store, const Matter& matter, const Request& request);
std::string clock_json(const Store& store, const Matter& matter, const Request& request);  // an object

// What a person decided of a message of the review set.
constexpr std::initializer_list<const char*> review_words = {"include", "exclude", "redact", "third-party", "privileged", "casework"};

Result<Told> open_request(Store& store, const Person& person, Request request);
struct RequestAct {
    std::string id, reason, on;  // on: the day it happened; "" = today
    bool for_fee = false;
    std::int64_t item = 0;
    std::string decision;
    std::vector<std::string> strings;  // to be taken out
};
Result<Told> pause_request(Store& store, const Person& person, const RequestAct& act);
Result<Told> resume_request(Store& store, const Person& person, const RequestAct& act);
Result<Told> show_id_of_request(Store& store, const Person& person, const RequestAct& act);
Result<Told> extend_request(Store& store, const Person& person, const RequestAct& act);
Result<Told> acknowledge_request(Store& store, const Person& person, const RequestAct& act);
Result<Told> note_request(Store& store, const Person& person, const RequestAct& act);
Result<Told> review_request(Store& store, const Person& person, const RequestAct& act);
Result<Told> note_pack(Store& store, const Person& person, const RequestAct& act);
Result<Told> close_request(Store& store, const Person& person, const RequestAct& act);

}  // namespace beadle::records
