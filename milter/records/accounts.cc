#include "records/accounts.h"

#include <sodium.h>

#include <algorithm>

#include "base/codec.h"
#include "base/text.h"
#include "records/events.h"
#include "records/sessions.h"

namespace beadle::records {
namespace {

constexpr std::size_t secret_octets = 20;  // as RFC 4226 recommends
constexpr std::int64_t ended_at_once = 20;
constexpr Milliseconds tries_kept = 24LL * 3'600'000;

constexpr const char* account_columns =
    "id, name, role, mail, state, verifier, secret, last_step, setup_hash, setup_until, ends_at, made_at, signed_in_at, mac";

std::string mac_of(const Keys& keys, const Account& a) {
    wire::Encoder e;
    e(a.name, std::string(name(a.role)), a.mail, a.state, a.verifier, a.secret, a.setup_hash, a.setup_until, a.ends_at);
    return keys.mac("beadle account " + e.take());
}

struct Found {
    Account account;
    bool ours = false;
};
Found account_from(const Keys& keys, const Row& row) {
    Found f;
    Account& a = f.account;
    a.id = integer(row[0]);
    a.name = text(row[1]);
    const auto role = account_role(text(row[2]));
    a.role = role.value_or(AccountRole::member);
    a.mail = text(row[3]);
    a.state = text(row[4]);
    a.verifier = octets(row[5]);
    a.secret = octets(row[6]);
    a.last_step = integer(row[7]);
    a.setup_hash = text(row[8]);
    a.setup_until = integer(row[9]);
    a.ends_at = integer(row[10]);
    a.made_at = integer(row[11]);
    a.signed_in_at = integer(row[12]);
    f.ours = role && same_octets(octets(row[13]), mac_of(keys, a));
    return f;
}

Result<std::optional<Account>> one(Store& store, const std::string& where, const Values& values) {
    auto rows = store.db.rows(std::string("SELECT ") + account_columns + " FROM accounts WHERE " + where, values);
    if (!rows) return rows.failure();
    if (rows->empty()) return std::optional<Account>();
    auto found = account_from(store.keys, rows->front());
    if (!found.ours) return std::optional<Account>();
    return std::optional<Account>(std::move(found.account));
}

std::string random_octets(std::size_t count) {
    std::string out(count, '\0');
    randombytes_buf(out.data(), out.size());
    return out;
}

Status status_of(const Result<std::int64_t>& r) {
    if (!r) return r.failure();
    return Done{};
}

Status add_row(Store& store, Account& a) {
    auto rows = store.db.rows(
        "INSERT INTO accounts(name, role, mail, state, verifier, secret, last_step, setup_hash, setup_until, ends_at,"
        " made_at, signed_in_at, mac) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13) RETURNING id",
        {a.name, std::string(name(a.role)), a.mail, a.state, Blob{a.verifier}, Blob{a.secret}, a.last_step, a.setup_hash,
         a.setup_until, a.ends_at, a.made_at, a.signed_in_at, Blob{mac_of(store.keys, a)}});
    if (!rows) return rows.failure();
    a.id = integer(rows->front().front());
    return Done{};
}

}  // namespace

bool is_account_name(std::string_view name) {
    return name.size() >= 2 && name.size() <= 32 && name[0] != '.' && name[0] != '-' &&
           std::all_of(name.begin(), name.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
           });
}

std::string keyed_hash(const Keys& keys, std::string_view what, std::string_view text) {
    return hex(keys.mac("beadle " + std::string(what) + '\0' + std::string(text)));
}

Result<std::optional<Account>> account_named(Store& store, const std::string& name) {
    return one(store, "name = ?1", {name});
}

Result<std::optional<Account>> account_of_id(Store& store, std::int64_t id) { return one(store, "id = ?1", {id}); }

Result<std::optional<Account>> account_of_setup(Store& store, const std::string& token) {
    return one(store, "setup_hash = ?1 AND setup_until > ?2 AND state = 'invited'",
               {keyed_hash(store.keys, "setup", token), store.clock.wall()});
}

