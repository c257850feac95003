// council_files.h — policy and directory of one bundle, read together and held against the settings: the one check of all.
//
// Takes    the bundle of a generation (settings/bundle.h) and its settings; the day. For a draft its text.
// Gives    what judges, with every error and warning of these files at once, one of them for the senders of exceptions whom no
//          log-in of a member proves (people/asking.h). unsafe(): what a person may not adopt though it is well written, because it
//          weakens what always holds.
// Bounds   those of the readers.
// Fails    `diagnostics` not empty: nothing may be judged by it.
// Runs in  session, record, cli. Never throws but std::bad_alloc.
// Source   decision 0015.
#pragma once

#include <string>

#include "people/directory.h"
#include "policy/policy.h"
#include "settings/bundle.h"

namespace beadle {

struct CouncilFiles {
    policy::Policy policy;
    Directory directory;
    Diagnostics diagnostics;  // errors; empty = good
    Diagnostics warnings;
    bool good() const { return diagnostics.empty(); }
};
CouncilFiles read_council_files(const Bundle& bundle, const Settings& settings, const std::string& today);

// Rules with always = true in the operator's own policy that the draft leaves out or changes in more than its words, and a draft
// that extends nothing: an entry each, without a place.
Diagnostics unsafe(const policy::Policy& operators, const policy::Policy& draft, const std::string& name);

// A draft as the running files would serve with it: `diagnostics` has what unsafe() says too.
CouncilFiles read_draft(const Bundle& running, const Settings& settings, const std::string& today, const std::string& name,
                        const std::string& toml);

}  // namespace beadle
