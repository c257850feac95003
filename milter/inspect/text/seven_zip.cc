#include "inspect/text/seven_zip.h"

#include <algorithm>

#include <zlib.h>

#include "inspect/text/inflate.h"
#include "inspect/text/little_endian.h"
#include "inspect/text/lzma_raw.h"
#include "inspect/text/seven_zip_key.h"
#include "inspect/text/seven_zip_records.h"
#include "inspect/text/stream.h"

namespace beadle::inspect {
namespace {

using namespace std::string_view_literals;

constexpr std::uint64_t aes = 0x06F10701, copy = 0, deflate = 0x040108, bzip2 = 0x040202;
constexpr std::uint64_t most_directory = 16u << 20;
constexpr std::size_t head = 32;

std::uint32_t crc_of(std::string_view octets) {
    return static_cast<std::uint32_t>(
        ::crc32_z(0, reinterpret_cast<const Bytef*>(octets.data()), octets.size()));
}

// Coders in the order of unpacking, when each has one input and one output.
std::vector<std::size_t> chain_of(const SevenZipFolder& f) {
    std::vector<std::size_t> out;
    const bool simple = std::all_of(f.coders.begin(), f.coders.end(), [](const auto& c) { return c.in == 1 && c.out == 1; });
    if (!simple || f.packed_inputs.size() != 1 || f.packed.size() != 1) return out;
    for (std::uint64_t at = f.packed_inputs[0]; out.size() < f.coders.size();) {
        out.push_back(at);
        const auto next = std::find_if(f.bonds.begin(), f.bonds.end(), [&](auto b) { return b.second == at; });
        if (next == f.bonds.end()) break;
        at = next->first;
    }
    if (out.size() != f.coders.size()) out.clear();
    return out;
}

// One step of the chain from `at` on; how many coders it undid, 0 = not known here or damaged.
std::size_t step(const SevenZipFolder& f, const std::vector<std::size_t>& chain, std::size_t at, std::string& octets,
                 Budget& budget, std::string_view password) {
    const auto& coder = f.coders[chain[at]];
    const auto size = f.sizes[chain[at]];
    if (coder.method == copy) return 1;
    if (coder.method == aes) {
        auto plain = undo_seven_zip_seal(coder.properties, password, octets, budget);
        if (!plain || plain->size() < size) return 0;
        octets = std::move(*plain);
        octets.resize(size);
        return 1;
    }
    Sink sink(budget, octets.size());
    std::size_t used = 1;
    if (coder.method == deflate) {
        auto plain = inflate(octets, Wrapping::raw, std::min(size, budget.unpacked_left()));
        (void)sink.add(plain.octets.data(), plain.octets.size());
    } else if (coder.method == bzip2) {
        (void)undo_bzip2(octets, sink);
    } else if (is_lzma_coder(coder.method)) {
        std::vector<const SevenZipCoder*> together{&coder};
        while (at + used < chain.size() && is_code_filter(f.coders[chain[at + used]].method))
            together.push_back(&f.coders[chain[at + used++]]);
        if (!undo_lzma_raw(together, octets, f.sizes[chain[at + used - 1]], sink)) return 0;
    } else {
        return 0;
    }
    if (sink.stopped()) return 0;
    octets = sink.take().octets;
    return octets.size() == f.sizes[chain[at + used - 1]] ? used : 0;
}

}  // namespace

bool SevenZipFolder::sealed() const {
    return std::any_of(coders.begin(), coders.end(), [](const auto& c) { return (c.method >> 16) == 0x06F1; });
}

std::uint64_t SevenZipFolder::size() const {
    for (std::uint64_t i = 0; i < sizes.size(); ++i)
        if (std::none_of(bonds.begin(), bonds.end(), [&](auto b) { return b.second == i; })) return sizes[i];
    return 0;
}

namespace {

// Every check sum that there is agrees; without one nothing shows that a password was right.
bool is_right(const SevenZipFolder& f, std::string_view octets) {
    if (f.crc) return crc_of(octets) == *f.crc;
    bool any = false;
    std::uint64_t at = 0;
    for (std::size_t i = 0; i < f.files.size() && i < f.sums.size() && f.files[i] <= octets.size() - at; ++i) {
        if (f.sums[i] && crc_of(octets.substr(at, f.files[i])) != *f.sums[i]) return false;
        any = any || f.sums[i];
        at += f.files[i];
    }
    return any || !f.sealed();
}

}  // namespace

std::optional<std::string> unpack_folder(const SevenZipFolder& f, Budget& budget, std::string_view password) {
    const auto chain = chain_of(f);
    if (chain.empty() || (f.sealed() && password.empty())) return std::nullopt;
    std::string octets(f.packed[0]);
    for (std::size_t at = 0; at < chain.size();) {
        const auto used = step(f, chain, at, octets, budget, password);
        if (used == 0) return std::nullopt;
        at += used;
    }
    if (!is_right(f, octets)) return std::nullopt;
    if (!budget.spend_unpacked(octets.size())) return std::nullopt;
    return octets;
}

SevenZip read_seven_zip(std::string_view octets, std::size_t most, Budget& budget, std::string_view password) {
    SevenZip out;
    const auto fail = [&](SevenZip::State state, std::string why) {
        if (out.state == SevenZip::State::whole) out.state = state, out.why = std::move(why);
        return std::move(out);
    };
    if (octets.size() < head || !octets.starts_with("7z\xBC\xAF\x27\x1C"sv))
        return fail(SevenZip::State::broken, "no 7z archive");
    const auto at = le64(octets, 12), size = le64(octets, 20);
    if (crc_of(octets.substr(12, 20)) != le32(octets, 8)) return fail(SevenZip::State::broken, "damaged");
    if (at > octets.size() - head || size > octets.size() - head - at)
        return fail(SevenZip::State::cut, "ends before its directory: part of an archive in several volumes, or cut");
    out.end = head + at + size;
    if (size == 0) return out;
    if (size > most_directory) return fail(SevenZip::State::limit, "directory over the limit");
    std::string_view directory = octets.substr(head + at, size);
    if (crc_of(directory) != le32(octets, 28)) return fail(SevenZip::State::broken, "damaged directory");
    for (int packed = 0; directory.starts_with('\x17'); ++packed) {
        SevenZip wrap;
        if (packed == 4 || !read_packed_directory(directory.substr(1), octets, wrap) ||
            wrap.folders[0].size() > most_directory)
            return fail(SevenZip::State::broken, "directory that cannot be read");
        const bool sealed = wrap.folders[0].sealed();
        auto plain = unpack_folder(wrap.folders[0], budget, password);
        if (!plain)
            return sealed ? fail(SevenZip::State::sealed_directory, "names are encrypted too")
                          : fail(SevenZip::State::broken, "directory that cannot be unpacked");
        out.names_sealed = out.names_sealed || sealed;
        out.directory = std::move(*plain);
        directory = out.directory;
    }
    if (!directory.starts_with('\x01') || !read_plain_directory(directory.substr(1), octets, most, out))
        return fail(SevenZip::State::broken, "directory that cannot be read");
    return out;
}

}  // namespace beadle::inspect
