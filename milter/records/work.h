// work.h — what beadle-mail has to send: given out on a lease, settled by the replies it read.
//
// Takes    TakeWork, RenewWork and SettleWork. Gives work with a fresh stamp; a lease that ran out counts as sent without a
//          reply. Of each recipient, by the reply for it (else by the one after the final dot):
//              2xx                        released
//              4xx, or nothing was sent   again later, under a new stamp; after five days kept again, with the reply
//              5xx                        kept again, with the reply
//              no reply                   again under a new stamp, recorded as "may have arrived twice", with the queue id
//                                         under which the stamp was seen; after three such tries with the stamp seen kept
//                                         again, as "may have arrived"
//          A try whose lease ended may still be told of: 2xx releases, anything else ends the doubt about it.
// Fails    as database.h. Never throws but std::bad_alloc.
// Runs in  record, within the caller's transaction.
// Source   ARCHITECTURE.md "Records": release.
#pragma once

#include <map>
#include <optional>

#include "records/store.h"
#include "wire/messages.h"

namespace beadle::records {

// From the handing over; renewed by beadle-mail while its dialogue lives, however long that is.
constexpr Milliseconds lease_time = 75 * 1000;
static_assert(lease_time > 3 * wire::RenewWork::renew_every);
constexpr Milliseconds unclear_delay = 15 * 1000;
constexpr std::int64_t unclear_most = 3;  // copies that a recipient may get of one release, at the worst
constexpr Milliseconds give_up_after = 5LL * 24 * 60 * 60 * 1000;

struct TakenWork {
    wire::Work work;
    std::int64_t message = 0;  // to be unsealed and sent along; 0 = none
    std::string trace;
    bool separately = false;  // To and Cc are to name its recipient alone; the stamp is made when that is done
    std::string content_hash; // of what is sent otherwise
    std::int64_t event = 0;   // of the verdict it goes back to
};
Result<std::optional<TakenWork>> take_work(Store& store);
// False: there is no such work.
Result<bool> settle_work(Store& store, const wire::SettleWork& how);
Status renew_lease(Store& store, std::int64_t work);
// The message cannot be opened: kept again for its recipients, never tried in a loop.
Status fail_work(Store& store, std::int64_t work, const std::string& why);
Result<wire::NoticeStamp> stamp_notice(Store& store, const wire::StampNotice& asked);

// Separately: a piece of work for each. Instead: to this address, of a recipient by its number.
Status add_release(Store& store, std::int64_t held, const std::vector<std::int64_t>& recipients, const std::string& person,
                   bool separately, const std::map<std::int64_t, std::string>& instead = {});
// When the next work or notice is due, or a lease ends; nullopt = nothing waits.
Result<std::optional<Milliseconds>> next_due(Store& store);
Milliseconds back_off(std::int64_t tries);

}  // namespace beadle::records
