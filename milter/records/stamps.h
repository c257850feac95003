// stamps.h — the proof that a message at a release listener was sent by beadle-mail for a person who may.
//
// Takes    the work it is for, the content hash, sender and recipients it is bound to; what the listener was shown.
// Gives    a token of 32 random octets in hex; the store keeps its SHA-256. Used once: shown contents must agree, the sender
//          too, the recipients be some of those bound (the MTA may have refused others).
//              issued -> seen (queue id) -> settled   by the reply that beadle-mail read
//                                        -> unclear   none was read: it may have arrived; settled when one is told later
// Bounds   good for an hour; a new stamp for the same work ends the one before.
// Fails    as database.h. Never throws but std::bad_alloc.
// Runs in  record, within the caller's transaction.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "records/store.h"
#include "wire/messages.h"

namespace beadle::records {

constexpr Milliseconds stamp_life = 60 * 60 * 1000;

struct StampFor {
    std::int64_t work = 0;
    std::string content_hash, sender;
    std::vector<std::string> recipients;
    std::int64_t event = 0;  // of the verdict that it goes back to
};
Result<std::string> issue_stamp(Store& store, const StampFor& what);
Result<wire::StampAnswer> check_stamp(Store& store, const wire::CheckStamp& shown);

// One try to send, by the stamp it was sent under.
struct Try {
    std::int64_t stamp = 0;  // 0 = it had none
    bool seen = false;
    std::string queue_id;  // under which it was seen
    bool newest = true;    // of its work
};
// Withdraws the stamp of the work that is issued or seen, and gives its try.
Result<Try> end_stamps(Store& store, std::int64_t work);
Result<Try> try_of(Store& store, std::int64_t work, const std::string& token);
Status set_stamp(Store& store, std::int64_t stamp, const char* state);

// Tries of the work that the MTA had begun to take and whose end is not known.
Result<std::int64_t> unclear_tries(Store& store, std::int64_t work);
// Recipients (folded) of tries to release the case whose end is not known.
Result<std::set<std::string>> in_doubt_to(Store& store, std::int64_t held);
// Whether the end of any try to release the case is not known.
Result<bool> is_in_doubt(Store& store, std::int64_t held);

}  // namespace beadle::records
