// library: beadle_text
// Compressed containers of macro projects: never longer than is allowed, whatever the tokens say.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "inspect/text/vba.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    bool whole = false;
    const std::string_view octets(reinterpret_cast<const char*>(data), size);
    if (beadle::inspect::unpack_vba(octets, 100'000, whole).size() > 100'000) std::abort();
    return 0;
}
