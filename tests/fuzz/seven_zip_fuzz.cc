// library: beadle_text
// The directory of 7z archives, as it stands in the file and alone (its check sums keep the fuzzer out), and every folder
// unpacked within the budget.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "inspect/message/charset.h"
#include "inspect/text/seven_zip.h"
#include "inspect/text/seven_zip_records.h"

using namespace beadle;
using namespace beadle::inspect;

namespace {

void check(const SevenZip& file, Budget& budget) {
    if (file.files.size() > 100) std::abort();
    for (const auto& f : file.files)
        if (!is_utf8(f.name) || (f.stream && f.folder >= file.folders.size())) std::abort();
    for (const auto& f : file.folders) {
        // A key of many rounds is slow, and no fault.
        const bool keyed = f.sealed() && !f.coders.empty() && !f.coders[0].properties.empty() && (f.coders[0].properties[0] & 0x3F) > 4;
        if (const auto plain = unpack_folder(f, budget, keyed ? "" : "x"); plain && plain->size() > (4u << 20)) std::abort();
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view octets(reinterpret_cast<const char*>(data), size);
    BudgetLimits limits;
    limits.unpacked = 4u << 20;
    Budget budget(limits, 0, system_clock());
    check(read_seven_zip(octets, 100, budget), budget);
    SevenZip packed, plain;
    if (read_packed_directory(octets, octets, packed)) check(packed, budget);
    if (read_plain_directory(octets, octets, 100, plain)) check(plain, budget);
    return 0;
}
