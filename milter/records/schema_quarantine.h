// schema_quarantine.h — the step of the schema for finding kept copies, exceptions of persons, corrected recipients, discards
// that can be taken back.
//
// Takes    the placeholders of database.h. Runs in record.
#pragma once

namespace beadle::records {

// held_index: one slim row beside each kept copy, so that a search need not read its envelope; `state` follows the copy's.
inline constexpr const char* quarantine_step = R"(
ALTER TABLE held ADD COLUMN retain @text NOT NULL DEFAULT '';
CREATE TABLE held_index(
  held @int NOT NULL PRIMARY KEY REFERENCES held(id), at @int NOT NULL, state @text NOT NULL, reason @text NOT NULL,
  direction @text NOT NULL, rules @text NOT NULL, kinds @text NOT NULL, attachments @int NOT NULL, size @int NOT NULL,
  sender @text NOT NULL, recipients @text NOT NULL, words @text NOT NULL, warned_at @int NOT NULL) @table;
CREATE INDEX held_index_at ON held_index(at);
CREATE INDEX held_index_state ON held_index(state, at);
INSERT INTO held_index(held, at, state, reason, direction, rules, kinds, attachments, size, sender, recipients, words, warned_at)
  SELECT h.id, h.at, h.state, h.reason, '', ' ' || lower(h.rules) || ' ', '', 0, h.size, lower(h.sender),
    coalesce((SELECT min(lower(r.shown)) FROM held_recipients r WHERE r.held = h.id), ''),
    lower(h.subject || ' ' || h.reference), 0 FROM held h;
CREATE TABLE discards(
  held @int NOT NULL PRIMARY KEY REFERENCES held(id), destroy_at @int NOT NULL, person @text NOT NULL,
  reason @text NOT NULL) @table;
CREATE INDEX discards_due ON discards(destroy_at);
CREATE TABLE exceptions(
  id @id, reference @text NOT NULL UNIQUE, origin @text NOT NULL, sender @text NOT NULL, recipient @text NOT NULL,
  rule @text NOT NULL, until @int NOT NULL, made_at @int NOT NULL, person @text NOT NULL, reason @text NOT NULL,
  held @int NOT NULL REFERENCES held(id), state @text NOT NULL, ended_at @int NOT NULL, ended_by @text NOT NULL,
  mac @bytes NOT NULL) @table;
CREATE INDEX exceptions_sender ON exceptions(sender, state);
ALTER TABLE work_recipients ADD COLUMN instead @bytes;
ALTER TABLE notices ADD COLUMN attached @int NOT NULL DEFAULT 0;
)";

}  // namespace beadle::records
