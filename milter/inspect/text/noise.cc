#include "inspect/text/noise.h"

#include <algorithm>
#include <array>

#include "inspect/text/sniff.h"

namespace beadle::inspect {

bool looks_sealed(std::string_view octets) {
    constexpr std::size_t least = 32, enough = 1024, most = 65536;
    if (octets.size() < least) return true;
    const auto look = octets.substr(0, most);
    if (looks_like_text(look)) return false;
    if (look.size() < enough) return true;
    std::array<std::size_t, 256> counts{};
    for (const char c : look) ++counts[static_cast<unsigned char>(c)];
    // Of n octets of noise the most frequent value has little over n / 256; here it may have eight times that.
    return *std::max_element(counts.begin(), counts.end()) <= look.size() / 32;
}

}  // namespace beadle::inspect
