// little_endian.h — numbers out of octets; the caller has checked that they are there (0 when they are not).
#pragma once

#include <cstdint>
#include <string_view>

namespace beadle::inspect {

template <class T>
T little_endian(std::string_view s, std::size_t at) {
    if (at > s.size() || s.size() - at < sizeof(T)) return 0;
    std::uint64_t v = 0;
    for (std::size_t i = sizeof(T); i-- > 0;) v = v << 8 | static_cast<unsigned char>(s[at + i]);
    return static_cast<T>(v);
}
inline std::uint16_t le16(std::string_view s, std::size_t at) { return little_endian<std::uint16_t>(s, at); }
inline std::uint32_t le32(std::string_view s, std::size_t at) { return little_endian<std::uint32_t>(s, at); }
inline std::uint64_t le64(std::string_view s, std::size_t at) { return little_endian<std::uint64_t>(s, at); }

}  // namespace beadle::inspect
