// change.h — one message judged twice: what a draft would do otherwise.
//
// Takes    the judgements of the same message, by what runs and by the draft.
// Gives    the verdict of each recipient before and after, the rules that act and the findings that only one of them
// has.
//          A finding that changed its confidence, count or sample is both lost and gained; its evidence alone is no
//          change.
// Runs in  cli. A pure function. Never throws but std::bad_alloc.
// Source   FORMATS.md "beadle policy replay".
#pragma once

#include <string>
#include <vector>

#include "cli/judge.h"
#include "cli/layout.h"

namespace beadle::cli {

struct RecipientChange {
    std::string address;
    Action before = Action::accept, after = Action::accept;
};

struct Change {
    std::string file;
    Action before = Action::accept, after = Action::accept;  // the strongest
    std::vector<RecipientChange> recipients;                 // all of them
    std::vector<std::string> rules_gained, rules_lost;       // "id", "id (watching)"
    std::vector<Finding> findings_gained, findings_lost;
    bool changes_verdict() const;
    bool any() const;
};

Change change_of(const Judged& before, const Judged& after);

std::string change_as_text(const Change& change, const Look& look);  // "" when nothing changed
std::string change_as_json(const Change& change);                    // one line without its end

// "stopped": the mail does not arrive as things are.
bool is_stopped(Action action);

}  // namespace beadle::cli
