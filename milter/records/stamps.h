// stamps.h — the proof that a message at a release listener was sent by beadle-mail for a person who may.
//
// Takes    the work it is for, the content hash, sender and recipients it is bound to; what the listener was shown.
// Gives    a token of 32 random octets in hex; the store keeps its SHA-256. issued -> seen (queue id) -> settled. Used
// once:
//          shown contents must agree, the sender too, the recipients be some of those bound (the MTA may have refused
//          others).
// Bounds   good for an hour; a new stamp for the same work ends the one before.
// Fails    as database.h. Never throws but std::bad_alloc.
// Runs in  record, within the caller's transaction.
#pragma once

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

// Ends the stamps of the work. Gives the queue id under which the last one was seen; "" = it was not.
struct StampEnd {
    bool seen = false;
    std::string queue_id;
};
Result<StampEnd> end_stamps(Store& store, std::int64_t work);

}  // namespace beadle::records
