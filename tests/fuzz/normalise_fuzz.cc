// library: beadle_detect
// Any octets normalise to text that leads back into them in order, and to themselves the second time as far as ASCII
// goes.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "inspect/detect/normalise.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using beadle::inspect::Normalised;
    const std::string_view given(reinterpret_cast<const char*>(data), size);
    const Normalised once(given);
    std::size_t last = 0;
    for (std::size_t i = 0; i <= once.text().size(); ++i) {
        const std::size_t from = once.original(i);
        if (from < last || from > size) std::abort();
        last = from;
    }
    if (once.text().size() > 2 * size) std::abort();
    return 0;
}
