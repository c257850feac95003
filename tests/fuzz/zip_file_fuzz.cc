// library: beadle_text
// Both tables of a ZIP archive, every member unpacked within the budget, a password tried on those that are sealed.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "inspect/text/seal_zip.h"
#include "inspect/text/zip_file.h"
#include "inspect/text/zip_password.h"

using namespace beadle;
using namespace beadle::inspect;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view octets(reinterpret_cast<const char*>(data), size);
    BudgetLimits limits;
    limits.unpacked = 4u << 20;
    Budget budget(limits, size, system_clock());
    const ZipFile zip = read_zip(octets, 100);
    if (zip.members.size() > 100) std::abort();
    for (const auto& m : zip.members)
        if (unpack(zip, m, budget).octets.size() > limits.unpacked) std::abort();
    for (const auto& m : zip.members)
        if (const auto plain = try_zip_password(zip, m, "x", budget); plain && plain->size() > limits.unpacked) std::abort();
    for (const auto between : zip.between)
        if (between.data() < octets.data() || between.data() + between.size() > octets.data() + octets.size()) std::abort();
    const ZipSeal seal = seal_of(zip);
    if (seal.protects && (seal.sham || seal.grade == ProtectionGrade::partial)) std::abort();
    (void)has_zip_tail(octets);
    return 0;
}
