// library: beadle_message
// One Authentication-Results field.
#include <cstdint>
#include <string>

#include "inspect/message/authentication.h"

using namespace beadle::inspect;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string body(reinterpret_cast<const char*>(data), size);
    (void)authentication_of(
        {{"Authentication-Results", body, body}, {"Received", "", ""}, {"authentication-results", body, body}});
    return 0;
}
