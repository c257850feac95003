// schema_matters.h — holds, requests, retention classes and runs; the salts that let an event's personal columns go.
//
// Runs in  record. A constant only; schema.cc lists it.
#pragma once

namespace beadle::records {

constexpr const char* schema_matters = R"(
CREATE TABLE matters(
  id @id, reference @text NOT NULL UNIQUE, kind @text NOT NULL, state @text NOT NULL, revision @int NOT NULL,
  gateway @text NOT NULL, event @int NOT NULL, body @text NOT NULL, mac @bytes NOT NULL) @table;
CREATE INDEX matters_kind ON matters(kind, state);
CREATE TABLE matter_items(
  matter @int NOT NULL REFERENCES matters(id), number @int NOT NULL, gateway @text NOT NULL, event @int NOT NULL,
  state @text NOT NULL, revision @int NOT NULL, body @text NOT NULL, mac @bytes NOT NULL,
  PRIMARY KEY(matter, number)) @table;
CREATE INDEX matter_items_event ON matter_items(gateway, event);
ALTER TABLE events ADD COLUMN salt @bytes;
ALTER TABLE events ADD COLUMN digest @bytes;
CREATE INDEX events_personal ON events(at, seq) WHERE salt IS NOT NULL;
)";

}  // namespace beadle::records
