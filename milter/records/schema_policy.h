// schema_policy.h — versions of the policy that persons proposed, and which was adopted when.
//
// Gives    one schema step. Rows of both are only ever added; the last adoption says what serves. version 0 = the operator's file.
// Runs in  record.
#pragma once

namespace beadle::records {

constexpr const char* schema_policy = R"(
CREATE TABLE policy_versions(
  id @id, toml @bytes NOT NULL, hash @text NOT NULL, reason @text NOT NULL, minute @text NOT NULL, made_by @text NOT NULL,
  made_at @int NOT NULL, instead_of @int NOT NULL) @table;
CREATE TABLE policy_adoptions(
  id @id, version @int NOT NULL, reason @text NOT NULL, minute @text NOT NULL, made_by @text NOT NULL,
  made_at @int NOT NULL) @table;
CREATE INDEX policy_adoptions_version ON policy_adoptions(version);
)";

}  // namespace beadle::records
