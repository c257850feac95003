// library: beadle_text
// The headers of RAR archives, and the archive by its reader.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "inspect/message/charset.h"
#include "inspect/text/rar_file.h"

using namespace beadle::inspect;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view octets(reinterpret_cast<const char*>(data), size);
    for (const char* signature : {"", "Rar!\x1A\x07", "Rar!\x1A\x07\x01"}) {
        // The fuzzer need not find the signature first.
        const std::string whole = *signature == '\0' ? std::string(octets) : signature + std::string(1, '\0') + std::string(octets);
        const RarFile file = read_rar(whole, 100);
        if (file.members.size() > 100 || file.end > whole.size()) std::abort();
        for (const auto& m : file.members)
            if (!is_utf8(m.name) || m.block.data() < whole.data() || m.block.data() + m.block.size() > whole.data() + whole.size())
                std::abort();
    }
    return 0;
}
