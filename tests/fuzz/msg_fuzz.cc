// library: beadle_text
// Outlook messages, whole files, and their packed RTF.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "inspect/message/charset.h"
#include "inspect/text/lzfu.h"
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
    const UnpackedRtf rtf = unpack_rtf(octets, 1u << 20);
    if (rtf.rtf.size() > (1u << 20) || rtf.rtf.size() > 17 * size) std::abort();
    for (const auto& s : r.segments)
        if (!started || !is_utf8(s.text)) std::abort();
    return 0;
}
