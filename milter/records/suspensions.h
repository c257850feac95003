// suspensions.h — a sender's mail to addresses outside is stopped for a while: asked by one person, approved by another.
//
// Takes    the mailbox of a member, the reason, the end.
// Gives    asked -> active -> lifted | ended;  asked -> withdrawn. Each change is an event, raises `revision` and is said in its
//          column `held` as "suspension/ID:STATE.REVISION"; the row stands under the chain key. standing() is what session asks
//          before it judges mail from inside. Past its end a suspension holds nobody up, whatever its row says.
// Bounds   a year at most.
// Fails    as database.h; standing(): a row that is not as it was recorded is `unavailable`, so that mail waits. Never throws but
//          std::bad_alloc.
// Runs in  record, within the caller's transaction.
// Source   controls T19/B14.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "records/decisions.h"
#include "records/due.h"
#include "records/store.h"
#include "wire/council.h"

namespace beadle::records {

struct Suspension {
    std::int64_t id = 0;
    std::string address;  // folded
    std::string reason, asked_by;
    std::int64_t asked_at = 0;
    std::string approved_by;
    std::int64_t approved_at = 0, until_at = 0;
    std::string state;  // asked | active | lifted | ended | withdrawn
    std::string ended_by;
    std::int64_t ended_at = 0;
    std::string end_reason;
    std::int64_t revision = 0;
    std::string mac;
};
template <class A>
void describe(A& a, Suspension& v) {
    a(v.id, v.address, v.reason, v.asked_by, v.asked_at, v.approved_by, v.approved_at, v.until_at, v.state, v.ended_by,
      v.ended_at, v.end_reason, v.revision);
}

Result<Told> ask_suspension(Store& store, const Person& person, const std::string& arguments);
Result<Told> approve_suspension(Store& store, const Person& person, const std::string& arguments);
Result<Told> lift_suspension(Store& store, const Person& person, const std::string& arguments);
Result<wire::Answer> list_suspensions(Store& store, const Person& person, const std::string& arguments);

Result<wire::Standing> standing(Store& store, const std::vector<std::string>& addresses);
Result<std::vector<Suspension>> suspensions_of_state(Store& store, const std::string& state);  // "" = any
Result<std::string> compare_suspensions(Store& store, std::map<std::string, std::string>& states);

}  // namespace beadle::records
