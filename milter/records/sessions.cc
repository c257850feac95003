#include "records/sessions.h"

#include <algorithm>

#include "base/text.h"

namespace beadle::records {
namespace {

constexpr std::size_t token_length = 64, mark_length = 12;
constexpr const char* session_columns = "hash, account, made_at, seen_at, proven_at, address, browser";

Session session_from(const Row& row) {
    Session s;
    s.hash = text(row[0]);
    s.account.id = integer(row[1]);
    s.made_at = integer(row[2]);
    s.seen_at = integer(row[3]);
    s.proven_at = integer(row[4]);
    s.address = text(row[5]);
    s.browser = text(row[6]);
    return s;
}

bool is_good(const Session& s, Milliseconds now) {
    return now - s.made_at < session_life && now - s.seen_at < session_idle;
}

std::string new_token() { return hex(sha256(random_token(48))); }

Status status_of(const Result<std::int64_t>& r) {
    if (!r) return r.failure();
    return Done{};
}

Status drop_oldest(Store& store, std::int64_t account) {
    auto rows = store.db.rows("SELECT hash FROM sessions WHERE account = ?1 ORDER BY made_at DESC, hash LIMIT 100 OFFSET ?2",
                              {account, most_sessions});
    if (!rows) return rows.failure();
    for (const auto& row : *rows)
        if (auto ended = end_session(store, text(row[0])); !ended) return ended;
    return Done{};
}

Result<std::string> add(Store& store, Session s) {
    const std::string token = new_token();
    auto put = store.db.run(
        "INSERT INTO sessions(hash, account, made_at, seen_at, proven_at, address, browser)"
        " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        {keyed_hash(store.keys, "session", token), s.account.id, s.made_at, s.seen_at, s.proven_at, s.address, s.browser});
    if (!put) return put.failure();
    return token;
}

}  // namespace

Result<std::optional<Session>> session_of(Store& store, const std::string& token) {
    if (token.size() != token_length) return std::optional<Session>();
    auto rows = store.db.rows(std::string("SELECT ") + session_columns + " FROM sessions WHERE hash = ?1",
                              {keyed_hash(store.keys, "session", token)});
    if (!rows) return rows.failure();
    const auto now = store.clock.wall();
    if (rows->empty()) return std::optional<Session>();
    Session s = session_from(rows->front());
    if (!is_good(s, now)) return std::optional<Session>();
    auto ours = store.db.is_untouched("sessions", "hash = ?1", {s.hash});
    if (!ours) return ours.failure();
    if (!*ours) return std::optional<Session>();  // another hand gave it its account
    auto account = account_of_id(store, s.account.id);
    if (!account) return account.failure();
    if (!*account || (*account)->state != "active") return std::optional<Session>();
    if ((*account)->ends_at != 0 && (*account)->ends_at <= now) return std::optional<Session>();
    s.account = std::move(**account);
    return std::optional<Session>(std::move(s));
}

Result<std::vector<Session>> sessions_of(Store& store, const Account& account) {
    auto rows = store.db.rows(
        std::string("SELECT ") + session_columns + " FROM sessions WHERE account = ?1 ORDER BY made_at DESC", {account.id});
    if (!rows) return rows.failure();
    std::vector<Session> out;
    for (const auto& row : *rows) {
        Session s = session_from(row);
        s.account = account;
        if (is_good(s, store.clock.wall())) out.push_back(std::move(s));
    }
    return out;
}

Result<std::string> open_session(Store& store, const Account& account, const std::string& address,
                                 const std::string& browser) {
    Session s;
    s.account = account;
    s.made_at = s.seen_at = s.proven_at = store.clock.wall();
    s.address = printable(address, 60);
    s.browser = printable(browser, 100);
    auto token = add(store, s);
    if (!token) return token;
    if (auto dropped = drop_oldest(store, account.id); !dropped) return dropped.failure();
    return token;
}

Result<std::string> renew_session(Store& store, const Session& session) {
    if (auto ended = end_session(store, session.hash); !ended) return ended.failure();
    Session s = session;
    s.seen_at = s.proven_at = store.clock.wall();
    return add(store, std::move(s));
}

Status note_seen(Store& store, const Session& session) {
    return status_of(store.db.run("UPDATE sessions SET seen_at = ?2 WHERE hash = ?1 AND seen_at < ?2",
                                  {session.hash, store.clock.wall()}));
}

Status end_session(Store& store, const std::string& hash) {
    return status_of(store.db.run("DELETE FROM sessions WHERE hash = ?1", {hash}));
}

std::string session_mark(const Session& session) { return session.hash.substr(0, mark_length); }

}  // namespace beadle::records
