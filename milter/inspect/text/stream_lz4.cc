// Edge of liblz4: frames, and the blocks of the older form.
#include <vector>

#include <lz4.h>
#include <lz4frame.h>

#include "base/owned.h"

#include "inspect/text/little_endian.h"
#include "inspect/text/stream.h"

namespace beadle::inspect {
namespace {

constexpr std::uint32_t old_magic = 0x184C2102u;
constexpr std::size_t old_block = 8u << 20;

std::size_t one_frame(std::string_view octets, Sink& sink) {
    LZ4F_dctx* raw = nullptr;
    if (LZ4F_isError(LZ4F_createDecompressionContext(&raw, LZ4F_VERSION)) != 0)
        return sink.damaged("not enough memory"), 0;
    const Owned<LZ4F_dctx, LZ4F_freeDecompressionContext> context(raw);
    std::vector<char> block(65536);
    std::size_t at = 0;
    for (std::size_t left = 1; left != 0;) {
        std::size_t got = block.size(), taken = octets.size() - at;
        left = LZ4F_decompress(context.get(), block.data(), &got, octets.data() + at, &taken, nullptr);
        if (LZ4F_isError(left) != 0) {
            sink.damaged("the packed data are damaged");
            break;
        }
        at += taken;
        if (!sink.add(block.data(), got)) return octets.size();
        if (left != 0 && taken == 0 && got == 0) {
            sink.damaged("the packed data end early");
            break;
        }
    }
    return at;
}

// Blocks of at most 8 MiB each, until something that cannot be the size of one.
std::size_t old_form(std::string_view octets, Sink& sink) {
    std::vector<char> block(old_block);
    std::size_t at = 4;
    while (octets.size() - at >= 4) {
        const std::size_t size = le32(octets, at);
        if (size == old_magic || size > static_cast<std::size_t>(LZ4_COMPRESSBOUND(old_block))) break;
        if (size > octets.size() - at - 4) {
            sink.damaged("the packed data end early");
            break;
        }
        const int got = LZ4_decompress_safe(octets.data() + at + 4, block.data(), static_cast<int>(size), old_block);
        if (got < 0) {
            sink.damaged("the packed data are damaged");
            break;
        }
        if (!sink.add(block.data(), static_cast<std::size_t>(got))) return octets.size();
        at += 4 + size;
    }
    return at;
}

}  // namespace

std::size_t undo_lz4(std::string_view octets, Sink& sink) {
    std::size_t used = 0;
    while (!sink.stopped() && stream_kind(octets.substr(used)) == StreamKind::lz4) {
        const auto rest = octets.substr(used);
        const auto step = le32(rest, 0) == old_magic ? old_form(rest, sink) : one_frame(rest, sink);
        if (step == 0) break;
        used += step;
    }
    return used;
}

}  // namespace beadle::inspect
