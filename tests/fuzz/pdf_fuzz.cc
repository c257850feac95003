// library: beadle_text
// A PDF of any octets: pages, everything beside them, with and without a password.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "inspect/message/charset.h"
#include "inspect/text/pdf_objects.h"
#include "inspect/text/pdf_read.h"

using namespace beadle;
using namespace beadle::inspect;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view octets(reinterpret_cast<const char*>(data), size);
    static const bool started = (start_text(), true);
    BudgetLimits limits;
    limits.unpacked = 4u << 20;
    limits.text = 4u << 20;
    limits.milliseconds = 4000;
    Budget budget(limits, size, system_clock());
    Reading r;
    Reader reader(r, budget);
    read_pdf(reader, octets, {"attachment", {"a"}, "1", 1});
    for (const auto& s : r.segments)
        if (!started || !is_utf8(s.text)) std::abort();
    for (const auto& p : r.protection)
        if (p.protects && r.not_inspected.empty()) std::abort();
    (void)pdf_opens_with(octets, "secret");
    return 0;
}
