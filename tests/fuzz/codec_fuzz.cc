// library: beadle_wire
// A worker's answer is hostile: what is read must write back to the same octets, and anything else is refused.
#include <cstdint>
#include <cstdlib>

#include "wire/messages.h"

using namespace beadle;
using namespace beadle::wire;

namespace {

template <class T>
void read(std::string_view octets) {
    const auto value = decode<T>(octets, "fuzz");
    if (value && encode(*value) != octets) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view octets(reinterpret_cast<const char*>(data), size);
    read<Inspection>(octets);
    read<Inspected>(octets);
    read<Inspect>(octets);
    read<RecordVerdict>(octets);
    read<Ask>(octets);
    return 0;
}
