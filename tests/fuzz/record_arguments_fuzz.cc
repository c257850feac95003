// library: beadle_records
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "records/argument_reader.h"
#include "records/arguments.h"
#include "records/held.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace beadle::records;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    (void)list_arguments(text);
    if (auto a = show_arguments(text); a && as_reference(a->id) != a->id) __builtin_trap();
    (void)release_arguments(text);
    (void)discard_arguments(text);
    if (auto a = search_arguments(text); a && (a->limit < 1 || a->limit > 10'000 || a->since < 0)) __builtin_trap();
    (void)no_arguments(text);
    (void)wall_time(text);
    return 0;
}
