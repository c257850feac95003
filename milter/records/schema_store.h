// schema_store.h — the step of the schema for what keeps the store itself: MACs of rows, what left it, what the MTA said.
#pragma once

namespace beadle::records {

constexpr const char* schema_store = R"(
CREATE TABLE row_macs(tbl @text NOT NULL, key @bytes NOT NULL, mac @bytes NOT NULL, PRIMARY KEY(tbl, key)) @table;
CREATE INDEX events_sender ON events(gateway, sender, seq);
CREATE INDEX events_kind ON events(gateway, kind, seq) WHERE kind <> 'verdict';
CREATE INDEX events_outcome ON events(gateway, outcome, seq) WHERE outcome <> 'accepted';
CREATE TABLE destroyed_queue(message @int NOT NULL PRIMARY KEY, name @bytes NOT NULL, at @int NOT NULL) @table;
)";

}  // namespace beadle::records
