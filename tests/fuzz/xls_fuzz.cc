// library: beadle_text
// Excel workbooks: the octets as the stream Workbook, and whole files.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "inspect/message/charset.h"
#include "inspect/text/reader.h"
#include "inspect/text/xls_workbook.h"

using namespace beadle;
using namespace beadle::inspect;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const bool started = (start_text(), true);
    const std::string_view octets(reinterpret_cast<const char*>(data), size);
    BudgetLimits limits;
    limits.unpacked = 4u << 20;
    Budget budget(limits, size, system_clock());
    Reading r;
    Reader reader(r, budget);
    const Place place{"attachment", {"a"}, "1", 1};
    if (octets.starts_with("\xD0\xCF\x11\xE0")) {
        reader.content({}, octets, place);
    } else {
        XlsWorkbook(reader, place).read(octets);
        read_pivot_cache(reader, octets, place);
    }
    for (const auto& s : r.segments)
        if (!started || !is_utf8(s.text)) std::abort();
    return 0;
}
