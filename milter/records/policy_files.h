// policy_files.h — what the generation that serves says of the policy, and how far an adopted version has come to it.
//
// Takes    from Process, with each switch, the files of the generation (process.cc).
// Gives    what a version is checked against (policy_versions.h), and which one serves.
// Runs in  record, single-threaded: one in each Store.
#pragma once

#include <string>

#include "settings/bundle.h"

namespace beadle::records {

struct PolicyFiles {
    Bundle bundle;            // without notices; empty until there is one
    Settings settings;
    std::int64_t serves = 0;  // the adopted version; 0 = the operator's file
    std::int64_t asked = 0;   // the version for which a reload was asked last
    bool look = true;         // another one may have been adopted: Process holds the file against the store
    std::string problem;      // why the adopted one is not in its file; "" = it is
};

}  // namespace beadle::records
