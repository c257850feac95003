// library: beadle_detect
// Any octets as text with links: what they carry is bounded by the text.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "inspect/detect/link_fields.h"

using namespace beadle::inspect;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    if (link_fields(text).size() > 3 * size) std::abort();
    return 0;
}
