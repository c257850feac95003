// library: beadle_detect
// Octets that are no file of ours are never given on to Hyperscan; those that are come back as they were.
#include <cstdlib>

#include "inspect/detect/compiled_cache.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    using namespace beadle::inspect;
    const std::string_view octets(reinterpret_cast<const char*>(data), size);
    const std::string key(64, '0');
    if (const auto inner = compiled_octets(octets, key); inner && compiled_file(key, *inner) != octets) std::abort();
    if (compiled_octets(compiled_file(key, octets), key) != octets) std::abort();
    return 0;
}
