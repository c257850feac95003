// library: beadle_text
// Archives of every kind as attachments, with what is before, between and behind them. Octets of no known signature are
// given to the kind that the first one chooses.
#include <array>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "inspect/message/charset.h"
#include "inspect/text/archive_password.h"
#include "inspect/text/archives.h"

using namespace beadle;
using namespace beadle::inspect;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string_view octets(reinterpret_cast<const char*>(data), size);
    static const bool started = (start_text(), true);
    BudgetLimits limits;
    limits.unpacked = 2u << 20;
    limits.members = 100;
    limits.milliseconds = 5000;
    Budget budget(limits, 0, system_clock());
    Reading r;
    Reader reader(r, budget);
    const Place place{"attachment", {"a"}, "1", 1};
    const Sniffed sniffed = sniff_archive(octets);
    if (sniffed.format != Format::unknown && sniffed.format != Format::unsupported) {
        reader.content({}, octets, place);
    } else {
        constexpr std::array formats{Format::tar, Format::cpio, Format::ar, Format::cabinet, Format::disc, Format::lha};
        const Sniffed forced{formats[data[0] % formats.size()], "", "archive"};
        read_other_archive(reader, forced, {}, octets, place);
        read_appended(reader, {Format::unknown, "", "binary"}, octets, place);
    }
    if (octets.size() < 4096)
        for (const auto& m : try_archive_password(octets, "x", budget).members)
            if (m.octets.size() > limits.unpacked) std::abort();
    for (const auto& s : r.segments)
        if (!started || !is_utf8(s.text)) std::abort();
    return 0;
}
