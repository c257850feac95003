// settlement.h — what the replies that beadle-mail read mean for each recipient of a release, and for a notice.
//
// Gives    sort_out(): pure. Released, to be tried again, or kept again, for each recipient (work.h has the table).
// Runs in  record.
#pragma once

#include "records/held.h"
#include "records/stamps.h"
#include "wire/messages.h"

namespace beadle::records {

enum class Ending : std::uint8_t { released, again, kept };

struct RecipientEnding {
    std::int64_t number = 0;
    Ending ending = Ending::again;
    std::string note;
};
struct SortedOut {
    std::vector<RecipientEnding> recipients;
    bool may_arrive_twice = false;  // sent, no reply, stamp never seen: it goes again
};
SortedOut sort_out(const std::vector<HeldRecipient>& people, const wire::SettleWork& how, const StampEnd& stamp);

// The recipients a piece of release work is for.
Result<std::vector<HeldRecipient>> work_people(Store& store, std::int64_t work, std::int64_t held);

}  // namespace beadle::records