Result<std::vector<Account>> all_accounts(Store& store) {
    auto rows = store.db.rows(std::string("SELECT ") + account_columns + " FROM accounts ORDER BY name", {});
    if (!rows) return rows.failure();
    std::vector<Account> out;
    for (const auto& row : *rows) {
        auto found = account_from(store.keys, row);
        if (!found.ours) found.account.state = "changed";
        out.push_back(std::move(found.account));
    }
    return out;
}

Status put_account(Store& store, Account& a) {
    if (a.id == 0) return add_row(store, a);
    return status_of(store.db.run(
        "UPDATE accounts SET role = ?2, mail = ?3, state = ?4, verifier = ?5, secret = ?6, last_step = ?7, setup_hash = ?8,"
        " setup_until = ?9, ends_at = ?10, signed_in_at = ?11, mac = ?12 WHERE id = ?1",
        {a.id, std::string(name(a.role)), a.mail, a.state, Blob{a.verifier}, Blob{a.secret}, a.last_step, a.setup_hash,
         a.setup_until, a.ends_at, a.signed_in_at, Blob{mac_of(store.keys, a)}}));
}

Result<std::string> invite(Store& store, Account& account) {
    const std::string token = random_token(24);
    account.state = "invited";
    account.verifier.clear();
    account.secret = store.keys.wrap(random_octets(secret_octets), "beadle one-time codes of " + account.name);
    account.last_step = 0;
    account.setup_hash = keyed_hash(store.keys, "setup", token);
    account.setup_until = store.clock.wall() + setup_life;
    if (auto put = put_account(store, account); !put) return put.failure();
    if (auto ended = end_sessions(store, account.id); !ended) return ended.failure();
    auto codes = store.db.run("DELETE FROM account_codes WHERE account = ?1", {account.id});
    if (!codes) return codes.failure();
    return token;
}

Result<std::string> begin_set_up(Store& store, Account& account, const std::string& verifier) {
    const std::string token = random_token(24);
    if (account.verifier.empty()) account.setup_until = store.clock.wall() + second_step_life;  // the picture again is no more time
    account.verifier = verifier;
    account.setup_hash = keyed_hash(store.keys, "setup", token);
    if (auto put = put_account(store, account); !put) return put.failure();
    return token;
}

Result<std::string> secret_of(Store& store, const Account& account) {
    return store.keys.unwrap(account.secret, "beadle one-time codes of " + account.name);
}

Status end_account(Store& store, Account& account) {
    account.state = "ended";
    account.setup_hash.clear();
    account.setup_until = 0;
    account.verifier.clear();
    account.secret.clear();
    if (auto put = put_account(store, account); !put) return put;
    if (auto gone = store.db.run("DELETE FROM saved_searches WHERE account = ?1", {account.id}); !gone) return gone.failure();
    return end_sessions(store, account.id);
}

Status end_sessions(Store& store, std::int64_t account) {
    return status_of(store.db.run("DELETE FROM sessions WHERE account = ?1", {account}));
}

Result<std::int64_t> end_due_accounts(Store& store) {
    const auto now = store.clock.wall();
    auto rows = store.db.rows(std::string("SELECT ") + account_columns +
                                  " FROM accounts WHERE ends_at <> 0 AND ends_at <= ?1 AND state <> 'ended' LIMIT ?2",
                              {now, ended_at_once});
    if (!rows) return rows.failure();
    std::int64_t ended = 0;
    for (const auto& row : *rows) {
        auto found = account_from(store.keys, row);
        if (auto done = end_account(store, found.account); !done) return done.failure();
        Event e;
        e.kind = "account-ended";
        e.outcome = "its time was over";
        e.body = json_texts({{"account", found.account.name}, {"role", std::string(name(found.account.role))}});
        if (auto put = append(store, std::move(e)); !put) return put.failure();
        ++ended;
    }
    for (const auto& [statement, before] : {std::pair{"DELETE FROM sessions WHERE made_at <= ?1", now - session_life},
                                            std::pair{"DELETE FROM sessions WHERE seen_at <= ?1", now - session_idle},
                                            std::pair{"DELETE FROM sign_in_tries WHERE last_at <= ?1", now - tries_kept}})
        if (auto gone = store.db.run(statement, {before}); !gone) return gone.failure();
    return ended;
}

}  // namespace beadle::records
