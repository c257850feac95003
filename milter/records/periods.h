// periods.h — what was told for a day, a month, a year: one for each by its name, whatever stops or is done twice.
//
// Gives    begun(): where a count that takes several steps has come to; settled(): it was told, or nothing had to be.
// Fails    as database.h. Never throws but std::bad_alloc.
// Runs in  record, within the caller's transaction.
#pragma once

#include <string>

#include "records/store.h"

namespace beadle::records {

struct PeriodTold {
    bool settled = false;
    std::int64_t next_event = 0;
    std::string tally;
};
Result<PeriodTold> told_of(Store& store, const std::string& kind, const std::string& period);
Status note_step(Store& store, const std::string& kind, const std::string& period, std::int64_t next_event,
                 const std::string& tally);
Status settle_period(Store& store, const std::string& kind, const std::string& period);

}  // namespace beadle::records
