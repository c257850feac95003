// schema_incidents.h — tables of incidents, suspensions, acknowledgements and of what was told for a period.
#pragma once

namespace beadle::records {

constexpr const char* incidents_schema = R"(
CREATE TABLE incidents(
  id @id, number @text NOT NULL UNIQUE, key @text NOT NULL UNIQUE, origin @text NOT NULL, rule @text NOT NULL,
  what @text NOT NULL, opened_by @text NOT NULL, opened_at @int NOT NULL, aware_at @int NOT NULL, closed_at @int NOT NULL,
  reminded @int NOT NULL, state @text NOT NULL, fields @text NOT NULL, evidence @text NOT NULL, notes @text NOT NULL,
  revision @int NOT NULL, mac @bytes NOT NULL) @table;
CREATE INDEX incidents_state ON incidents(state, aware_at);
CREATE INDEX incidents_rule ON incidents(rule, state);
CREATE TABLE suspensions(
  id @id, address @text NOT NULL, reason @text NOT NULL, asked_by @text NOT NULL, asked_at @int NOT NULL,
  approved_by @text NOT NULL, approved_at @int NOT NULL, until_at @int NOT NULL, state @text NOT NULL,
  ended_by @text NOT NULL, ended_at @int NOT NULL, end_reason @text NOT NULL, revision @int NOT NULL,
  mac @bytes NOT NULL) @table;
CREATE INDEX suspensions_address ON suspensions(address, state);
CREATE INDEX suspensions_state ON suspensions(state, until_at);
CREATE TABLE acknowledgements(
  id @id, mailbox @text NOT NULL, version @text NOT NULL, on_day @text NOT NULL, recorded_by @text NOT NULL,
  recorded_at @int NOT NULL, mac @bytes NOT NULL) @table;
CREATE UNIQUE INDEX acknowledgements_mailbox ON acknowledgements(mailbox, version);
CREATE TABLE periods_told(
  kind @text NOT NULL, period @text NOT NULL, next_event @int NOT NULL, tally @text NOT NULL, told_at @int NOT NULL,
  PRIMARY KEY(kind, period)) @table;
)";

}  // namespace beadle::records
