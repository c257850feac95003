// library: beadle_mail
// The hash of a message does not depend on the pieces it comes in, and a Received field on top changes nothing.
#include <cstdint>
#include <cstdlib>

#include "mail/content_hash.h"

using namespace beadle;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view octets(reinterpret_cast<const char*>(data), size);
    const std::string hash = ContentHash::of_message(octets);
    if (hash.size() != 64) std::abort();
    // An octet string that begins with a blank would continue the field put before it.
    if (octets.empty() || (octets[0] != ' ' && octets[0] != '\t'))
        if (ContentHash::of_message("Received: by mx.example\r\n" + std::string(octets)) != hash) std::abort();
    ContentHash whole, pieces;
    whole.body(octets);
    for (const char& c : octets) pieces.body({&c, 1});
    if (whole.hex() != pieces.hex()) std::abort();
    return 0;
}
