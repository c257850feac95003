// lzfu.h — RTF as Outlook packs it (PR_RTF_COMPRESSED).
//
// Takes    octets of the property. Hostile: sizes lie.
// Gives    the RTF; `whole` is false when it ends early or is packed in a way nobody knows.
// Bounds   output <= 17 x input and <= most. Never throws but std::bad_alloc.
// Runs in  inspect worker.
// Source   MS-OXRTFCP.
#pragma once

#include <string>
#include <string_view>

namespace beadle::inspect {

struct UnpackedRtf {
    std::string rtf;
    bool whole = false;
};
UnpackedRtf unpack_rtf(std::string_view octets, std::size_t most);

}  // namespace beadle::inspect
