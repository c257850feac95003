// library: beadle_text
// Files of one packed stream, by every decoder.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "inspect/text/sniff.h"
#include "inspect/text/stream.h"

using namespace beadle;
using namespace beadle::inspect;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view octets(reinterpret_cast<const char*>(data), size);
    BudgetLimits limits;
    limits.unpacked = 4u << 20;
    Budget budget(limits, 0, system_clock());
    const auto kind = stream_kind(octets);
    const Stream stream = unpack_stream(kind, octets, budget);
    if (stream.used > size || stream.data.octets.size() > limits.unpacked) std::abort();
    if (kind != StreamKind::none && sniff_archive(octets).format == Format::unknown) std::abort();
    if (stream.data.state != Unpacked::State::whole && stream.data.why.empty()) std::abort();
    return 0;
}
