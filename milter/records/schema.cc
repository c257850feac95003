#include "records/schema.h"

#include <algorithm>
#include <array>

#include "records/schema_holds.h"
#include "records/schema_incidents.h"
#include "records/schema_accounts.h"
#include "records/schema_matters.h"
#include "records/schema_pages.h"
#include "records/schema_policy.h"
#include "records/schema_searches.h"
#include "records/schema_store.h"
#include "records/schema_quarantine.h"

namespace beadle::records {
namespace {

// One step a version. A step that was ever released is not edited again: the next one is added.
constexpr std::array schema_steps = {
    R"(
CREATE TABLE store_marks(name @text NOT NULL PRIMARY KEY, value @bytes NOT NULL) @table;

CREATE TABLE events(
  gateway @text NOT NULL, seq @int NOT NULL, at @int NOT NULL, kind @text NOT NULL, outcome @text NOT NULL,
  about @int NOT NULL, person @text NOT NULL, queue_id @text NOT NULL, message_id @text NOT NULL, sender @text NOT NULL,
  recipients @text NOT NULL, rules @text NOT NULL, subject @text NOT NULL, held @text NOT NULL, body @text NOT NULL,
  mac @bytes NOT NULL, PRIMARY KEY(gateway, seq)) @table;
CREATE INDEX events_at ON events(at);
CREATE INDEX events_queue_id ON events(queue_id);
CREATE INDEX events_about ON events(about) WHERE about <> 0;

CREATE TABLE messages(
  id @id, name @bytes NOT NULL, wrapped_key @bytes, header @bytes NOT NULL, octets @int NOT NULL, slices @int NOT NULL,
  stored_at @int NOT NULL, complete @int NOT NULL, destroyed_at @int NOT NULL) @table;
CREATE INDEX messages_incomplete ON messages(complete) WHERE complete = 0;
CREATE TABLE slices(
  message @int NOT NULL REFERENCES messages(id), number @int NOT NULL, octets @bytes NOT NULL,
  PRIMARY KEY(message, number)) @table;

CREATE TABLE held(
  id @id, reference @text NOT NULL UNIQUE, gateway @text NOT NULL, event @int NOT NULL,
  message @int NOT NULL REFERENCES messages(id), state @text NOT NULL, reason @text NOT NULL,
  release_needs @int NOT NULL,
  sender_not_told @int NOT NULL, origin @text NOT NULL, sender @text NOT NULL, subject @text NOT NULL,
  rules @text NOT NULL, clauses @text NOT NULL, size @int NOT NULL, content_hash @text NOT NULL,
  retry_key @text NOT NULL,
  envelope @bytes NOT NULL, trace @bytes NOT NULL, at @int NOT NULL, changed_at @int NOT NULL,
  superseded_by @text NOT NULL, note @text NOT NULL, mac @bytes NOT NULL) @table;
CREATE INDEX held_event ON held(gateway, event);
CREATE INDEX held_state ON held(state, at);
CREATE INDEX held_at ON held(at);
CREATE INDEX held_retry ON held(retry_key);
CREATE INDEX held_message ON held(message);
CREATE INDEX held_superseded ON held(superseded_by) WHERE superseded_by <> '';
CREATE TABLE held_recipients(
  held @int NOT NULL REFERENCES held(id), number @int NOT NULL, address @bytes NOT NULL, shown @text NOT NULL,
  state @text NOT NULL, note @text NOT NULL, PRIMARY KEY(held, number)) @table;

CREATE TABLE notices(
  id @id, key @text NOT NULL UNIQUE, gateway @text NOT NULL, event @int NOT NULL, recipient @bytes NOT NULL,
  folded @text NOT NULL, kind @text NOT NULL, subject @text NOT NULL, plain @text NOT NULL, html @text NOT NULL,
  state @text NOT NULL, late @int NOT NULL, due_at @int NOT NULL, made_at @int NOT NULL, sent_at @int NOT NULL,
  merged_into @int NOT NULL) @table;
CREATE INDEX notices_due ON notices(state, due_at);
CREATE INDEX notices_folded ON notices(folded, sent_at);
CREATE INDEX notices_event ON notices(gateway, event);

CREATE TABLE work(
  id @id, kind @text NOT NULL, held @int REFERENCES held(id), notice @int REFERENCES notices(id), state @text NOT NULL,
  due_at @int NOT NULL, leased_until @int NOT NULL, first_at @int NOT NULL, tries @int NOT NULL,
  person @text NOT NULL) @table;
CREATE INDEX work_due ON work(state, due_at);
CREATE INDEX work_held ON work(held);
CREATE TABLE work_recipients(
  work @int NOT NULL REFERENCES work(id), number @int NOT NULL, PRIMARY KEY(work, number)) @table;
CREATE TABLE stamps(
  id @id, token_hash @text NOT NULL UNIQUE, work @int NOT NULL REFERENCES work(id), content_hash @text NOT NULL,
  sender @bytes NOT NULL, recipients @bytes NOT NULL, state @text NOT NULL, queue_id @text NOT NULL,
  issued_at @int NOT NULL, seen_at @int NOT NULL) @table;
CREATE INDEX stamps_work ON stamps(work);
)",
    R"(
CREATE TABLE questions(
  id @id, held @int NOT NULL UNIQUE REFERENCES held(id), handle @text NOT NULL UNIQUE, seed @bytes NOT NULL,
  person @text NOT NULL, separate @int NOT NULL, by_link @int NOT NULL, life @int NOT NULL, seen @text NOT NULL,
  state @text NOT NULL, open_until @int NOT NULL, answer @text NOT NULL, answered_by @text NOT NULL, reason @text NOT NULL,
  answered_at @int NOT NULL, notice @int NOT NULL, expired_notice @int NOT NULL, mac @bytes NOT NULL) @table;
CREATE INDEX questions_due ON questions(state, open_until);
CREATE INDEX questions_notice ON questions(notice);
ALTER TABLE work ADD COLUMN separately @int NOT NULL DEFAULT 0;
)",
    R"(
CREATE TABLE correspondence(
  key @bytes NOT NULL PRIMARY KEY, sent @int NOT NULL, received @int NOT NULL, locked_day @int NOT NULL,
  last_day @int NOT NULL) @table;
CREATE INDEX correspondence_last_day ON correspondence(last_day);
CREATE INDEX correspondence_locked_day ON correspondence(locked_day) WHERE locked_day > 0;
)",
    schema_store,
    schema_accounts,
    quarantine_step,
    schema_matters,
    incidents_schema,
    holds_schema,
    schema_policy,
    schema_searches,
    schema_pages,
};

}  // namespace

