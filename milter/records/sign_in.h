// sign_in.h — who may come in: name, password and a one-time code, all three at once.
//
// Takes    the name as typed; the proof, which is Argon2id of the password under salt_of(name), made by beadle-console so
//          that no verdict waits for it; a one-time code or a recovery code; the client's address.
// Gives    a session. Whatever is wrong, and whoever is asked for, the answer is the same and the salt is there. Failed tries
//          of a name and of an address wait ever longer: 2 s after the fourth, doubled up to a minute (name) or a quarter of
//          an hour (address); a try within the wait counts as failed whatever it holds.
//          Set-up: the token of the link, once, within 24 hours, takes the first proof and gives the secret of the one-time
//          codes and a second token, good for a quarter of an hour in all; under that the same proof gives the secret again, and a
//          code gives ten recovery codes.
// Bounds   10,000 names and addresses are remembered for a day.
// Fails    as database.h. A refusal is no failure. Never throws but std::bad_alloc.
// Runs in  record, within the caller's transaction.
#pragma once

#include <string>
#include <vector>

#include "records/sessions.h"

namespace beadle::records {

struct Credentials {
    std::string name, proof, code;  // proof: 64 hex digits
    std::string address, browser;
    std::string earlier;  // token of the session that this browser had; it ends
};
struct SignedIn {
    std::string token;  // "" = refused
    std::string name;
    std::int64_t wait_seconds = 0;
};
std::string salt_of(const Store& store, const std::string& name);  // 32 hex digits, for whatever name
Result<SignedIn> sign_in(Store& store, const Credentials& given);
// Password and code again: the session goes on, proven, under a new token.
Result<SignedIn> prove(Store& store, const std::string& session_hash, const Credentials& given);

// The password of that account is another one from now on; its other sessions end. False: what was given is no proof.
Result<bool> change_password(Store& store, Account& account, const std::string& proof, const std::string& session_hash);

struct SetUpBegun {
    std::string problem;  // why not; then nothing was changed
    std::string token, secret, name;  // secret: octets
};
// The password of a new account; with the same password again, under the token that this gave, the secret once more.
Result<SetUpBegun> begin_set_up(Store& store, const std::string& token, const Credentials& given);
struct SetUp {
    std::string problem;             // why not; then nothing was changed
    std::vector<std::string> codes;  // shown once
};
Result<SetUp> set_up(Store& store, const std::string& token, const Credentials& given);
Result<std::vector<std::string>> renew_recovery_codes(Store& store, const Account& account);
Result<std::int64_t> recovery_codes_left(Store& store, const Account& account);

}  // namespace beadle::records
