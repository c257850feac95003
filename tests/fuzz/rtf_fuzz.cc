// library: beadle_text
// RTF in any state.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "inspect/message/charset.h"
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
    const Claim claim;
    read_rtf(reader, claim, octets, {"attachment", {"a"}, "1", 1});
    for (const auto& s : r.segments)
        if (!started || !is_utf8(s.text)) std::abort();
    return 0;
}
