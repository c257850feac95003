// library: beadle_text
// A message through both readers: every segment is UTF-8 and within its size.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "inspect/message/charset.h"
#include "inspect/text/reading.h"

using namespace beadle;
using namespace beadle::inspect;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view octets(reinterpret_cast<const char*>(data), size);
    static const bool started = (start_text(), true);
    BudgetLimits limits;
    limits.unpacked = 4u << 20;
    Budget budget(limits, size, system_clock());
    const ParsedMessage m = parse_message(octets, budget);
    const Reading r = read_message(m, budget);
    for (const auto& s : r.segments)
        if (!started || s.text.size() > (4u << 20) || !is_utf8(s.text) || !is_utf8(s.location)) std::abort();
    return 0;
}
