#include "inspect/text/zip_records.h"

#include <algorithm>

#include <zlib.h>

#include "inspect/message/charset.h"
#include "inspect/text/little_endian.h"

namespace beadle::inspect {
namespace {

using namespace std::string_view_literals;

constexpr auto end_record = "PK\5\6"sv, central_record = "PK\1\2"sv, local_record = "PK\3\4"sv;
constexpr auto end_record64 = "PK\6\6"sv, locator64 = "PK\6\7"sv, archive_extra = "PK\6\10"sv;
constexpr std::uint32_t saturated = 0xFFFFFFFFu;

std::uint32_t crc_of(std::string_view octets) {
    return static_cast<std::uint32_t>(
        ::crc32(0, reinterpret_cast<const Bytef*>(octets.data()), static_cast<uInt>(octets.size())));
}

void read_zip64(ZipHeader& h, std::string_view data, bool central) {
    std::size_t at = 0;
    for (std::uint64_t* value : {&h.plain, &h.packed, central ? &h.local : nullptr})
        if (value && *value == saturated && at + 8 <= data.size()) *value = le64(data, at), at += 8;
}

void read_extra(ZipHeader& h, bool central) {
    for (auto rest = h.extra; rest.size() >= 4;) {
        const auto id = le16(rest, 0), size = le16(rest, 2);
        rest.remove_prefix(4);
        if (size > rest.size()) return;
        const auto data = rest.substr(0, size);
        if (id == 0x9901 && size >= 7) {
            h.aes = true;
            h.aes_version = le16(data, 0);
            h.aes_strength = static_cast<unsigned char>(data[4]);
            h.real_method = le16(data, 5);
        } else if (id == 0x17 && size >= 4) {
            h.algorithm = le16(data, 2);
        } else if (id == 1) {
            read_zip64(h, data, central);
        } else if (id == 0x7075 && size > 5 && data[0] == 1) {
            h.other_path = data.substr(5);
            h.other_path_stale = le32(data, 1) != crc_of(h.name);
        }
        rest.remove_prefix(size);
    }
}

// The Zip64 end record that belongs to the end record at `at`.
std::optional<std::size_t> end64_of(std::string_view s, std::size_t at) {
    if (at < 20 || s.substr(at - 20, 4) != locator64) return std::nullopt;
    const auto said = le64(s, at - 20 + 8);
    const auto is_one = [&](std::uint64_t where) {
        return where <= s.size() && s.size() - where >= 56 && s.substr(where, 4) == end_record64;
    };
    if (is_one(said)) return said;
    if (at >= 76 && is_one(at - 76)) return at - 76;  // octets stand before the archive
    return std::nullopt;
}

// The end record at `at`, checked against the place of the directory it names.
bool settle(std::string_view s, ZipDirectory& d) {
    if (d.size > d.end) return false;
    const auto real = d.end - d.size;
    const bool there = d.count == 0 || s.substr(real, 4) == central_record || s.substr(real, 4) == archive_extra;
    if (there && d.start <= real) {
        d.shift = real - d.start;
        d.start = real;
        return true;
    }
    // Octets between the directory and its end record: some programs go by the place it names.
    return d.start <= d.end && s.substr(d.start, 4) == central_record;
}

void directory_at(std::string_view s, std::size_t at, std::vector<ZipDirectory>& out) {
    if (s.size() - at < 22) return;
    const auto e = s.substr(at);
    ZipDirectory d;
    d.start = le32(e, 16), d.size = le32(e, 12), d.count = le16(e, 10), d.end = at, d.at = at;
    d.comment = e.substr(22, le16(e, 20));
    const auto disk = le16(e, 4), first = le16(e, 6);
    d.volumes = (disk != 0 && disk != 0xFFFF) || (first != 0 && first != 0xFFFF);
    ZipDirectory wide = d;
    if (const auto where = end64_of(s, at)) {
        wide.count = le64(s, *where + 32), wide.size = le64(s, *where + 40), wide.start = le64(s, *where + 48);
        wide.end = *where;
        const auto differ = [](std::uint64_t narrow, std::uint64_t all, std::uint64_t full) {
            return narrow != full && narrow != all;
        };
        wide.two_sizes = differ(d.start, wide.start, saturated) || differ(d.size, wide.size, saturated) ||
                         differ(d.count, wide.count, 0xFFFF);
        if (settle(s, wide)) out.push_back(wide);
        if (!wide.two_sizes) return;
    }
    if (settle(s, d)) out.push_back(d);
}

}  // namespace

std::string zip_name(std::string_view name, std::uint16_t flags) {
    if ((flags & 0x800) != 0 || is_utf8(name)) return valid_utf8(name);
    return convert_charset(name, "ibm-850").value_or(guess_text(name));
}

std::optional<ZipHeader> local_header(std::string_view s, std::uint64_t at) {
    if (at > s.size() || s.size() - at < 30 || s.substr(at, 4) != local_record) return std::nullopt;
    const auto r = s.substr(at);
    ZipHeader h;
    h.flags = le16(r, 6), h.method = le16(r, 8), h.time = le16(r, 10), h.crc = le32(r, 14);
    h.packed = le32(r, 18), h.plain = le32(r, 22);
    const std::size_t name = le16(r, 26), extra = le16(r, 28);
    if (r.size() < 30 + name + extra) return std::nullopt;
    h.name = r.substr(30, name), h.extra = r.substr(30 + name, extra);
    h.length = 30 + name + extra;
    read_extra(h, false);
    return h;
}

std::optional<ZipHeader> central_header(std::string_view s, std::uint64_t at) {
    if (at > s.size() || s.size() - at < 46 || s.substr(at, 4) != central_record) return std::nullopt;
    const auto r = s.substr(at);
    ZipHeader h;
    h.flags = le16(r, 8), h.method = le16(r, 10), h.time = le16(r, 12), h.crc = le32(r, 16);
    h.packed = le32(r, 20), h.plain = le32(r, 24), h.disk = le16(r, 34), h.local = le32(r, 42);
    const std::size_t name = le16(r, 28), extra = le16(r, 30), comment = le16(r, 32);
    if (r.size() < 46 + name + extra + comment) return std::nullopt;
    h.name = r.substr(46, name), h.extra = r.substr(46 + name, extra), h.comment = r.substr(46 + name + extra, comment);
    h.length = 46 + name + extra + comment;
    read_extra(h, true);
    return h;
}

std::vector<ZipDirectory> zip_directories(std::string_view s) {
    std::vector<ZipDirectory> out;
    const auto from = s.size() > 65557 ? s.size() - 65557 : 0;
    for (auto at = s.rfind(end_record); at != std::string_view::npos && at >= from; at = s.rfind(end_record, at - 1)) {
        directory_at(s, at, out);
        if (at == 0 || out.size() >= 4) break;
    }
    return out;
}

}  // namespace beadle::inspect
