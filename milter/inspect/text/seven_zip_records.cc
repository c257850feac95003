#include "inspect/text/seven_zip_records.h"

#include <algorithm>

#include "inspect/message/charset.h"
#include "inspect/text/little_endian.h"

namespace beadle::inspect {
namespace {

constexpr std::uint64_t most_folders = 4096, most_coders = 32, most_streams = 1u << 20;
enum Id : std::uint64_t {
    end = 0, archive_properties = 2, additional_streams = 3, main_streams = 4, files_info = 5, pack_info = 6,
    unpack_info = 7, substreams_info = 8, size_id = 9, crc_id = 10, folder_id = 11, unpack_size = 12,
    unpack_count = 13, empty_stream = 14, names_id = 17,
};

// Reads on; after a fault it gives zeros and stays at fault.
struct Octets {
    std::string_view s;
    bool good = true;

    std::uint8_t one() {
        if (s.empty()) good = false;
        if (!good) return 0;
        const auto c = static_cast<std::uint8_t>(s[0]);
        s.remove_prefix(1);
        return c;
    }
    std::string_view take(std::uint64_t n) {
        if (n > s.size()) good = false;
        if (!good) return {};
        const auto out = s.substr(0, n);
        s.remove_prefix(n);
        return out;
    }
    std::uint64_t number() {
        const unsigned first = one();
        std::uint64_t value = 0;
        unsigned mask = 0x80;
        for (unsigned i = 0; i < 8; ++i, mask >>= 1) {
            if ((first & mask) == 0) return value | std::uint64_t{first & (mask - 1)} << (8 * i);
            value |= std::uint64_t{one()} << (8 * i);
        }
        return value;
    }
    std::uint64_t count(std::uint64_t most) {
        const auto n = number();
        if (n > most) good = false;
        return good ? n : 0;
    }
    std::vector<bool> bits(std::uint64_t n) {
        std::vector<bool> out(n);
        unsigned octet = 0;
        for (std::uint64_t i = 0; i < n; ++i) {
            if (i % 8 == 0) octet = one();
            out[i] = (octet >> (7 - i % 8) & 1) != 0;
        }
        return out;
    }
    std::vector<bool> all_or_bits(std::uint64_t n) { return one() != 0 ? std::vector<bool>(n, true) : bits(n); }
    std::vector<std::optional<std::uint32_t>> sums(std::uint64_t n) {
        std::vector<std::optional<std::uint32_t>> out(n);
        const auto there = all_or_bits(n);
        for (std::uint64_t i = 0; i < n && good; ++i)
            if (there[i]) out[i] = le32(take(4), 0);
        return out;
    }
};

struct Packs {
    std::uint64_t at = 0;
    std::vector<std::uint64_t> sizes;
};

Packs read_packs(Octets& in) {
    Packs out;
    out.at = in.number();
    const auto n = in.count(most_streams);
    for (auto id = in.number(); in.good && id != end; id = in.number()) {
        if (id == size_id) {
            for (std::uint64_t i = 0; i < n && in.good; ++i) out.sizes.push_back(in.number());
        } else if (id == crc_id) {
            (void)in.sums(n);
        } else {
            in.good = false;
        }
    }
    if (out.sizes.size() != n) in.good = false;
    return out;
}

SevenZipCoder read_coder(Octets& in) {
    SevenZipCoder c;
    const auto flags = in.one();
    for (const char octet : in.take(flags & 15u)) c.method = c.method << 8 | static_cast<unsigned char>(octet);
    if ((flags & 0x10) != 0) c.in = in.count(most_coders), c.out = in.count(most_coders);
    if ((flags & 0x20) != 0) c.properties = in.take(in.count(1u << 16));
    if ((flags & 0x80) != 0) in.good = false;
    return c;
}

SevenZipFolder read_folder(Octets& in) {
    SevenZipFolder f;
    const auto coders = in.count(most_coders);
    std::uint64_t inputs = 0, outputs = 0;
    for (std::uint64_t i = 0; i < coders && in.good; ++i) {
        f.coders.push_back(read_coder(in));
        inputs += f.coders.back().in, outputs += f.coders.back().out;
    }
    if (coders == 0 || outputs == 0 || inputs < outputs - 1 || inputs > most_coders * 2) in.good = false;
    if (!in.good) return f;
    for (std::uint64_t i = 0; i + 1 < outputs && in.good; ++i) {
        const auto input = in.count(inputs - 1), output = in.count(outputs - 1);
        f.bonds.emplace_back(input, output);
    }
    const auto packs = inputs - (outputs - 1);
    if (packs == 1) {
        for (std::uint64_t i = 0; i < inputs; ++i)
            if (std::none_of(f.bonds.begin(), f.bonds.end(), [&](auto b) { return b.first == i; }))
                f.packed_inputs = {i};
    } else {
        for (std::uint64_t i = 0; i < packs && in.good; ++i) f.packed_inputs.push_back(in.count(inputs - 1));
    }
    f.sizes.resize(outputs);
    return f;
}

void read_folders(Octets& in, SevenZip& out) {
    if (in.number() != folder_id) in.good = false;
    const auto n = in.count(most_folders);
    if (in.one() != 0) in.good = false;  // kept elsewhere: nobody writes that
    for (std::uint64_t i = 0; i < n && in.good; ++i) out.folders.push_back(read_folder(in));
    if (in.number() != unpack_size) in.good = false;
    for (auto& f : out.folders)
        for (auto& size : f.sizes)
            if (in.good) size = in.number();
    for (auto id = in.number(); in.good && id != end; id = in.number()) {
        if (id != crc_id) {
            in.good = false;
            return;
        }
        const auto sums = in.sums(out.folders.size());
        for (std::size_t i = 0; i < out.folders.size() && in.good; ++i) out.folders[i].crc = sums[i];
    }
}

// A folder of one file may have told its check sum already.
void read_sums(Octets& in, const std::vector<std::uint64_t>& counts, SevenZip& out) {
    const auto told = [&](std::size_t i) { return counts[i] == 1 && out.folders[i].crc; };
    std::uint64_t unknown = 0;
    for (std::size_t i = 0; i < counts.size(); ++i) unknown += told(i) ? 0 : counts[i];
    const auto sums = in.sums(in.good ? unknown : 0);
    std::size_t next = 0;
    for (std::size_t i = 0; i < counts.size() && in.good; ++i)
        for (std::uint64_t k = 0; k < counts[i] && !told(i); ++k) out.folders[i].sums.push_back(sums[next++]);
}

// How many files are in each folder, and their sizes: the last one is what is left.
void read_substreams(Octets& in, SevenZip& out, std::size_t most) {
    std::vector<std::uint64_t> counts(out.folders.size(), 1);
    auto id = in.number();
    for (; in.good && id != end && id != size_id && id != unpack_count && id != crc_id; id = in.number())
        in.good = false;
    if (id == unpack_count) {
        std::uint64_t all = 0;
        for (auto& n : counts) all += n = in.count(most - std::min<std::uint64_t>(all, most));
        id = in.number();
    }
    for (std::size_t i = 0; i < out.folders.size() && in.good; ++i) {
        auto& f = out.folders[i];
        std::uint64_t rest = f.size();
        for (std::uint64_t k = 1; k < counts[i] && id == size_id && in.good; ++k) {
            f.files.push_back(std::min(in.number(), rest));
            rest -= f.files.back();
        }
        if (counts[i] > 0) f.files.push_back(rest);
    }
    if (id == size_id) id = in.number();
    if (id == crc_id) {
        read_sums(in, counts, out);
        id = in.number();
    }
    if (id != end) in.good = false;
}

void give_packs(const Packs& packs, std::string_view archive, Octets& in, SevenZip& out) {
    std::uint64_t at = 32 + std::min<std::uint64_t>(packs.at, archive.size());
    std::size_t next = 0;
    for (auto& f : out.folders)
        for (std::size_t i = 0; i < f.packed_inputs.size() && in.good; ++i, ++next) {
            if (next >= packs.sizes.size() || at > archive.size() || packs.sizes[next] > archive.size() - at) {
                in.good = false;
                return;
            }
            f.packed.push_back(archive.substr(at, packs.sizes[next]));
            at += packs.sizes[next];
        }
}

void read_streams(Octets& in, std::string_view archive, std::size_t most, SevenZip& out) {
    Packs packs;
    bool counted = false;
    for (auto id = in.number(); in.good && id != end; id = in.number()) {
        if (id == pack_info) {
            packs = read_packs(in);
        } else if (id == unpack_info && out.folders.empty()) {
            read_folders(in, out);
        } else if (id == substreams_info && !counted) {
            read_substreams(in, out, most);
            counted = true;
        } else {
            in.good = false;
        }
    }
    if (!counted)
        for (auto& f : out.folders) f.files = {f.size()};
    give_packs(packs, archive, in, out);
}

void read_names(std::string_view octets, SevenZip& out) {
    if (octets.empty() || octets[0] != '\0') return;
    octets.remove_prefix(1);
    std::size_t from = 0;
    for (auto& f : out.files) {
        auto to = from;
        while (to + 1 < octets.size() && (octets[to] != '\0' || octets[to + 1] != '\0')) to += 2;
        if (to + 1 >= octets.size()) return;
        f.name = convert_charset(octets.substr(from, std::min<std::size_t>(to - from, 8192)), "utf-16le").value_or("");
        from = to + 2;
    }
}

void read_files(Octets& in, std::size_t most, SevenZip& out) {
    const auto n = in.number();
    if (n > most) {
        out.state = SevenZip::State::limit;
        out.why = "more members than are read";
        in.good = false;
    }
    if (!in.good) return;
    out.files.resize(n);
    std::vector<bool> empty(n);
    for (auto id = in.number(); in.good && id != end; id = in.number()) {
        Octets property{in.take(in.number())};
        if (id == empty_stream) empty = property.bits(n);
        if (id == names_id) read_names(property.s, out);
        in.good = in.good && property.good;
    }
    std::size_t folder = 0, inside = 0;
    for (std::size_t i = 0; i < n; ++i) {
        if (empty[i]) continue;
        while (folder < out.folders.size() && inside >= out.folders[folder].files.size()) ++folder, inside = 0;
        if (folder == out.folders.size()) {
            in.good = false;
            return;
        }
        auto& f = out.files[i];
        f.stream = true, f.folder = folder, f.size = out.folders[folder].files[inside++];
        f.sealed = out.folders[folder].sealed();
    }
}

}  // namespace

bool read_packed_directory(std::string_view octets, std::string_view archive, SevenZip& out) {
    Octets in{octets};
    read_streams(in, archive, most_streams, out);
    return in.good && out.folders.size() == 1;
}

bool read_plain_directory(std::string_view octets, std::string_view archive, std::size_t most, SevenZip& out) {
    Octets in{octets};
    for (auto id = in.number(); in.good && id != end; id = in.number()) {
        if (id == main_streams) {
            read_streams(in, archive, most_streams, out);
        } else if (id == files_info) {
            read_files(in, most, out);
        } else if (id == archive_properties) {
            for (auto type = in.number(); in.good && type != end; type = in.number()) (void)in.take(in.number());
        } else {
            in.good = false;  // additional streams: nobody writes them
        }
    }
    return in.good;
}

}  // namespace beadle::inspect
