// verdicts.h — what session asks of the records: a verdict made durable, and what became of its reply.
//
// Takes    RecordVerdict with the message stored (or none when nothing is held); Amend.
// Gives    event, kept copies, notices, in the caller's transaction: all or nothing.
// Fails    as database.h; malformed: held parts without a message or recipients. Never throws but std::bad_alloc.
// Runs in  record.
// Source   ARCHITECTURE.md "Records": exactly once.
#pragma once

#include <optional>

#include "records/store.h"
#include "wire/messages.h"

namespace beadle::records {

// `message` is the row of the stored message, 0 = there is none. `destroyed`: an answer destroyed one, and forget_deleted() is
// due after the commit.
Result<wire::Recorded> record_verdict(Store& store, const wire::RecordVerdict& verdict, std::int64_t message,
                                      bool& destroyed);

struct AmendResult {
    bool good = false;       // false: it may no longer be amended so
    bool destroyed = false;  // a message was destroyed: forget_deleted() is due after the commit
};
Result<AmendResult> amend(Store& store, const wire::Amend& amendment);

}  // namespace beadle::records
