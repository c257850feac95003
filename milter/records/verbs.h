// verbs.h — everything that a person may ask of the records: one table, whichever way they come.
//
// Takes    the person, and the arguments as one JSON object (argument_reader.h). A verb is named like the command line, with
//          a dot: "quarantine.release".
// Gives    read: answered at once from what is committed, in a few milliseconds. write: carried out in the transaction of its
//          batch; it reads its arguments before it changes anything. job: a long reading, by steps.
// Fails    malformed: the arguments make no sense; answered with exit code 2 and recorded as a refusal. Any other failure is
//          the store's (exit code 4). A refusal is no failure: exit code 1 with a sentence.
// Runs in  record. Never throws but std::bad_alloc.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "records/decisions.h"
#include "records/job.h"

namespace beadle::records {

struct Verb {
    std::string_view name;
    // Exactly one of them is set.
    Result<wire::Answer> (*read)(Store&, const Person&, const std::string& arguments) = nullptr;
    Result<Told> (*write)(Store&, const Person&, const std::string& arguments) = nullptr;
    Result<std::unique_ptr<Job>> (*job)(Store&, const Person&, const std::string& arguments) = nullptr;
};

// nullptr: there is none.
const Verb* verb_named(std::string_view name);
std::span<const std::span<const Verb>> all_verbs();

// One array for each topic, in verbs_TOPIC.cc.
std::span<const Verb> account_verbs();
std::span<const Verb> console_verbs();
std::span<const Verb> event_verbs();
std::span<const Verb> duty_verbs();
std::span<const Verb> incident_verbs();
std::span<const Verb> quarantine_verbs();
std::span<const Verb> suspension_verbs();
std::span<const Verb> session_verbs();
std::span<const Verb> content_verbs();
std::span<const Verb> hold_verbs();
std::span<const Verb> retention_verbs();
std::span<const Verb> request_verbs();

}  // namespace beadle::records
