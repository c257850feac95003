// library: beadle_message
// Every message has at least one part, and every octet of text that is given out is UTF-8.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "inspect/message/charset.h"
#include "inspect/message/message.h"

using namespace beadle;
using namespace beadle::inspect;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view octets(reinterpret_cast<const char*>(data), size);
    static const bool started = (start_messages(), true);
    Budget budget({}, size, system_clock());
    const ParsedMessage m = parse_message(octets, budget);
    if (!started || (m.parts.empty() && m.not_inspected.empty())) std::abort();
    for (const auto& p : m.parts)
        if (!is_utf8(p.filename) || !is_utf8(p.words) || p.parent >= static_cast<int>(m.parts.size())) std::abort();
    if (!is_utf8(m.subject)) std::abort();
    return 0;
}
