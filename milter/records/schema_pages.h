// schema_pages.h — the indexes by which the pages of the console and the walks of the schedule find little among much.
//
// Gives    one schema step, of indexes alone. Those of events begin with the gateway wherever it is asked for: SQLite, which has no
//          statistics, would walk the whole chain of the gateway before it took one that does not. held_waiting has what waits in the
//          order of the list; it says lower(state) so that a statement that does so too is not led to held_state instead.
// Runs in  record. A constant only; schema.cc lists it.
#pragma once

namespace beadle::records {

constexpr const char* schema_pages = R"(
DROP INDEX events_at;
CREATE INDEX events_at ON events(gateway, at, seq);
DROP INDEX events_queue_id;
CREATE INDEX events_queue_id ON events(gateway, queue_id, seq);
DROP INDEX events_about;
CREATE INDEX events_about ON events(gateway, about, seq) WHERE about <> 0;
DROP INDEX events_personal;
CREATE INDEX events_personal ON events(gateway, at, seq) WHERE salt IS NOT NULL;
CREATE INDEX events_acts ON events(gateway, at, seq) WHERE salt IS NOT NULL AND kind <> 'verdict';
CREATE INDEX events_day ON events(kind, at, outcome);
CREATE INDEX events_ruled ON events(gateway, at, seq) WHERE kind = 'verdict' AND rules <> '';
CREATE INDEX held_waiting ON held(at, id, state, origin, reason) WHERE lower(state) IN ('pending', 'held');
)";

}  // namespace beadle::records
