// library: beadle_people
// A domain of any octets against the known ones.
#include <cstdint>
#include <string>

#include "people/look_alike.h"
#include "people/spelling.h"

using namespace beadle::people;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const LookAlikes look({{"towcester-tc.gov.uk", true}, {"payroll-bureau.example", false}}, {});
    const std::string domain(reinterpret_cast<const char*>(data), size);
    (void)look.judge(domain);
    (void)look.names_council(domain);
    (void)is_disguised(domain);
    return 0;
}
