// council.h — settings, policy and directory as the gateway would read them.
//
// Takes    the settings file and, when asked for, another policy: a file, or a name in the folder of the policies; another folder
//          of signatures.
// Gives    Council with everything read; `diagnostics` holds all that is wrong in all files at once.
// Fails    a bad council has diagnostics or a problem in words; nothing may be judged by it then.
// Runs in  cli. Never throws but std::bad_alloc.
#pragma once

#include <string>

#include "people/directory.h"
#include "policy/policy.h"
#include "settings/bundle.h"

namespace beadle::cli {

struct Council {
    Bundle bundle;
    Settings settings;
    policy::Policy policy;
    Directory directory;
    Diagnostics diagnostics;  // errors
    Diagnostics warnings;
    std::string problem;      // a sentence when a file could not be read at all; usage error
    std::string policy_file;
    bool good() const { return diagnostics.empty() && problem.empty(); }
};
Council read_council(const std::string& settings_file, const std::string& policy, const std::string& signatures = "");
// The settings alone, for commands that only need a socket.
SettingsRead read_settings_file(const std::string& settings_file);

// Up to `most` octets of a file, or of standard input for "-".
Result<std::string> read_octets(const std::string& file, std::size_t most);

}  // namespace beadle::cli
