// expiry.h — kept copies whose days are over: the clerk is warned first, then the key is destroyed.
//
// Takes    Store::expiry: days by reason; the address that is warned. 0 days: this timer does not end them (the
// journal: its
//          retention class does).
// Gives    warn_of_expiry(): one notice for all that end within warn_days, once each. expire_kept(): state `expired`
// with an
//          event that names the schedule, the message destroyed; of released copies only the message. What is on hold
//          or on its way stays, and is looked at again. Nothing ends within a day of its warning.
// Bounds   one piece a call: 200 rows read, 20 ended.
// Fails    as due.h. Runs in record. Never throws but std::bad_alloc.
#pragma once

#include "records/due.h"

namespace beadle::records {

Result<DueDone> warn_of_expiry(Store& store);
Result<DueDone> expire_kept(Store& store);
// Days that a copy is kept, by its reason and what was found in it.
std::int64_t days_of(const ExpiryDays& days, const std::string& reason, const std::string& kinds);

}  // namespace beadle::records
