// holds.h — legal holds: what may not be destroyed, whatever a timer or a person says.
//
// Takes    case, reason, and what it reaches: people (addresses, or @domain), a first and a last day, terms. Within people
//          and within terms one is enough; people, days and terms that are given must all fit. Terms are looked for in the
//          addresses, the subject and the names of attachments, in any case, and in the text of what is kept (hold_texts.h):
//          what was not looked through yet, or could not be read whole, counts as on hold and says so.
// Gives    the holds that are on a kept message or an event now; so they reach new mail too. A hold is lifted by two
//          persons, one of an open request only with the request.
// Fails    misconfigured: the holds are not as they were saved; then nothing counts as free. As database.h.
// Runs in  record. Never throws but std::bad_alloc.
// Source   FOIA 2000 s.77; EIR 2004 reg 19; DPA 2018 s.173.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "records/decisions.h"
#include "records/events.h"
#include "records/held.h"
#include "records/hold_marks.h"
#include "records/matters.h"

namespace beadle::records {

struct Hold {
    std::string case_name, reason, person;   // who placed it
    std::vector<std::string> people, terms;  // folded
    std::string from, to, review;            // days, YYYY-MM-DD; "" = open
    std::string request;                     // that placed it; "" = a person did
    std::string lift_person, lift_reason;    // who asked first that it be lifted
};
Hold hold_of(const Matter& matter);
std::string body_of(const Hold& hold);

// What a hold is held against.
struct HoldSubject {
    std::int64_t at = 0;
    std::vector<std::string> addresses;  // folded
    std::string words;                   // addresses, subject, attachment names: lower case, a line each
    std::string gateway;
    std::int64_t event = 0;  // of the verdict
    std::int64_t held = 0;   // the kept copy; 0 = it is the event itself
};
bool reaches(const Hold& hold, const HoldSubject& subject);  // by people and days
bool bears_a_term(const Hold& hold, const HoldSubject& subject);
struct HoldReading {
    std::string reference;
    Hold hold;
    std::int64_t upto = 0;
};
Result<std::vector<HoldReading>> holds_with_terms(Store& store);
HoldSubject subject_of(const Event& verdict);
Result<HoldSubject> subject_of(Store& store, const Held& held);

// All that are in force, read once for many subjects; with the messages that open requests have in their review sets.
class HoldsInForce {
  public:
    static Result<HoldsInForce> read(Store& store);
    bool none() const { return holds_.empty() && items_.empty(); }
    std::vector<std::string> on(const HoldSubject& subject) const;  // references; empty = none

  private:
    std::string by_text(const std::string& reference, const Hold& hold, const HoldSubject& subject) const;
    std::vector<std::pair<std::string, Hold>> holds_;
    std::map<std::string, HoldMark> marks_;
    HoldTextsFound found_;
    std::set<std::pair<std::pair<std::string, std::int64_t>, std::string>> items_;
};
// The names of the holds on a kept message: "H-3 (case 2026/14)".
Result<std::vector<std::string>> holds_on(Store& store, std::int64_t held);
Result<bool> is_on_hold(Store& store, std::int64_t held);
std::string held_back_by(const std::vector<std::string>& holds);  // "is on legal hold: H-3 (…)"

Result<Told> add_hold(Store& store, const Person& person, const Hold& hold);
// The matter of a new hold, within the transaction of the event that tells of it.
Result<Matter> place_hold(Store& store, const Hold& hold, std::string& moves);
Status end_hold(Store& store, Matter& matter, const std::string& person, std::string& moves);
Result<Told> lift_hold(Store& store, const Person& person, const std::string& reference, const std::string& reason);

}  // namespace beadle::records
