#include "inspect/text/inflate.h"

#include <algorithm>
#include <array>

#include <zlib.h>

namespace beadle::inspect {

Inflated inflate(std::string_view packed, Wrapping wrapping, std::uint64_t most) {
    Inflated out;
    z_stream z{};
    if (inflateInit2(&z, wrapping == Wrapping::raw ? -15 : 15) != Z_OK) {
        out.state = Inflated::State::broken;
        return out;
    }
    out.octets.reserve(std::min<std::uint64_t>(most, packed.size() * 4));
    static thread_local std::array<char, 65536> block;
    z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
    z.avail_in = static_cast<uInt>(std::min<std::size_t>(packed.size(), 0xFFFFFFFFu));
    int result = Z_OK;
    while (result == Z_OK) {
        z.next_out = reinterpret_cast<Bytef*>(block.data());
        z.avail_out = block.size();
        result = ::inflate(&z, Z_NO_FLUSH);
        const std::size_t got = block.size() - z.avail_out;
        if (out.octets.size() + got > most) {
            out.octets.append(block.data(), most - out.octets.size());
            out.state = Inflated::State::too_long;
            break;
        }
        out.octets.append(block.data(), got);
        if (result == Z_BUF_ERROR || (result == Z_OK && z.avail_in == 0 && got == 0)) {
            out.state = Inflated::State::cut;
            break;
        }
    }
    if (result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR) out.state = Inflated::State::broken;
    out.used = packed.size() - z.avail_in;
    inflateEnd(&z);
    return out;
}

}  // namespace beadle::inspect
