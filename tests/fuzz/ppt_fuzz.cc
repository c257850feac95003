// library: beadle_text
// PowerPoint presentations: the octets as the stream PowerPoint Document, and whole files.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "inspect/message/charset.h"
#include "inspect/text/ppt_records.h"
#include "inspect/text/reader.h"

using namespace beadle;
using namespace beadle::inspect;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const bool started = (start_text(), true);
    const std::string_view octets(reinterpret_cast<const char*>(data), size);
    BudgetLimits limits;
    limits.unpacked = 4u << 20;
    Budget budget(limits, size, system_clock());
    Reading r;
    Reader reader(r, budget);
    const Place place{"attachment", {"a"}, "1", 1};
    reader.content({}, octets, place);
    const std::size_t half = size / 2;
    const PptEdits edits = ppt_edits(octets.substr(0, half), octets.substr(half));
    if (edits.live.size() > size) std::abort();
    PptRecord record;
    for (std::size_t at = 0; ppt_record(octets, at, size, record); at = record.end)
        if (record.end <= at || record.end > size) std::abort();
    for (const auto& s : r.segments)
        if (!started || !is_utf8(s.text)) std::abort();
    return 0;
}
