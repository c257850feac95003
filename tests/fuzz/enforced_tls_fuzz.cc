// library: beadle_people
// Any octets as a TLS policy table, and as the next hop: a level comes out only when a line of the table says it.
#include <cstdint>
#include <string>

#include "base/text.h"
#include "people/enforced_tls.h"

using namespace beadle;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string octets(reinterpret_cast<const char*>(data), size);
    const std::string hop = octets.substr(0, octets.find_first_of(" \t\n"));
    Bundle bundle;
    bundle.files = {{BundleRole::tls_policy, "t", octets}};
    const auto read = EnforcedTls::read(bundle);
    for (const std::string& domain : {std::string("county.example"), hop}) {
        const std::string level = read.tls.level(domain, hop);
        if (!level.empty() && ascii_lower(octets).find(level) == std::string::npos) __builtin_trap();
        if (level == "may" || level == "dane" || level == "none") __builtin_trap();
    }
    return 0;
}
