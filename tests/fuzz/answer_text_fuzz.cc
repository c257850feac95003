// library: beadle_cli
// Answers of the records, in words: no octet that a terminal obeys, whatever the JSON says.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "base/text.h"
#include "cli/records_text.h"

namespace {

using namespace beadle::cli;

void check(const std::string& text) {
    for (const unsigned char c : text)
        if ((c < 0x20 && c != '\n') || c == 0x7f) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string octets(reinterpret_cast<const char*>(data), size);
    const auto lines = beadle::split(octets, '\n');
    for (const std::size_t width : {40u, 100u}) {
        const Look look{false, width};
        for (auto* as_text : {quarantine_as_text, case_as_text, release_as_text, discard_as_text, events_as_text, verify_as_text})
            check(as_text(lines, look));
        check(gateway_as_text(octets, look));
        check(object_as_text(octets, look));
    }
    return 0;
}
