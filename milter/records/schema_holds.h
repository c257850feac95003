// schema_holds.h — how far the text of kept mail was looked through for the terms of a legal hold, and where they stand.
#pragma once

namespace beadle::records {

constexpr const char* holds_schema = R"(
CREATE TABLE hold_texts(hold @text NOT NULL PRIMARY KEY, upto @int NOT NULL) @table;
CREATE TABLE hold_found(
  hold @text NOT NULL, held @int NOT NULL, how @text NOT NULL, PRIMARY KEY(hold, held)) @table;
CREATE INDEX hold_found_held ON hold_found(held);
)";

}  // namespace beadle::records
