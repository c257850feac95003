// acts.h — what the acts of persons on a kept message share: their events, refusals, and the second person.
//
// Takes    who acts, on which kept message, why.
// Gives    an event of the act; a refusal with its event; how many persons have asked for just the same.
// Fails    as database.h. Never throws but std::bad_alloc.
// Runs in  record, within the caller's transaction.
#pragma once

#include <string>
#include <vector>

#include "records/decisions.h"
#include "records/events.h"
#include "records/held.h"

namespace beadle::records {

using Details = std::vector<std::pair<std::string, std::string>>;

Event act_event(const Person& person, const char* kind, const Held* held, const std::string& reason, Details more = {});
// Exit code 1 with the sentence; the try is an event too.
Result<Told> refused_act(Store& store, const Person& person, const std::string& verb, const Held* held,
                         const std::string& why);

// What needs a second person: `approved` is the kind of event of a first one, `done` that of the act itself. Persons
// who asked for the same `what` since it was last done and within seven days, each by the last word, the one who asks now
// included. Read in the chain, so that nobody without the keys can put in a second person. As soon as there are accounts of
// the console all accounts of the command line count as one person (design: second persons sign in).
struct TwoPersons {
    const char* approved;
    const char* done;
};
Result<std::int64_t> persons_asking(Store& store, const Person& person, const Held& held, const TwoPersons& kinds,
                                    const std::string& what);
// Why these two are not two persons: an account that was invited or reset within seven days counts for nobody else than who made
// the link, and all accounts of the command line are one once somebody signs in to the console. "" = they are two.
Result<std::string> why_not_two(Store& store, const Person& second, const std::string& first);
// Notes the first of two: an event, and exit code 1 that says so.
Result<Told> first_of_two(Store& store, const Person& person, const Held& held, const TwoPersons& kinds,
                          const std::string& what, const std::string& reason, const char* act_in_words,
                          const std::string& recipients = "");

// The case by its reference, unchanged since it was recorded; `problem` says why not.
struct FoundCase {
    std::optional<Held> held;
    std::string problem;
};
Result<FoundCase> find_case(Store& store, const std::string& reference);

}  // namespace beadle::records
