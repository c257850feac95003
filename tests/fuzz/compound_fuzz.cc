// library: beadle_text
// Compound files: whatever the chains and the tree say, every entry has one parent and no stream is longer than the
// file.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "inspect/text/compound_file.h"

using namespace beadle::inspect;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view octets(reinterpret_cast<const char*>(data), size);
    const CompoundFile file(octets);
    if (file.broken()) return 0;
    std::size_t children = 0;
    for (const auto& e : file.entries()) {
        children += e.children.size();
        for (const auto id : e.children)
            if (file.entries().at(id).parent != e.id) std::abort();
        if (file.stream(e, 1u << 24).size() > size + 4096) std::abort();
        (void)file.find(e.name);
    }
    if (children > file.entries().size()) std::abort();
    return 0;
}
