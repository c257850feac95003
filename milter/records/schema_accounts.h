// schema_accounts.h — the tables of console accounts: who may sign in, their recovery codes, sessions and failed tries.
//
// Gives    one schema step. accounts.mac stands over what an account is and may (accounts.h); hashes of tokens and codes are
//          keyed, so that nobody without the chain key can put one in.
// Runs in  record.
#pragma once

namespace beadle::records {

constexpr const char* schema_accounts = R"(
CREATE TABLE accounts(
  id @id, name @text NOT NULL UNIQUE, role @text NOT NULL, mail @text NOT NULL, state @text NOT NULL,
  verifier @bytes NOT NULL, secret @bytes NOT NULL, last_step @int NOT NULL, setup_hash @text NOT NULL,
  setup_until @int NOT NULL, ends_at @int NOT NULL, made_at @int NOT NULL, signed_in_at @int NOT NULL,
  mac @bytes NOT NULL) @table;
CREATE INDEX accounts_ends_at ON accounts(ends_at) WHERE ends_at <> 0;
CREATE INDEX accounts_setup ON accounts(setup_hash) WHERE setup_hash <> '';
CREATE TABLE account_codes(
  account @int NOT NULL REFERENCES accounts(id), hash @text NOT NULL, used_at @int NOT NULL,
  PRIMARY KEY(account, hash)) @table;
CREATE TABLE sessions(
  hash @text NOT NULL PRIMARY KEY, account @int NOT NULL REFERENCES accounts(id), made_at @int NOT NULL,
  seen_at @int NOT NULL, proven_at @int NOT NULL, address @text NOT NULL, browser @text NOT NULL) @table;
CREATE INDEX sessions_account ON sessions(account);
CREATE INDEX sessions_seen ON sessions(seen_at);
CREATE TABLE sign_in_tries(
  key @text NOT NULL PRIMARY KEY, failures @int NOT NULL, blocked_until @int NOT NULL, last_at @int NOT NULL) @table;
CREATE INDEX sign_in_tries_last ON sign_in_tries(last_at);
)";

}  // namespace beadle::records
