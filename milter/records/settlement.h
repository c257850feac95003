// settlement.h — what the replies that beadle-mail read mean for each recipient of a release, and for a notice.
//
// Takes    what beadle-mail tells of a try; its stamp says which. Tries whose lease ended may be told of late.
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
    bool in_doubt = false;  // the MTA may have all of it, and no reply was read
};
// `before`: tries that the MTA had begun to take, and none of whose replies was read.
std::string reply_words(std::uint32_t code, const std::string& words);
SortedOut sort_out(const std::vector<HeldRecipient>& people, const wire::SettleWork& how, const Try& mine,
                   std::int64_t before);

// The lease ended: as if it had sent everything and read nothing.
Status settle_silent(Store& store, std::int64_t work);
// It never went out to beadle-mail: to be given out again, in no doubt.
Status take_back(Store& store, std::int64_t work, const std::string& why);

// The recipients a piece of release work is for, with their corrected addresses.
Result<std::vector<HeldRecipient>> work_people(Store& store, std::int64_t work, std::int64_t held);

}  // namespace beadle::records
