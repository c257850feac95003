// schema_searches.h — the searches that persons keep under a name in the console.
//
// Gives    one schema step. They end with their account; query: what stands behind the ? of the page's address.
// Runs in  record.
#pragma once

namespace beadle::records {

constexpr const char* schema_searches = R"(
CREATE TABLE saved_searches(
  account @int NOT NULL, name @text NOT NULL, query @text NOT NULL, made_at @int NOT NULL, PRIMARY KEY(account, name)) @table;
)";

}  // namespace beadle::records
