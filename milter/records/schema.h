// schema.h — the tables, and the steps that bring an older store forward.
//
// Takes    an open database. Gives one whose version is the newest; each step is one transaction.
// Fails    misconfigured: the store was made by a newer Beadle; otherwise as database.h.
// Runs in  record, before anything is served. Never throws.
#pragma once

#include "records/database.h"

namespace beadle::records {

// True when no row of ours was ever written: only then may keys be made.
Result<bool> store_is_empty(Database& db);
Result<std::int64_t> schema_version(Database& db);  // 0 = it has no tables yet
std::int64_t newest_schema();
Status bring_schema_forward(Database& db, std::int64_t wall);
Status bring_schema_to(Database& db, std::int64_t version, std::int64_t wall);  // of a store that is put back

// Single values of the store as a whole: check values of the keys, the name of this gateway.
Result<std::string> store_mark(Database& db, const std::string& name);  // "" = there is none
Status set_store_mark(Database& db, const std::string& name, const std::string& value);

}  // namespace beadle::records
