// binhex.h — one BinHex 4.0 file: its name and its data fork, the resource fork behind it.
//
// Takes    octets, and an offset at or before its first colon. Hostile.
// Gives    nothing when there is none; checksums are not held against it, since programs show it all the same.
// Bounds   runs may grow it: at most 16 MiB are given out (`cut` says so). Never throws but std::bad_alloc.
// Runs in  inspect worker.
// Source   RFC 1741 appendix A.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace beadle::inspect {

struct BinHex {
    std::size_t to = 0;
    std::string name, octets;
    bool cut = false;
};

std::optional<BinHex> read_binhex(std::string_view s, std::size_t from);

}  // namespace beadle::inspect
