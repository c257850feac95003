// figures.h — numbers about the gateway for monitoring: the verb "figures".
//
// Gives    one JSON object: outcomes (all verdicts since this process began to count and those before, by a count that goes on),
//          ages in seconds, what judging took, coverage of the last day, lag of what goes out.
// Bounds   a few milliseconds: what is summed is at most the last thousand verdicts.
// Fails    as database.h. Never throws but std::bad_alloc.
// Runs in  record.
#pragma once

#include "records/store.h"
#include "wire/messages.h"

namespace beadle::records {

Result<wire::Answer> figures(Store& store);

}  // namespace beadle::records
