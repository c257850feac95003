// Edge of libzstd.
#include <vector>

#include <zstd.h>
#include <zstd_errors.h>

#include "base/owned.h"

#include "inspect/text/stream.h"

namespace beadle::inspect {
namespace {

constexpr int most_window = 27;  // 128 MiB

}  // namespace

std::size_t undo_zstd(std::string_view octets, Sink& sink) {
    const Owned<ZSTD_DCtx, ZSTD_freeDCtx> context(ZSTD_createDCtx());
    if (!context) return sink.damaged("not enough memory"), 0;
    ZSTD_DCtx_setParameter(context.get(), ZSTD_d_windowLogMax, most_window);
    std::vector<char> block(ZSTD_DStreamOutSize());
    ZSTD_inBuffer in{octets.data(), octets.size(), 0};
    while (!sink.stopped()) {
        ZSTD_outBuffer out{block.data(), block.size(), 0};
        const auto before = in.pos;
        const auto left = ZSTD_decompressStream(context.get(), &out, &in);
        if (ZSTD_isError(left) != 0) {
            sink.damaged(ZSTD_getErrorCode(left) == ZSTD_error_frameParameter_windowTooLarge
                             ? "needs a dictionary over the limit"
                             : "the packed data are damaged");
            break;
        }
        if (!sink.add(block.data(), out.pos)) break;
        if (left == 0 && stream_kind(octets.substr(in.pos)) != StreamKind::zstd) break;
        if (in.pos == before && out.pos == 0) {
            sink.damaged("the packed data end early");
            break;
        }
    }
    return in.pos;
}

}  // namespace beadle::inspect
