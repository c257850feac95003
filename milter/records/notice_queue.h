// notice_queue.h — notices from the verdict until they are sent: one for each key, few to each address.
//
// Takes    the notices of a verdict, in words; references are put where Notice::reference_mark stands.
// Gives    they wait until the reply is known to be heard, five minutes at most; those of a void record are dropped as
// if
//          never made. At most notices_an_hour to one address in any hour; the rest become one summary when the hour
//          allows. Alerts do not wait and have an hourly share of their own.
// Fails    as database.h. Never throws but std::bad_alloc.
// Runs in  record, within the caller's transaction.
#pragma once

#include <optional>

#include "records/store.h"
#include "wire/messages.h"

namespace beadle::records {

constexpr Milliseconds notice_wait = 5 * 60 * 1000;
constexpr Milliseconds notice_window = 60 * 60 * 1000;

Status add_notices(Store& store, const std::vector<wire::Notice>& notices, const wire::Recorded& recorded);
// One of the records' own: due at once. Where the key is there already nothing is done.
Status add_own_notice(Store& store, const wire::Notice& notice);
// Both give how many they concerned.
Result<std::int64_t> release_notices(Store& store, std::int64_t event);
Result<std::int64_t> drop_notices(Store& store, std::int64_t event);

struct DueNotice {
    std::int64_t id = 0, event = 0;
    wire::Notice notice;
    std::int64_t attached = 0;  // kept copy whose message goes along; 0 = none
};
// The next one that may be sent now; marks it as taken.
Result<std::optional<DueNotice>> take_notice(Store& store);
Result<std::optional<DueNotice>> notice_of(Store& store, std::int64_t id);
Status end_notice(Store& store, std::int64_t id, bool sent);

}  // namespace beadle::records
