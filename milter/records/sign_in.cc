#include "records/sign_in.h"

#include <arpa/inet.h>

#include <algorithm>

#include "base/text.h"
#include "records/events.h"
#include "records/totp.h"

namespace beadle::records {
namespace {

constexpr std::int64_t free_tries = 3, longest_for_name = 60'000, longest_for_address = 15 * 60'000;
constexpr std::int64_t most_tries = 10'000;
constexpr std::size_t proof_length = 64, salt_length = 32;

Status status_of(const Result<std::int64_t>& r) {
    if (!r) return r.failure();
    return Done{};
}

struct Tries {
    std::string key;
    std::int64_t longest = 0, failures = 0, blocked_until = 0;
};
Result<Tries> tries_of(Store& store, const std::string& what, const std::string& of, std::int64_t longest) {
    Tries t{keyed_hash(store.keys, what, of), longest};
    auto rows = store.db.rows("SELECT failures, blocked_until FROM sign_in_tries WHERE key = ?1", {t.key});
    if (!rows) return rows.failure();
    if (rows->empty()) return t;
    t.failures = integer(rows->front()[0]);
    t.blocked_until = integer(rows->front()[1]);
    return t;
}

// A try within the wait does not lengthen it: else whoever goes on trying keeps the right person out.
Status note_failure(Store& store, Tries& t) {
    const auto now = store.clock.wall();
    if (t.blocked_until > now) return Done{};
    ++t.failures;
    const std::int64_t over = std::min<std::int64_t>(t.failures - free_tries, 20);
    if (over > 0) t.blocked_until = now + std::min<std::int64_t>(1000LL << over, t.longest);
    auto room = store.db.run(
        "DELETE FROM sign_in_tries WHERE key IN (SELECT key FROM sign_in_tries ORDER BY last_at DESC LIMIT 100 OFFSET ?1)",
        {most_tries});
    if (!room) return room.failure();
    return status_of(store.db.run(
        "INSERT INTO sign_in_tries(key, failures, blocked_until, last_at) VALUES(?1, ?2, ?3, ?4)"
        " ON CONFLICT(key) DO UPDATE SET failures = excluded.failures, blocked_until = excluded.blocked_until,"
        " last_at = excluded.last_at",
        {t.key, t.failures, t.blocked_until, now}));
}

Status forget(Store& store, const Tries& t) {
    return status_of(store.db.run("DELETE FROM sign_in_tries WHERE key = ?1", {t.key}));
}

std::string verifier_of(const Store& store, const std::string& name, const std::string& proof) {
    return store.keys.mac("beadle proof " + name + '\0' + proof);
}

bool is_proof(const std::string& proof) { return proof.size() == proof_length && unhex(proof); }

// True when it is the present one-time code or a recovery code, which is used up by that.
Result<bool> takes_code(Store& store, Account& account, const std::string& typed) {
    auto secret = secret_of(store, account);
    if (!secret) return secret.failure();
    if (auto step = step_of_code(*secret, typed, store.clock.wall(), account.last_step)) {
        account.last_step = *step;
        return true;
    }
    const std::string code = as_recovery_code(typed);
    if (code.empty()) return false;
    auto ours = store.db.is_untouched("account_codes", "account = ?1", {account.id});
    if (!ours) return ours.failure();
    if (!*ours) return false;  // another hand made used ones good again
    auto used = store.db.run("UPDATE account_codes SET used_at = ?3 WHERE account = ?1 AND hash = ?2 AND used_at = 0",
                             {account.id, keyed_hash(store.keys, "recovery " + account.name, code), store.clock.wall()});
    if (!used) return used.failure();
    return *used == 1;
}

Status note(Store& store, const char* kind, const std::string& person, const std::string& outcome,
            const std::string& address) {
    Event e;
    e.kind = kind;
    e.person = person;
    e.outcome = outcome;
    e.body = json_texts({{"address", printable(address, 60)}});
    auto put = append(store, std::move(e));
    if (!put) return put.failure();
    return Done{};
}

// Name, password and code; the account they are right for. The code counts only when the password was right.
Result<std::optional<Account>> right_account(Store& store, const std::string& name, const Credentials& given) {
    auto found = is_account_name(name) ? account_named(store, name) : Result<std::optional<Account>>(std::nullopt);
    if (!found) return found.failure();
    const std::string mine = verifier_of(store, name, given.proof);
    const bool usable = *found && (*found)->state == "active" &&
                        ((*found)->ends_at == 0 || (*found)->ends_at > store.clock.wall());
    if (usable) {
        auto ours = store.db.is_untouched("accounts", "id = ?1", {(*found)->id});
        if (!ours) return ours.failure();
        if (!*ours) return std::optional<Account>();
    }
    if (!usable || !is_proof(given.proof) || !same_octets((*found)->verifier, mine)) return std::optional<Account>();
    auto code = takes_code(store, **found, given.code);
    if (!code) return code.failure();
    if (!*code) return std::optional<Account>();
    return found;
}

// Of IPv6 the /64: whoever has one address there has them all.
std::string network_of(const std::string& address) {
    in6_addr six{};
    if (::inet_pton(AF_INET6, address.c_str(), &six) != 1) return address;
    return hex(std::string_view(reinterpret_cast<const char*>(six.s6_addr), 8)) + "/64";
}

SignedIn wait_of(const Store& store, const Tries& by_name, const Tries& by_address) {
    SignedIn out;
    const auto until = std::max(by_name.blocked_until, by_address.blocked_until);
    out.wait_seconds = std::max<std::int64_t>(0, (until - store.clock.wall() + 999) / 1000);
    return out;
}

Result<SignedIn> refuse(Store& store, const std::string& name, const Credentials& given, Tries& by_name, Tries& by_address) {
    for (Tries* t : {&by_name, &by_address})
        if (auto noted = note_failure(store, *t); !noted) return noted.failure();
    auto known = is_account_name(name) ? account_named(store, name) : Result<std::optional<Account>>(std::nullopt);
    if (!known) return known.failure();
    // A name that is none of ours is not written down: a password may have been typed there.
    if (auto put = note(store, "sign-in-refused", *known ? name : "", *known ? "" : "no such name", given.address); !put)
        return put.failure();
    return wait_of(store, by_name, by_address);
}

// The tries are weighed, then the credentials; the account when they are right.
struct Weighed {
    std::optional<Account> account;
    SignedIn refused;
};
Result<Weighed> weigh(Store& store, const Credentials& given) {
    const std::string name = ascii_lower(trim(given.name));
    auto by_name = tries_of(store, "tries of name", name, longest_for_name);
    if (!by_name) return by_name.failure();
    auto by_address = tries_of(store, "tries of address", network_of(given.address), longest_for_address);
    if (!by_address) return by_address.failure();
    const auto now = store.clock.wall();
    Weighed out;
    // A try within the wait is neither looked at nor written down, and one from an address that waits does not count against
    // the name: else whoever goes on trying keeps the right person out and fills the records.
    if (by_name->blocked_until > now || by_address->blocked_until > now) {
        if (by_address->blocked_until <= now)
            if (auto noted = note_failure(store, *by_address); !noted) return noted.failure();
        out.refused = wait_of(store, *by_name, *by_address);
        return out;
    }
    auto account = right_account(store, name, given);
    if (!account) return account.failure();
    if (!*account) {
        auto refused = refuse(store, name, given, *by_name, *by_address);
        if (!refused) return refused.failure();
        out.refused = std::move(*refused);
        return out;
    }
    for (const Tries* t : {&*by_name, &*by_address})
        if (auto done = forget(store, *t); !done) return done.failure();
    out.account = std::move(**account);
    return out;
}

// One browser is one person at a time: whoever sat there before is signed out, whatever account it was.
Status end_earlier(Store& store, const Credentials& given) {
    if (given.earlier.empty()) return Done{};
    auto earlier = session_of(store, given.earlier);
    if (!earlier) return earlier.failure();
    if (!*earlier) return Done{};
    if (auto ended = end_session(store, (*earlier)->hash); !ended) return ended;
    return note(store, "session-ended", (*earlier)->account.name, "another sign-in of the same browser", given.address);
}

}  // namespace

std::string salt_of(const Store& store, const std::string& name) {
    return keyed_hash(store.keys, "salt", ascii_lower(trim(name))).substr(0, salt_length);
}

Result<SignedIn> sign_in(Store& store, const Credentials& given) {
    auto weighed = weigh(store, given);
    if (!weighed) return weighed.failure();
    if (!weighed->account) return weighed->refused;
    Account& account = *weighed->account;
    account.signed_in_at = store.clock.wall();
    if (auto put = put_account(store, account); !put) return put.failure();
    if (auto ended = end_earlier(store, given); !ended) return ended.failure();
    auto token = open_session(store, account, given.address, given.browser);
    if (!token) return token.failure();
    if (auto put = note(store, "signed-in", account.name, "", given.address); !put) return put.failure();
    return SignedIn{std::move(*token), account.name, 0};
}

Result<SignedIn> prove(Store& store, const std::string& session_hash, const Credentials& given) {
    auto weighed = weigh(store, given);
    if (!weighed) return weighed.failure();
    if (!weighed->account) return weighed->refused;
    if (auto put = put_account(store, *weighed->account); !put) return put.failure();
    auto open = sessions_of(store, *weighed->account);
    if (!open) return open.failure();
    for (const auto& session : *open) {
        if (session.hash != session_hash) continue;
        auto token = renew_session(store, session);
        if (!token) return token.failure();
        if (auto put = note(store, "signed-in-again", session.account.name, "", given.address); !put) return put.failure();
        return SignedIn{std::move(*token), session.account.name, 0};
    }
    return SignedIn{};
}

Result<bool> change_password(Store& store, Account& account, const std::string& proof, const std::string& session_hash) {
    if (!is_proof(proof)) return false;
    account.verifier = verifier_of(store, account.name, proof);
    if (auto put = put_account(store, account); !put) return put.failure();
    auto ended = store.db.run("DELETE FROM sessions WHERE account = ?1 AND hash <> ?2", {account.id, session_hash});
    if (!ended) return ended.failure();
    return true;
}

Result<std::vector<std::string>> renew_recovery_codes(Store& store, const Account& account) {
    auto gone = store.db.run("DELETE FROM account_codes WHERE account = ?1", {account.id});
    if (!gone) return gone.failure();
    std::vector<std::string> codes;
    while (codes.size() < recovery_codes) {
        const std::string code = new_recovery_code();
        auto put = store.db.run("INSERT INTO account_codes(account, hash, used_at) VALUES(?1, ?2, 0)"
                                " ON CONFLICT(account, hash) DO NOTHING",
                                {account.id, keyed_hash(store.keys, "recovery " + account.name, as_recovery_code(code))});
        if (!put) return put.failure();
        if (*put == 1) codes.push_back(code);
    }
    return codes;
}

Result<std::int64_t> recovery_codes_left(Store& store, const Account& account) {
    auto rows = store.db.rows("SELECT count(*) FROM account_codes WHERE account = ?1 AND used_at = 0", {account.id});
    if (!rows) return rows.failure();
    return integer(rows->front().front());
}

constexpr const char* no_link = "This link was used, is too old or is not whole. Ask for a new one.";

Result<SetUpBegun> begin_set_up(Store& store, const std::string& token, const Credentials& given) {
    auto account = account_of_setup(store, token);
    if (!account) return account.failure();
    SetUpBegun out;
    if (!*account || !is_proof(given.proof)) {
        out.problem = no_link;
        return out;
    }
    Account& a = **account;
    const std::string verifier = verifier_of(store, a.name, given.proof);
    if (!a.verifier.empty() && !same_octets(a.verifier, verifier)) {
        out.problem = "That is not the password that you have just chosen.";
        return out;
    }
    auto secret = secret_of(store, a);
    if (!secret) return secret.failure();
    auto second = begin_set_up(store, a, verifier);
    if (!second) return second.failure();
    if (auto put = note(store, "set-up-begun", a.name, std::string(name(a.role)), given.address); !put) return put.failure();
    out.token = std::move(*second);
    out.secret = std::move(*secret);
    out.name = a.name;
    return out;
}

Result<SetUp> set_up(Store& store, const std::string& token, const Credentials& given) {
    auto account = account_of_setup(store, token);
    if (!account) return account.failure();
    SetUp out;
    if (!*account || (*account)->verifier.empty()) {
        out.problem = no_link;
        return out;
    }
    Account& a = **account;
    auto secret = secret_of(store, a);
    if (!secret) return secret.failure();
    const auto step = step_of_code(*secret, given.code, store.clock.wall(), a.last_step);
    if (!step) {
        out.problem = "The code is not the one that the app shows now. Wait for the next one and type that.";
        return out;
    }
    a.state = "active";
    a.last_step = *step;
    a.setup_hash.clear();
    a.setup_until = 0;
    if (auto put = put_account(store, a); !put) return put.failure();
    auto codes = renew_recovery_codes(store, a);
    if (!codes) return codes.failure();
    if (auto put = note(store, "account-set-up", a.name, std::string(name(a.role)), given.address); !put) return put.failure();
    out.codes = std::move(*codes);
    return out;
}

}  // namespace beadle::records
