// inspect_message.h — one message from octets to Inspection: parse, read, detect, scan, answer.
//
// Takes    the octets and the envelope; the engines; a budget started for this message.
// Gives    everything that was seen and everything that could not be looked into, within InspectionLimits; samples, subject
//          and names masked: no raw value leaves the worker.
// Bounds   the budget. Text is judged before malware is scanned, small leaves before large ones: when the time runs out,
//          the dearest is what is missing, and each leaf that was not scanned says so.
// Fails    never: what goes wrong in a stage is an entry of not_inspected (limit for memory, crash for an exception),
//          and the other stages still run. Octets that kill the process are the parent's to answer for.
// Runs in  inspect worker; fuzz targets without `malware`. Never throws.
#pragma once

#include <string_view>

#include "base/budget.h"
#include "inspect/detect/detect.h"
#include "inspect/detect/malware.h"
#include "inspect/worker/clean_memory.h"
#include "mail/banner.h"
#include "mail/envelope.h"
#include "mail/inspection.h"

namespace beadle::inspect {

// What each stage took, for measurements.
struct StageTimes {
    std::uint64_t parse_us = 0, read_us = 0, detect_us = 0, scan_us = 0, finish_us = 0;
};

struct Tools {
    const Detector* detector = nullptr;
    const MalwareEngine* malware = nullptr;  // null in fuzz targets alone
    CleanMemory* clean = nullptr;
    const Clock* clock = nullptr;
    StageTimes* times = nullptr;  // null = nobody measures
    std::string_view banner{};           // wording of the warning on outside mail, "" = not wanted
    BannerPlan* banner_plan = nullptr;   // where it would go; null = nobody asks
};

Inspection inspect_message(std::string_view octets, const Envelope& envelope, const Tools& tools, Budget& budget) noexcept;

}  // namespace beadle::inspect
