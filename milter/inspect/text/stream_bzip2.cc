// Edge of libbz2.
#include <algorithm>
#include <array>

#include <bzlib.h>

#include "inspect/text/stream.h"

namespace beadle::inspect {
namespace {

struct Decoder {
    Decoder() { ready = BZ2_bzDecompressInit(&z, 0, 0) == BZ_OK; }
    Decoder(const Decoder&) = delete;
    Decoder& operator=(const Decoder&) = delete;
    ~Decoder() {
        if (ready) BZ2_bzDecompressEnd(&z);
    }
    bz_stream z{};
    bool ready = false;
};

std::size_t one_stream(std::string_view octets, Sink& sink) {
    Decoder d;
    if (!d.ready) return sink.damaged("not enough memory"), 0;
    static thread_local std::array<char, 65536> block;
    d.z.next_in = const_cast<char*>(octets.data());
    d.z.avail_in = static_cast<unsigned>(std::min<std::size_t>(octets.size(), 0xFFFFFFFFu));
    for (int result = BZ_OK; result != BZ_STREAM_END;) {
        d.z.next_out = block.data();
        d.z.avail_out = block.size();
        result = BZ2_bzDecompress(&d.z);
        const auto got = block.size() - d.z.avail_out;
        if (!sink.add(block.data(), got)) return octets.size();
        if (result != BZ_OK && result != BZ_STREAM_END) {
            sink.damaged("the packed data are damaged");
            break;
        }
        if (result == BZ_OK && d.z.avail_in == 0 && got == 0) {
            sink.damaged("the packed data end early");
            break;
        }
    }
    return octets.size() - d.z.avail_in;
}

}  // namespace

std::size_t undo_bzip2(std::string_view octets, Sink& sink) {
    std::size_t used = 0;
    while (!sink.stopped() && stream_kind(octets.substr(used)) == StreamKind::bzip2) {
        const auto step = one_stream(octets.substr(used), sink);
        if (step == 0) break;
        used += step;
    }
    return used;
}

}  // namespace beadle::inspect
