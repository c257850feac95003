// events.h — the append-only chain of events: what was decided, what became of it, what persons did.
//
// Takes    a draft: kind, outcome, whom and what it is about, the body as one JSON object.
// Gives    its number, one more than the last of this gateway. Each row bears an HMAC under the chain key over the MAC
//          of the row before it, its number and all its columns, those about persons by a digest under the row's own salt. Rows are never changed but by a run of destruction
//          (retention.h), which takes those columns and the salt and is itself in the chain. A mark under the same key names the
//          last one: where rows are cut off at the end, the next number leaves a gap.
// Bounds   a body of at most most_event_body octets: that of a verdict has its lists cut and says so.
// Fails    as database.h. Never throws but std::bad_alloc.
// Runs in  record, within the caller's transaction.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "records/store.h"
#include "wire/messages.h"

namespace beadle::records {

constexpr std::size_t most_event_body = 512u << 10;

struct Event {
    std::string gateway;
    std::int64_t seq = 0, at = 0;
    std::string kind;  // verdict heard void release-asked release-approved released release-failed …: FORMATS.md
    std::string outcome;
    std::int64_t about = 0;                                                // number of the event it amends, 0 = none
    std::string person;                                                    // Unix account; "" = Beadle itself
    std::string queue_id, message_id, sender, recipients, rules, subject;  // printable; recipients a line each
    std::string held;  // "7k2m-9xdq:held …" the states that kept messages came to by this event
    std::string body = "{}";
    // Message-ID, sender, recipients, subject and body are in the chain by their digest under the row's own salt: a run of
    // destruction takes out both they and the salt, and what is left follows from the row before as it did.
    std::string salt, digest;
};
template <class A>
void describe(A& a, Event& v) {
    a(v.gateway, v.seq, v.at, v.kind, v.outcome, v.about, v.person, v.queue_id, v.message_id, v.sender, v.recipients,
      v.rules, v.subject, v.held, v.body);
}

// Number, time and gateway are filled in.
Result<std::uint64_t> append(Store& store, Event event);
std::string chain_mac(const Keys& keys, const std::string& before, const Event& event);
// What the columns of a person hash to; what is stored of a row that still has its salt, or of one that was erased.
std::string personal_digest(const Event& event);
bool is_erased(const Event& event);
bool is_told_whole(const Event& event);  // they are as they were written, or gone together with their salt
// True when the row is as it was written and the one before it is there.
Result<bool> is_in_chain(Store& store, const Event& event, const std::string& mac);

// The end of a gateway's chain as its mark has it.
struct ChainEnd {
    std::int64_t seq = 0;
    std::string mac = std::string(32, '\0');  // what the next row follows; the first one follows zeros
};
// Nothing: there is no mark, or not one of ours.
Result<std::optional<ChainEnd>> marked_end(Store& store, const std::string& gateway);

// The columns in the order of `event_columns`, as Event; the MAC is the last column of the row.
extern const char* const event_columns;
Event event_of(const Row& row);

Event verdict_event(const wire::RecordVerdict& verdict, const std::vector<std::string>& references);
// One line of an answer: the body with number, time, kind and the rest put in.
std::string event_line(const Event& event);

// {"key":"value",…} of texts, escaped; invalid UTF-8 is replaced.
std::string json_texts(const std::vector<std::pair<std::string, std::string>>& pairs);
std::string joined_printable(const std::vector<std::string>& list);  // a line each, bounded

}  // namespace beadle::records
