#include <algorithm>

#include <zlib.h>

#include "inspect/text/archive.h"
#include "inspect/text/inflate.h"
#include "inspect/text/stream.h"
#include "inspect/text/zip_file.h"
#include "inspect/text/zip_member.h"

namespace beadle::inspect {
namespace {

Unpacked failed(Unpacked::State state, std::string why) { return {state, {}, std::move(why), 0}; }

std::uint64_t most_of(std::uint64_t packed, const Budget& budget) {
    const auto ratio = static_cast<std::uint64_t>(budget.limits().ratio) * std::max<std::uint64_t>(packed, 1);
    return std::min(budget.unpacked_left(), std::max<std::uint64_t>(1u << 20, ratio));
}

Unpacked deflated(std::string_view packed, const ZipMember& m, Budget& budget) {
    Unpacked out;
    auto plain = inflate(packed, Wrapping::raw, most_of(packed.size(), budget));
    out.octets = std::move(plain.octets);
    if (plain.state == Inflated::State::too_long) {
        out.state = Unpacked::State::limit;
        out.why = "unpacks to more than the limit";
    } else if (plain.state != Inflated::State::whole) {
        out.state = Unpacked::State::damaged;
        out.why = "the packed data are damaged";
    } else if (m.listed && out.octets.size() != m.plain) {
        out.state = Unpacked::State::damaged;
        out.why = "unpacks to another size than it says";
    }
    if (out.state == Unpacked::State::whole || out.why.ends_with("says")) out.unused = packed.size() - plain.used;
    return out;
}

Unpacked stored(std::string_view packed, const ZipMember& m, Budget& budget) {
    Sink sink(budget, packed.size());
    (void)sink.add(packed.data(), packed.size());
    if (m.listed && packed.size() != m.plain) sink.damaged("has another size than it says");
    return sink.take();
}

// The ways of newer packers: libarchive reads the member as an archive of its own, behind a local header made for it.
Unpacked by_library(std::string_view packed, const ZipMember& m, Budget& budget) {
    Unpacked out = failed(Unpacked::State::unsupported, "packed by " + zip_method_name(m.method));
    if (!library_unpacks(m.method)) return out;
    const std::string header = lone_local_header(m, packed.size());
    ArchivePlan plan;
    plan.kind = ArchiveKind::zip_member;
    plan.pieces = {header, packed};
    const auto end = walk_archive(plan, budget, [&](ArchiveMember& one) {
        out = std::move(one.data);
        if (out.octets.empty()) out.octets = one.octets;
        return false;
    });
    if (end.state == Walked::State::limit) return failed(Unpacked::State::limit, end.why);
    return out;
}

void check_sum(Unpacked& data, const ZipMember& m) {
    if (data.state != Unpacked::State::whole || (m.crc == 0 && m.other_crc == 0)) return;
    if ((m.flags & 8) != 0 && !m.listed) return;  // it follows the data
    const auto sum = ::crc32_z(0, reinterpret_cast<const Bytef*>(data.octets.data()), data.octets.size());
    if (sum == m.crc || sum == m.other_crc || m.aes_bits > 0) return;
    data.state = Unpacked::State::damaged;
    data.why = "its check sum is another";
}

}  // namespace

std::string zip_method_name(std::uint16_t method) {
    switch (method) {
        case 1:
            return "shrink";
        case 2:
        case 3:
        case 4:
        case 5:
            return "reduce";
        case 6:
            return "implode";
        case 9:
            return "deflate64";
        case 10:
            return "PKWARE implode";
        case 12:
            return "bzip2";
        case 14:
            return "lzma";
        case 93:
            return "zstd";
        case 94:
            return "MP3";
        case 95:
            return "xz";
        case 96:
            return "JPEG";
        case 97:
            return "WavPack";
        case 98:
            return "PPMd";
        default:
            return "method " + std::to_string(method);
    }
}

bool library_unpacks(std::uint16_t method) {
    return method == 12 || method == 14 || method == 93 || method == 95 || method == 98;
}

std::string lone_local_header(const ZipMember& m, std::uint64_t packed) {
    const auto number = [](std::uint64_t value, int octets) {
        std::string out;
        for (int i = 0; i < octets; ++i) out += static_cast<char>(value >> (8 * i) & 0xFF);
        return out;
    };
    return "PK\3\4" + number(63, 2) + number(m.flags & 6u, 2) + number(m.method, 2) + number(0, 4) + number(m.crc, 4) +
           number(std::min<std::uint64_t>(packed, 0xFFFFFFFEu), 4) +
           number(std::min<std::uint64_t>(m.plain, 0xFFFFFFFEu), 4) + number(1, 2) + number(0, 2) + "m";
}

Unpacked unpack_packed(std::string_view packed, const ZipMember& m, Budget& budget) {
    if (!budget.time_left()) return failed(Unpacked::State::limit, budget.exhausted());
    Unpacked out = m.method == 0   ? stored(packed, m, budget)
                   : m.method == 8 ? deflated(packed, m, budget)
                                   : by_library(packed, m, budget);
    if (m.method == 0 || m.method == 8)  // the library has spent for what it gave
        if (!budget.spend_unpacked(out.octets.size())) return failed(Unpacked::State::limit, budget.exhausted());
    check_sum(out, m);
    return out;
}

Unpacked unpack(const ZipFile& zip, const ZipMember& m, Budget& budget) {
    if (m.elsewhere) return failed(Unpacked::State::unsupported, "in another volume of the archive");
    if (m.broken || m.data > zip.octets.size()) return failed(Unpacked::State::damaged, "points outside the archive");
    return unpack_packed(zip.octets.substr(m.data, m.packed), m, budget);
}

}  // namespace beadle::inspect
