// read_rule.h — one [[rule]] and one [[exception]], read into a draft that still knows where it stands.
//
// Takes    the file and the table in it.
// Gives    the draft; whatever is wrong in it alone is reported. What needs the other file (a base rule of that id, the
//          rule an exception names) is settled by read_policy().
// Runs in  session, cli. Never throws but std::bad_alloc.
#pragma once

#include <string>
#include <vector>

#include "base/strict_toml.h"
#include "policy/rule.h"

namespace beadle::policy {

struct RuleDraft {
    Rule rule;
    StrictTable table;               // where to report; valid as long as its StrictFile
    std::vector<std::string> given;  // keys that stand there
    bool tells_recipient = false;    // asked for by a word that 0.1 still takes and that does nothing
    bool flawed = false;             // something in it was reported already: what follows from that is not told twice
    bool gives(std::string_view key) const;
};
RuleDraft read_rule(StrictFile& file, StrictTable table);

// The council's draft over the base's rule of the same id: a key given replaces the whole of that key, the others are
// kept. action = "accept" switches the rule off: tell, add, alert, incident, journal and retain are then dropped too,
// unless the draft gives them again.
Rule overlay(const Rule& base, const RuleDraft& draft);

// Reports what makes a finished rule senseless: a missing clause, purpose, when or action; an action that stops mail
// with nothing that narrows it; watch together with always. `whole`: no base rule stands behind the draft.
void check_rule(const Rule& rule, RuleDraft& draft, bool whole);

struct ExceptionDraft {
    Exception exception;
    StrictTable table;
};
ExceptionDraft read_exception(StrictTable table);

}  // namespace beadle::policy
