// library: beadle_text
// The banner put into any message: what it held it still holds, its entities are the same, and once is enough.
#include <cstdio>
#include <cstdlib>

#include "../support/banner_carried_out.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    using namespace beadle;
    static const bool started = (inspect::start_text(), inspect::start_messages(), true);
    (void)started;
    if (size > 64u << 10) return 0;
    const std::string octets(reinterpret_cast<const char*>(data), size);
    const auto done = test::bannered(octets);
    const std::string broken = test::broken_by_banner(done);
    if (!broken.empty()) {
        std::fprintf(stderr, "%s\n", broken.c_str());
        std::abort();
    }
    return 0;
}
