// policy_versions.h — the policy as persons change it: numbered versions, who proposed and adopted which, and what serves.
//
// Takes    a whole text of the policy with the reason and the reference of the minute; then its number, to adopt it.
// Gives    propose: the text checked as `beadle policy check` does (council/council_files.h), with every error at once, and what
//          always holds held against the operator's file; stored under a number, changing nothing yet. adopt: checked again
//          and made the one that is to serve; 0 is the operator's file, and an earlier number restores that version. Each is an
//          event, and so is what was refused.
//          adopted(): what is to serve, for the file that beadled reads (process.h). One person may do both: a version can weaken
//          nothing that always holds, needs a fresh log-in at the console, and stands in history, events and status.
// Bounds   most_policy_version octets a text; most_proposals versions a day.
// Fails    as database.h. A text with errors is exit code 3, each a line of the answer. A row that another hand changed is
//          `unavailable`. Never throws but std::bad_alloc.
// Runs in  record, within the caller's transaction.
// Source   decision 0015.
#pragma once

#include <memory>
#include <optional>
#include <span>

#include "records/decisions.h"
#include "records/store.h"
#include "records/verbs.h"
#include "settings/policy_in_force.h"

namespace beadle::records {

constexpr std::int64_t most_proposals = 200;

Result<Told> propose_policy(Store& store, const Person& person, const std::string& arguments);
Result<Told> adopt_policy(Store& store, const Person& person, const std::string& arguments);
Result<wire::Answer> check_policy(Store& store, const Person& person, const std::string& arguments);
Result<wire::Answer> list_policies(Store& store, const Person& person, const std::string& arguments);
Result<wire::Answer> show_policy(Store& store, const Person& person, const std::string& arguments);

// What a version would have done otherwise with what is kept, read by view workers (walk_jobs.h): a "change" line for each message, at
// the end a "summary"; after most_trial_ms it says in `next` where to go on. In policy_trial.cc.
constexpr std::int64_t most_trial_ms = 10'000;
Result<std::unique_ptr<Job>> try_policy(Store& store, const Person& person, const std::string& arguments);
// "3", "file" and 0, "current"; nothing: it is none of these.
Result<std::optional<std::int64_t>> number_named(Store& store, const std::string& word);
// The text of that version; nothing: there is none. 0 is the operator's file.
Result<std::optional<std::string>> policy_text(Store& store, std::int64_t id);

// The files of patterns and words; of one that is named its entries with their samples. In policy_signatures.cc.
Result<wire::Answer> show_signatures(Store& store, const Person& person, const std::string& arguments);

std::span<const Verb> policy_verbs();  // verbs_policy.cc

// What was adopted last; number 0: the operator's file.
Result<PolicyInForce> adopted(Store& store);

}  // namespace beadle::records
