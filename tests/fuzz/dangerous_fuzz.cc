// library: beadle_text
// What runs, installs or leads away: a name up to the first line end, then the octets of the file.
#include <cstdint>
#include <string>

#include "inspect/text/dangerous.h"

using namespace beadle;
using namespace beadle::inspect;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    const auto end = std::min(input.find('\n'), size);
    Claim claim;
    claim.filename = std::string(input.substr(0, end));
    const auto octets = input.substr(std::min(end + 1, size));
    Reading r;
    Budget budget({}, size, system_clock());
    Reader reader(r, budget);
    const Place place{"attachment", {"a"}, "1", 1};
    judge_danger(reader, sniff(octets, "", claim.filename), claim, octets, place);
    judge_sealed_name(reader, claim.filename, place);
    if (is_onenote(octets)) read_onenote(reader, octets, place);
    return 0;
}
