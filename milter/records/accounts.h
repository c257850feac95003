// accounts.h — the persons who may sign in to the console: made, set up, reset, ended.
//
// Takes    names (a-z, 0-9, . _ -, 2 to 32), a role, a mail address, an end; the tokens and proofs of sign_in.h.
// Gives    accounts as rows. A MAC under the chain key stands over name, role, mail, state, verifier, secret, set-up and end:
//          a row that another hand changed counts as no account. invited -> active -> ended; reset makes it invited again.
//          An ended name is never given to somebody else: events bear it.
// Bounds   200 accounts.
// Fails    as database.h. Never throws but std::bad_alloc.
// Runs in  record, within the caller's transaction where it writes.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "records/roles.h"
#include "records/store.h"

namespace beadle::records {

constexpr std::int64_t most_accounts = 200;
constexpr Milliseconds setup_life = 24LL * 3'600'000, second_step_life = 15 * 60'000;

struct Account {
    std::int64_t id = 0;
    std::string name;
    AccountRole role = AccountRole::member;
    std::string mail;
    std::string state;     // invited | active | ended
    std::string verifier;  // keyed hash of the proof (sign_in.h); "" until set up
    std::string secret;    // of the one-time codes, sealed under the council's key
    std::int64_t last_step = 0;  // of the last one-time code that was used
    std::string setup_hash;
    std::int64_t setup_until = 0, ends_at = 0, made_at = 0, signed_in_at = 0;  // 0 = none
};

bool is_account_name(std::string_view name);
std::string keyed_hash(const Keys& keys, std::string_view what, std::string_view text);  // hex

Result<std::optional<Account>> account_named(Store& store, const std::string& name);
Result<std::optional<Account>> account_of_id(Store& store, std::int64_t id);
Result<std::optional<Account>> account_of_setup(Store& store, const std::string& token);  // not after its time
Result<std::vector<Account>> all_accounts(Store& store);  // those of another hand too, with the state "changed"
Status put_account(Store& store, Account& account);        // new when its id is 0

// A new set-up token, which is only ever told here; a new secret; all sessions and recovery codes end.
Result<std::string> invite(Store& store, Account& account);
// The link is used up by the password: what goes on has a token of its own for a quarter of an hour.
Result<std::string> begin_set_up(Store& store, Account& account, const std::string& verifier);
Result<std::string> secret_of(Store& store, const Account& account);  // 20 octets
Status end_account(Store& store, Account& account);
Status end_sessions(Store& store, std::int64_t account);
// What is past its end, ends; old sessions and tries go. How many accounts ended.
Result<std::int64_t> end_due_accounts(Store& store);

}  // namespace beadle::records
