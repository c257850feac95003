// library: beadle_text
// Word documents: the octets as the stream WordDocument and as its table, and whole files.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "inspect/message/charset.h"
#include "inspect/text/reader.h"
#include "inspect/text/word_file.h"

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
        WordFile file(octets);
        file.read_tables(octets);
        file.set_data(octets);
        std::uint64_t given = 0;
        for (const auto& part : file.parts()) file.walk(part, [&](const WordCharacter&) { ++given; });
        if (given > 2 * size + 2) std::abort();
        std::size_t index = 0;
        while (!file.left_behind(index).empty()) continue;
        for (const auto names : {WordFile::Names::associated, WordFile::Names::revision_authors,
                                 WordFile::Names::saved_by, WordFile::Names::comment_authors})
            (void)file.strings(names);
        (void)file.seal(octets);
    }
    for (const auto& s : r.segments)
        if (!started || !is_utf8(s.text)) std::abort();
    return 0;
}
