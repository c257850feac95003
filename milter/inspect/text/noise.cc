#include "inspect/text/noise.h"

#include <algorithm>
#include <array>

#include "inspect/message/charset.h"
#include "inspect/text/sniff.h"

namespace beadle::inspect {

namespace {

// Of 32 octets of noise one in thirty has no control octet among them and would pass for text; half of them are above
// ASCII and no UTF-8.
bool is_readable(std::string_view octets) {
    constexpr std::size_t cut = 3, few = 64;  // octets of a character that was cut off; too few to count shares
    if (!looks_like_text(octets)) return false;
    const auto high = std::count_if(octets.begin(), octets.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
    if (high == 0 || (octets.size() >= few && static_cast<std::size_t>(high) * 3 < octets.size())) return true;
    const auto nul = std::count(octets.begin(), octets.end(), '\0');
    if (static_cast<std::size_t>(nul) * 5 > octets.size()) return true;  // UTF-16 of a Latin script
    for (std::size_t less = 0; less <= cut; ++less)
        if (is_utf8(octets.substr(0, octets.size() - less))) return true;
    return false;
}

}  // namespace

bool looks_sealed(std::string_view octets) {
    constexpr std::size_t least = 32, enough = 1024, most = 65536;
    if (octets.size() < least) return true;
    const auto look = octets.substr(0, most);
    if (is_readable(look)) return false;
    if (look.size() < enough) return true;
    std::array<std::size_t, 256> counts{};
    for (const char c : look) ++counts[static_cast<unsigned char>(c)];
    // Of n octets of noise the most frequent value has little over n / 256; here it may have eight times that.
    return *std::max_element(counts.begin(), counts.end()) <= look.size() / 32;
}

}  // namespace beadle::inspect
