#include "inspect/text/stream.h"

#include <algorithm>
#include <bit>

#include "inspect/text/little_endian.h"

namespace beadle::inspect {
namespace {

using namespace std::string_view_literals;

// An lzma file has no signature: its properties octet, a dictionary of a size that encoders write, a plausible length.
bool is_lzma(std::string_view s) {
    if (s.size() < 18 || static_cast<unsigned char>(s[0]) != 0x5D) return false;
    const auto dictionary = le32(s, 1), top = std::bit_floor(dictionary);
    const bool power = dictionary == top || dictionary == top + top / 2;
    const auto length = le64(s, 5);
    return dictionary >= 4096 && power && (length == ~std::uint64_t{0} || length < (std::uint64_t{1} << 40)) &&
           s[13] == 0;
}

bool is_zstd(std::string_view s) {
    if (s.size() < 4) return false;
    const auto magic = le32(s, 0);
    if (magic == 0xFD2FB528u) return true;
    if ((magic & 0xFFFFFFF0u) != 0x184D2A50u || s.size() < 12) return false;  // a frame to be skipped, shared with LZ4
    const std::uint64_t next = 8 + std::uint64_t{le32(s, 4)};
    return next + 4 <= s.size() && le32(s, next) == 0xFD2FB528u;
}

}  // namespace

StreamKind stream_kind(std::string_view s) {
    if (s.starts_with("\x1F\x8B\x08"sv)) return StreamKind::gzip;
    if (s.starts_with("\x1F\x9D"sv) && s.size() > 3 && (s[2] & 0x60) == 0) return StreamKind::compress;
    if (s.size() > 10 && s.starts_with("BZh"sv) && s[3] >= '1' && s[3] <= '9' &&
        (s.substr(4, 6) == "1AY&SY" || s.substr(4, 6) == "\x17\x72\x45\x38\x50\x90"))
        return StreamKind::bzip2;
    if (s.starts_with("\xFD\x37zXZ\0"sv)) return StreamKind::xz;
    if (s.starts_with("LZIP\1"sv)) return StreamKind::lzip;
    if (is_zstd(s)) return StreamKind::zstd;
    if (s.size() >= 7 && (le32(s, 0) == 0x184D2204u || le32(s, 0) == 0x184C2102u)) return StreamKind::lz4;
    if (is_lzma(s)) return StreamKind::lzma;
    return StreamKind::none;
}

Sink::Sink(Budget& budget, std::uint64_t packed) : budget_(budget) {
    const auto ratio = static_cast<std::uint64_t>(budget.limits().ratio) * packed;
    most_ = std::min(budget.unpacked_left(), std::max<std::uint64_t>(1u << 20, ratio));
}

bool Sink::add(const char* octets, std::size_t size) {
    if (stopped()) return false;
    const auto room = most_ - out_.octets.size();
    out_.octets.append(octets, std::min<std::uint64_t>(size, room));
    if (size <= room && budget_.time_left()) return true;
    out_.state = Unpacked::State::limit;
    out_.why = size > room ? "unpacks to more than the limit" : budget_.exhausted();
    return false;
}

void Sink::damaged(std::string why, Unpacked::State state) {
    if (stopped()) return;
    out_.state = state;
    out_.why = std::move(why);
}

Stream unpack_stream(StreamKind kind, std::string_view octets, Budget& budget) {
    Stream out;
    Sink sink(budget, octets.size());
    switch (kind) {
        case StreamKind::none:
            break;
        case StreamKind::gzip:
            out.used = undo_gzip(octets, sink, out);
            break;
        case StreamKind::bzip2:
            out.used = undo_bzip2(octets, sink);
            break;
        case StreamKind::xz:
        case StreamKind::lzma:
        case StreamKind::lzip:
            out.used = undo_lzma(kind, octets, sink);
            break;
        case StreamKind::zstd:
            out.used = undo_zstd(octets, sink);
            break;
        case StreamKind::lz4:
            out.used = undo_lz4(octets, sink);
            break;
        case StreamKind::compress:
            out.used = undo_compress(octets, sink);
            break;
    }
    out.data = sink.take();
    if (out.data.state == Unpacked::State::limit) out.used = octets.size();
    (void)budget.spend_unpacked(out.data.octets.size());
    return out;
}

}  // namespace beadle::inspect
