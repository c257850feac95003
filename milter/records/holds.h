// holds.h — legal holds: what is kept whatever its time says.
//
// Gives    whether a hold keeps this copy. There are no holds yet.
// Fails    as database.h. Never throws but std::bad_alloc.
// Runs in  record, within the caller's transaction.
#pragma once

#include "records/store.h"

namespace beadle::records {

Result<bool> is_on_hold(Store& store, std::int64_t held);

}  // namespace beadle::records