std::int64_t newest_schema() { return static_cast<std::int64_t>(schema_steps.size()); }

Result<std::int64_t> schema_version(Database& db) {
    auto made = db.define(
        "CREATE TABLE IF NOT EXISTS schema_version(version @int NOT NULL PRIMARY KEY, at @int NOT NULL) @table");
    if (!made) return made.failure();
    auto rows = db.rows("SELECT coalesce(max(version), 0) FROM schema_version", {});
    if (!rows) return rows.failure();
    return integer(rows->front().front());
}

Result<bool> store_is_empty(Database& db) {
    auto version = schema_version(db);
    if (!version) return version.failure();
    if (*version == 0) return true;
    auto rows = db.rows("SELECT 1 FROM store_marks LIMIT 1", {});
    if (!rows) return rows.failure();
    if (!rows->empty()) return false;
    rows = db.rows("SELECT 1 FROM events LIMIT 1", {});
    if (!rows) return rows.failure();
    return rows->empty();
}

Status bring_schema_forward(Database& db, std::int64_t wall) { return bring_schema_to(db, newest_schema(), wall); }

Status bring_schema_to(Database& db, std::int64_t wanted, std::int64_t wall) {
    auto version = schema_version(db);
    if (!version) return version.failure();
    const auto newest = static_cast<std::int64_t>(schema_steps.size());
    if (*version > newest)
        return fail(FailureKind::misconfigured, "records",
                    "the store was made by a newer Beadle (schema " + std::to_string(*version) + ", this one knows " +
                        std::to_string(newest) + ")");
    for (auto step = *version; step < std::min(newest, wanted); ++step) {
        Transaction t(db);
        if (!t.begun()) return t.begun();
        if (auto done = db.define(schema_steps[static_cast<std::size_t>(step)]); !done) return done;
        auto noted = db.run("INSERT INTO schema_version(version, at) VALUES(?1, ?2)", {step + 1, wall});
        if (!noted) return noted.failure();
        if (auto done = t.commit(); !done) return done;
    }
    return Done{};
}

Result<std::string> store_mark(Database& db, const std::string& name) {
    auto rows = db.rows("SELECT value FROM store_marks WHERE name = ?1", {name});
    if (!rows) return rows.failure();
    return rows->empty() ? std::string() : octets(rows->front().front());
}

Status set_store_mark(Database& db, const std::string& name, const std::string& value) {
    auto done = db.run(
        "INSERT INTO store_marks(name, value) VALUES(?1, ?2) ON CONFLICT(name) DO UPDATE SET value = excluded.value",
        {name, Blob{value}});
    if (!done) return done.failure();
    return Done{};
}

}  // namespace beadle::records
