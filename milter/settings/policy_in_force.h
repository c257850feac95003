// policy_in_force.h — the version of the policy that a person adopted, in the one file by which it reaches the next generation.
//
// Takes    beadle-record writes it from its store (records/policy_versions.h), whoever makes a bundle reads it; beadled as root.
// Gives    the text as it was adopted and its number. The file is replaced whole and bears the SHA-256 of the text. It is a copy:
//          when it is lost, beadle-record writes it again and asks for a reload.
// Bounds   a text of most_policy_version octets.
// Fails    read: misconfigured, when the file is damaged, a link, or of an account that may not write it; unavailable, when this
//          account may not read it. write: unavailable.
// Runs in  record writes; supervise and cli read. Never throws but std::bad_alloc.
// Source   decision 0015.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/result.h"
#include "settings/bundle.h"

namespace beadle {

constexpr std::size_t most_policy_version = 56u << 10;  // within one request to the records

struct PolicyInForce {
    std::int64_t number = 0;
    std::string toml;
    bool operator==(const PolicyInForce&) const = default;
};
// Beside a SQLite store, else in the folder of the keys: both are folders that beadle-record alone may write.
std::string policy_in_force_path(const Settings& settings);
// "version 3 of the policy": its name in bundles, diagnostics and lists; and the number again, 0 of any other name.
std::string policy_version_name(std::int64_t number);
std::int64_t policy_version_number(const std::string& name);

// The same files with another text of the policy in the place of the one they have. The first file of role policy is what
// serves; the operator's own, when a version stands before it, is the second. `name`: what diagnostics call the text.
Bundle with_policy(Bundle bundle, std::string name, std::string octets);
const BundleFile* operators_policy(const Bundle& bundle);  // null: the bundle has no policy
std::int64_t policy_number(const Bundle& bundle);          // of the version that the bundle has; 0 = the operator's file

// Nothing: the operator's file serves. `user`: beside root and this account the only one that may own it.
Result<std::optional<PolicyInForce>> read_policy_in_force(const std::string& path, const std::string& user);
Status write_policy_in_force(const std::string& path, const PolicyInForce& version);
Status remove_policy_in_force(const std::string& path);

}  // namespace beadle
