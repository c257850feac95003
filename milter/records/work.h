// work.h — what beadle-mail has to send: given out on a lease, settled by the replies it read.
//
// Takes    TakeWork and SettleWork. Gives work with a fresh stamp; a lease that ran out counts as sent without a reply.
//          Of each recipient, by the reply for it (else by the one after the final dot):
//              2xx                        released
//              4xx, or nothing was sent   again later, under a new stamp; after five days kept again, with the reply
//              5xx                        kept again, with the reply
//              no reply, stamp was seen   released: the MTA has it under that queue id
//              no reply, stamp not seen   again, recorded as "may have arrived twice"
// Fails    as database.h. Never throws but std::bad_alloc.
// Runs in  record, within the caller's transaction.
// Source   ARCHITECTURE.md "Records": release.
#pragma once

#include <optional>

#include "records/store.h"
#include "wire/messages.h"

namespace beadle::records {

constexpr Milliseconds lease_time = 75 * 1000;  // longer than the longest dialogue of beadle-mail (60 s)
constexpr Milliseconds unclear_delay = 15 * 1000;
constexpr Milliseconds give_up_after = 5LL * 24 * 60 * 60 * 1000;

struct TakenWork {
    wire::Work work;
    std::int64_t message = 0;  // to be unsealed and sent along; 0 = none
    std::string trace;
};
Result<std::optional<TakenWork>> take_work(Store& store);
// False: there is no such work.
Result<bool> settle_work(Store& store, const wire::SettleWork& how);
// The message cannot be opened: kept again for its recipients, never tried in a loop.
Status fail_work(Store& store, std::int64_t work, const std::string& why);
Result<wire::NoticeStamp> stamp_notice(Store& store, const wire::StampNotice& asked);

Result<std::int64_t> add_release(Store& store, std::int64_t held, const std::vector<std::int64_t>& recipients,
                                 const std::string& person);
// When the next work or notice is due, or a lease ends; nullopt = nothing waits.
Result<std::optional<Milliseconds>> next_due(Store& store);
Milliseconds back_off(std::int64_t tries);

}  // namespace beadle::records
