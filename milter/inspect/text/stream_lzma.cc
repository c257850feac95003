// Edge of liblzma, with lzma_raw.cc.
#include <array>

#include <lzma.h>

#include "inspect/text/stream.h"

namespace beadle::inspect {
namespace {

constexpr std::uint64_t most_memory = (128u << 20) + (1u << 20);

struct Decoder {
    Decoder() = default;
    Decoder(const Decoder&) = delete;
    Decoder& operator=(const Decoder&) = delete;
    ~Decoder() { lzma_end(&z); }
    bool start(StreamKind kind) {
        if (kind == StreamKind::xz) return lzma_stream_decoder(&z, most_memory, 0) == LZMA_OK;
        if (kind == StreamKind::lzip) return lzma_lzip_decoder(&z, most_memory, 0) == LZMA_OK;
        return lzma_alone_decoder(&z, most_memory) == LZMA_OK;
    }
    lzma_stream z = LZMA_STREAM_INIT;
};

std::string_view reason(lzma_ret result) {
    switch (result) {
        case LZMA_BUF_ERROR:
            return "the packed data end early";
        case LZMA_MEM_ERROR:
        case LZMA_MEMLIMIT_ERROR:
            return "needs a dictionary over the limit";
        case LZMA_OPTIONS_ERROR:
            return "packed in a way nobody here unpacks";
        default:
            return "the packed data are damaged";
    }
}

std::size_t one_stream(StreamKind kind, std::string_view octets, Sink& sink) {
    Decoder d;
    if (!d.start(kind)) return sink.damaged("not enough memory"), 0;
    static thread_local std::array<char, 65536> block;
    d.z.next_in = reinterpret_cast<const std::uint8_t*>(octets.data());
    d.z.avail_in = octets.size();
    for (lzma_ret result = LZMA_OK; result != LZMA_STREAM_END;) {
        d.z.next_out = reinterpret_cast<std::uint8_t*>(block.data());
        d.z.avail_out = block.size();
        result = lzma_code(&d.z, LZMA_FINISH);
        if (!sink.add(block.data(), block.size() - d.z.avail_out)) return octets.size();
        if (result != LZMA_OK && result != LZMA_STREAM_END) {
            sink.damaged(std::string(reason(result)));
            break;
        }
    }
    return octets.size() - d.z.avail_in;
}

// Streams of xz may be parted by groups of four NULs.
std::size_t padding(std::string_view octets) {
    const auto end = octets.find_first_not_of('\0');
    return (end == std::string_view::npos ? octets.size() : end) / 4 * 4;
}

}  // namespace

std::size_t undo_lzma(StreamKind kind, std::string_view octets, Sink& sink) {
    std::size_t used = 0;
    while (!sink.stopped() && stream_kind(octets.substr(used)) == kind) {
        const auto step = one_stream(kind, octets.substr(used), sink);
        if (step == 0) break;
        used += step;
        if (kind == StreamKind::lzma) break;  // never joined
        if (kind == StreamKind::xz) used += padding(octets.substr(used));
    }
    return used;
}

}  // namespace beadle::inspect
