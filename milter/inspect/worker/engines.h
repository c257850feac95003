// engines.h — what is loaded once, before the first message, and shared by every worker that is forked from it.
//
// Takes    the bundle of a generation: settings, patterns; the malware folders that the settings name.
// Gives    detector and malware engine, both const from here on; the libraries started, with their converters held open.
// Fails    misconfigured with every diagnostic in `what`; defect when a thread was started (fork would lose it).
// Runs in  beadle-inspect's parent, as its own user already. Never throws but std::bad_alloc.
// Source   ARCHITECTURE.md "What libclamav does not say": converters that are not open before the wall closes never open.
#pragma once

#include <memory>
#include <string>

#include "base/budget.h"
#include "inspect/detect/detect.h"
#include "inspect/detect/malware.h"
#include "settings/bundle.h"

namespace beadle::inspect {

struct Engines {
    std::unique_ptr<Detector> detector;
    std::unique_ptr<MalwareEngine> malware;
    std::size_t patterns = 0;
    BudgetLimits limits;
    std::string warnings;  // of the pattern files
};

// `folder`: one on tmpfs, for the parent's own canaries.
Result<Engines> load_engines(const Bundle& bundle, const Settings& settings, const std::string& folder);
BudgetLimits limits_of(const Settings& settings);

}  // namespace beadle::inspect
