// deliveries.h — the second phase of a message: what the mail server said of its delivery, as events about the verdict.
//
// Takes    wire::Deliveries, read by beadle-mail in the mail server's log: hostile text in it, so only what names a queue id
//          and a recipient of a verdict (or a release) of this gateway in the last 14 days counts.
// Gives    one event of kind "delivery" for each new result of a recipient (outcome: sent, deferred, bounced, expired); the same
//          result said again makes none. A pending copy whose verdict the log shows becomes held. The cursor is kept in the same
//          transaction.
// Fails    as database.h. Never throws but std::bad_alloc.
// Runs in  record, within the caller's transaction.
#pragma once

#include "records/store.h"
#include "wire/delivery.h"

namespace beadle::records {

constexpr std::int64_t delivery_window = 14LL * 24 * 60 * 60 * 1000;

Result<wire::DeliveriesRecorded> record_deliveries(Store& store, const wire::Deliveries& said);

}  // namespace beadle::records
