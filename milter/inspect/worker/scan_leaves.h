// scan_leaves.h — every decoded entity to the malware engine, once.
//
// Takes    the leaves of a Reading, with what reading already knows of them (digests, protection, coverage) in `out`.
// Gives    malware findings; what the engine calls encrypted as protection where reading did not see it already; what the
//          engine could not look at as not_inspected (scanner), what there was no time for as not_inspected (limit).
// Bounds   the budget's time, smallest leaf first. Content that this worker's memory knows as clean is not scanned again.
// Runs in  inspect worker. Never throws but std::bad_alloc.
#pragma once

#include <vector>

#include "inspect/detect/malware.h"
#include "inspect/text/reading.h"
#include "inspect/worker/clean_memory.h"
#include "mail/inspection.h"

namespace beadle::inspect {

struct ScanTools {
    const MalwareEngine& malware;
    CleanMemory* clean = nullptr;  // null = nothing is remembered
    const Clock& clock;
    Milliseconds begun = 0;        // steady: when the message's own time began
};

void scan_leaves(const std::vector<Leaf>& leaves, const ScanTools& tools, Budget& budget, Inspection& out);

// What one answer of the engine means for the message.
void note_scan(const Scan& scan, const Leaf& leaf, Inspection& out);

}  // namespace beadle::inspect
