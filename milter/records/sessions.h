// sessions.h — who is signed in.
//
// Takes    the token that a browser's cookie bears (32 random octets, hex); wall time.
// Gives    the session and its account while it is good: used within 30 minutes, made within 12 hours, the account active.
//          Only a keyed hash of the token is stored. A session gets a new token when it proves itself again.
// Bounds   5 sessions of an account; the oldest ends for a sixth.
// Fails    as database.h. Never throws but std::bad_alloc.
// Runs in  record.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "records/accounts.h"

namespace beadle::records {

constexpr Milliseconds session_idle = 30 * 60'000, session_life = 12LL * 3'600'000, proof_life = 10 * 60'000;
constexpr std::int64_t most_sessions = 5;
constexpr Milliseconds seen_step = 60'000;  // how exactly the last use is kept

struct Session {
    std::string hash;
    Account account;
    std::int64_t made_at = 0, seen_at = 0, proven_at = 0;
    std::string address, browser;
};

// Nothing: no such session, or no more.
Result<std::optional<Session>> session_of(Store& store, const std::string& token);
Result<std::vector<Session>> sessions_of(Store& store, const Account& account);
Result<std::string> open_session(Store& store, const Account& account, const std::string& address,
                                 const std::string& browser);  // the token
Result<std::string> renew_session(Store& store, const Session& session);  // proven now, under a new token
Status note_seen(Store& store, const Session& session);
Status end_session(Store& store, const std::string& hash);
// A name of a session that may be shown: it opens nothing.
std::string session_mark(const Session& session);

}  // namespace beadle::records
