// walk_jobs.h — many stored messages read by view workers, one after the other: a search in their content, a replay.
//
// Takes    the person, which messages (the filters of a list), why; the words, or nothing.
// Gives    before each hundred an event with their references ("content-searched", "content-replayed"), so that no
// message
//          is read that the chain does not tell of. search: a "found" line for each with the words in it, "progress"
//          lines, a "summary". replay: an "inspection" line for each (octets of the wire's Inspection and Envelope in
//          base64). try: a line for each that a version of the policy would judge otherwise. A message that cannot be read whole says so; one that is changed or destroyed is counted as unread.
// Bounds   10 000 messages; memory of one message at a time. Ends when who asked is gone.
// Fails    as job.h. Never throws but std::bad_alloc.
// Runs in  record.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "records/arguments.h"
#include "records/held.h"
#include "records/job.h"

namespace beadle::records {

struct WalkArguments {
    ListArguments which;
    bool both = false;           // held and journalled
    std::string why, reference;  // the request or case it is read for
    std::vector<std::string> words;
    std::int64_t from = 0;         // so many of them were walked over before
    std::int64_t most_ms = 0;      // ends after so long, and the summary says where to go on; 0 = when all are read
};
// What tries a version of the policy: a line for a message that it would judge otherwise, "" for any other.
struct MessageJudge {
    virtual ~MessageJudge() = default;
    virtual std::string line(const Held& held, const Inspection& inspection) const = 0;
};
std::unique_ptr<Job> search_content(const Person& person, WalkArguments wanted);
std::unique_ptr<Job> replay_stored(const Person& person, WalkArguments wanted);
std::unique_ptr<Job> try_stored(const Person& person, WalkArguments wanted, std::unique_ptr<MessageJudge> judge);

}  // namespace beadle::records
