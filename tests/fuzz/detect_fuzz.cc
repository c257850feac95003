// library: beadle_detect
// The first octet chooses the kind of segment; the rest is its text. Findings keep within their bounds whatever it is.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "../support/signature_bundle.h"
#include "inspect/detect/detect.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace beadle;
    using namespace beadle::inspect;
    static const auto loaded = Detector::load(test::signature_bundle());
    if (loaded.detector == nullptr || size == 0) return 0;
    Reading reading;
    Segment segment;
    segment.kind = static_cast<SegmentKind>(data[0] % 7);
    segment.table = (data[0] & 0x80) != 0;
    segment.text.assign(reinterpret_cast<const char*>(data) + 1, size - 1);
    segment.location = "fuzz";
    reading.segments.push_back(segment);
    Inspection out;
    Budget budget({}, size, system_clock());
    loaded.detector->detect(reading, budget, out);
    for (const auto& f : out.findings)
        if (f.count == 0 || f.sample.size() > 200 || f.evidence.size() > InspectionLimits::text) std::abort();
    (void)loaded.detector->mask_values(segment.text);
    return 0;
}
