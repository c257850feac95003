#include <algorithm>

#include <zlib.h>

#include "inspect/text/archive.h"
#include "inspect/text/inflate.h"
#include "inspect/text/zip_file.h"

namespace beadle::inspect {
namespace {

constexpr std::uint64_t mebibyte = 1u << 20;

std::uint64_t most_of(const ZipMember& m, const Budget& budget) {
    const auto ratio = static_cast<std::uint64_t>(budget.limits().ratio) * std::max<std::uint64_t>(m.packed, 1);
    return std::min(budget.limits().unpacked, std::max(mebibyte, ratio));
}

Unpacked failed(Unpacked::State state, std::string why) { return {state, {}, std::move(why)}; }

Unpacked deflated(std::string_view packed, const ZipMember& m, Budget& budget) {
    Unpacked out;
    auto plain = inflate(packed, Wrapping::raw, most_of(m, budget));
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
    return out;
}

}  // namespace

Unpacked unpack(const ZipFile& zip, const ZipMember& m, Budget& budget) {
    if (m.broken || m.data > zip.octets.size()) return failed(Unpacked::State::damaged, "points outside the archive");
    const auto packed = zip.octets.substr(m.data, m.packed);
    if (!budget.time_left()) return failed(Unpacked::State::limit, budget.exhausted());
    Unpacked out;
    if (m.method == 0)
        out.octets = packed;
    else if (m.method == 8)
        out = deflated(packed, m, budget);
    else
        out = unpack_by_library(zip.octets, m.name, most_of(m, budget));
    if (!budget.spend_unpacked(out.octets.size())) return failed(Unpacked::State::limit, budget.exhausted());
    return out;
}

}  // namespace beadle::inspect
