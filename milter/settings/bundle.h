// bundle.h — the operator's files of one generation, read once and handed to every process as the same sealed octets.
//
// Takes    the path of the settings file. Reads it, the policy file with what it extends, the directory, every pattern and
//          word file of the signatures folder, the words of notices, the TLS policy of the mail server. (Malware databases are not in it:
//          beadle-inspect loads those folders itself.)
// Gives    the files by role, path and octets; as a sealed memory file to hand over.
// Bounds   4 MiB a file, 64 MiB in all.
// Fails    misconfigured, naming the file and why it could not be read. A TLS policy that cannot be read is in the bundle
//          with its fault: it is the mail server's file, and without it nothing counts as protected (people/enforced_tls.h).
// Runs in  supervise and cli read; every process opens. Never throws.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/owned.h"
#include "base/result.h"
#include "settings/settings.h"
#include "base/codec.h"

namespace beadle {

enum class BundleRole : std::uint8_t { settings, policy, base_policy, directory, pattern, words, tls_policy, retention, bank_holidays, notice };
constexpr BundleRole last_of(BundleRole) { return BundleRole::notice; }

struct BundleFile {
    BundleRole role = BundleRole::settings;
    std::string path;
    std::string octets;
    std::string fault = {};  // why it could not be read; "" = it was. Only of role tls_policy
};
struct Bundle {
    std::vector<BundleFile> files;
    std::string version() const;  // first 16 hex digits of SHA-256 over all of it
    const BundleFile* first(BundleRole role) const;
    std::vector<const BundleFile*> all(BundleRole role) const;
};
template <class A>
void describe(A& a, BundleFile& v) { a(v.role, v.path, v.octets, v.fault); }
template <class A>
void describe(A& a, Bundle& v) { a(wire::bounded(v.files, 4096)); }

struct BundleRead {
    Bundle bundle;
    Diagnostics diagnostics;  // empty = good
};
// policy_file, signatures_folder: others than the settings name (drafts); "" = those of the settings.
BundleRead read_bundle(const std::string& settings_file, const std::string& policy_file = "",
                       const std::string& signatures_folder = "");
Result<Descriptor> seal(const Bundle& bundle);
Result<Bundle> open_bundle(int descriptor);

}  // namespace beadle
