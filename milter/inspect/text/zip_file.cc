#include "inspect/text/zip_file.h"

#include <algorithm>
#include <optional>

#include "inspect/message/charset.h"
#include "inspect/text/little_endian.h"

namespace beadle::inspect {
namespace {

using namespace std::string_view_literals;

constexpr auto end_record = "PK\5\6"sv, central_record = "PK\1\2"sv, local_record = "PK\3\4"sv;
constexpr auto end_record64 = "PK\6\6"sv, locator64 = "PK\6\7"sv, archive_extra = "PK\6\10"sv;

struct Header {  // what local and central headers share
    std::uint16_t flags = 0, method = 0;
    std::uint64_t packed = 0, plain = 0;
    std::string_view name, extra;
    std::uint16_t aes_strength = 0, real_method = 0;
    bool aes = false;
};

// Zip64 sizes and the AES record of an extra field; `offset` only in the central directory.
void read_extra(Header& h, std::uint64_t* offset) {
    for (auto rest = h.extra; rest.size() >= 4;) {
        const auto id = le16(rest, 0), size = le16(rest, 2);
        rest.remove_prefix(4);
        if (size > rest.size()) return;
        const auto data = rest.substr(0, size);
        if (id == 0x9901 && size >= 7) {
            h.aes = true;
            h.aes_strength = static_cast<unsigned char>(data[4]);
            h.real_method = le16(data, 5);
        } else if (id == 1) {
            std::size_t at = 0;
            for (std::uint64_t* value : {&h.plain, &h.packed, offset})
                if (value && *value == 0xFFFFFFFFu && at + 8 <= data.size()) *value = le64(data, at), at += 8;
        }
        rest.remove_prefix(size);
    }
}

std::string name_text(std::string_view name, std::uint16_t flags) {
    if ((flags & 0x800) != 0 || is_utf8(name)) return valid_utf8(name);
    return convert_charset(name, "ibm-850").value_or(guess_text(name));
}

ZipMember::Seal seal_of(const Header& h) {
    if ((h.flags & 1) == 0) return h.method == 99 || h.aes ? ZipMember::Seal::contradictory : ZipMember::Seal::clear;
    if ((h.flags & 0x40) != 0) return ZipMember::Seal::strong_header;
    return h.method == 99 && h.aes ? ZipMember::Seal::aes : ZipMember::Seal::zip_crypto;
}

std::optional<Header> local_header(std::string_view s, std::uint64_t at, std::uint64_t& data) {
    if (at > s.size() || s.size() - at < 30 || s.substr(at, 4) != local_record) return std::nullopt;
    const auto h = s.substr(at);
    Header out;
    out.flags = le16(h, 6), out.method = le16(h, 8);
    out.packed = le32(h, 18), out.plain = le32(h, 22);
    const std::size_t name = le16(h, 26), extra = le16(h, 28);
    if (h.size() < 30 + name + extra) return std::nullopt;
    out.name = h.substr(30, name), out.extra = h.substr(30 + name, extra);
    read_extra(out, nullptr);
    data = at + 30 + name + extra;
    return out;
}

struct Directory {
    std::uint64_t start = 0, size = 0, count = 0, shift = 0, end = 0;
};

// The end record at `at`, checked against the place of the directory it names.
std::optional<Directory> directory_at(std::string_view s, std::size_t at) {
    if (s.size() - at < 22) return std::nullopt;
    const auto e = s.substr(at);
    Directory d{le32(e, 16), le32(e, 12), le16(e, 10), 0, at};
    if (at >= 20 && s.substr(at - 20, 4) == locator64) {
        const auto where = le64(s, at - 20 + 8);
        if (where <= s.size() && s.size() - where >= 56 && s.substr(where, 4) == end_record64) {
            d.count = le64(s, where + 32), d.size = le64(s, where + 40), d.start = le64(s, where + 48);
            d.end = where;
        }
    }
    if (d.size > d.end) return std::nullopt;
    const auto real = d.end - d.size;
    const bool there = d.count == 0 || s.substr(real, 4) == central_record || s.substr(real, 4) == archive_extra;
    if (there && d.start <= real) {
        d.shift = real - d.start;  // octets put before the archive
        d.start = real;
        return d;
    }
    // Octets between the directory and its end record: some programs go by the place it names.
    if (d.start > d.end || s.substr(d.start, 4) != central_record) return std::nullopt;
    return d;
}

void note(ZipFile& zip, std::string_view what) {
    if (zip.contradiction.find(what) == std::string::npos && zip.contradiction.size() < 300)
        zip.contradiction += (zip.contradiction.empty() ? "" : "; ") + std::string(what);
}

void compare(ZipFile& zip, ZipMember& member, const Header& central, const Header& local) {
    member.masked = (local.flags & 0x2000) != 0 || (central.flags & 0x2000) != 0;
    if (member.masked) return;
    if (local.name != central.name) {
        note(zip, "member names differ between its two tables");
        zip.other_names += name_text(local.name, local.flags) + "\n";
    }
    if (((local.flags ^ central.flags) & 0x41) != 0 || local.method != central.method || local.aes != central.aes) {
        note(zip, "encryption or method of a member differs between its two tables");
        member.seal = ZipMember::Seal::contradictory;
    }
    const bool later = (local.flags & 8) != 0;  // sizes follow the data
    if (!later && (local.packed != central.packed || local.plain != central.plain))
        note(zip, "sizes of a member differ between its two tables");
}

ZipMember member_of(const Header& h) {
    ZipMember m;
    m.name = name_text(h.name, h.flags);
    m.method = h.aes && h.method == 99 ? h.real_method : h.method;
    m.packed = h.packed, m.plain = h.plain;
    m.seal = seal_of(h);
    m.aes_bits = h.aes ? 64 + 64 * h.aes_strength : 0;
    m.folder = m.name.ends_with('/') && h.plain == 0;
    return m;
}

std::size_t read_central(ZipFile& zip, const Directory& d, std::size_t at, std::size_t most) {
    const auto h = zip.octets.substr(at);
    if (h.size() < 46 || h.substr(0, 4) != central_record) return 0;
    Header c;
    c.flags = le16(h, 8), c.method = le16(h, 10), c.packed = le32(h, 20), c.plain = le32(h, 24);
    const std::size_t name = le16(h, 28), extra = le16(h, 30), comment = le16(h, 32);
    if (h.size() < 46 + name + extra + comment) return 0;
    c.name = h.substr(46, name), c.extra = h.substr(46 + name, extra);
    std::uint64_t offset = le32(h, 42);
    read_extra(c, &offset);
    if (zip.members.size() >= most) {
        zip.too_many = true;
        return 0;
    }
    ZipMember m = member_of(c);
    m.local = offset + d.shift;
    const auto local = local_header(zip.octets, m.local, m.data);
    if (!local || m.data > zip.octets.size() || m.packed > zip.octets.size() - m.data)
        m.broken = true;
    else
        compare(zip, m, c, *local);
    zip.members.push_back(std::move(m));
    return 46 + name + extra + comment;
}

// Octets that no listed member covers: programs that read from the front find members there.
void unlisted(ZipFile& zip, std::uint64_t from, std::uint64_t to, std::size_t most) {
    while (from < to && zip.members.size() < most) {
        const auto at = zip.octets.substr(0, to).find(local_record, from);
        if (at == std::string_view::npos) return;
        std::uint64_t data = 0;
        const auto local = local_header(zip.octets, at, data);
        if (!local) {
            from = at + 4;
            continue;
        }
        ZipMember m = member_of(*local);
        m.local = at, m.data = data, m.listed = false;
        if (m.packed == 0 || m.packed > to - std::min(data, to)) m.packed = to - std::min(data, to);
        from = std::max<std::uint64_t>(data + ((local->flags & 8) != 0 ? 0 : m.packed), at + 4);
        zip.members.push_back(std::move(m));
        note(zip, "a member that its directory does not list");
    }
}

void find_gaps(ZipFile& zip, std::uint64_t end, std::size_t most) {
    std::vector<std::pair<std::uint64_t, std::uint64_t>> used;
    for (const auto& m : zip.members)
        if (!m.broken) used.emplace_back(m.local, m.data + m.packed);
    std::sort(used.begin(), used.end());
    std::uint64_t at = 0;
    for (const auto& [from, to] : used) {
        if (from < at) note(zip, "members overlap");
        if (from > at) unlisted(zip, at, from, most);
        at = std::max(at, to);
    }
    unlisted(zip, at, end, most);
}

std::vector<Directory> directories(std::string_view s) {
    std::vector<Directory> out;
    const auto from = s.size() > 65557 ? s.size() - 65557 : 0;
    for (auto at = s.rfind(end_record); at != std::string_view::npos && at >= from; at = s.rfind(end_record, at - 1)) {
        if (const auto d = directory_at(s, at)) out.push_back(*d);
        if (at == 0 || out.size() >= 4) break;
    }
    return out;
}

void read_directory(ZipFile& zip, const Directory& d, std::size_t most) {
    std::size_t read = 0, at = d.start;
    for (std::size_t step; at < d.end && (step = read_central(zip, d, at, most)) > 0; at += step) ++read;
    if (!zip.too_many && read != d.count && d.count < 0xFFFF)
        note(zip, "its directory does not hold as many members as it says");
    // A second directory may list the same members again.
    std::vector<ZipMember> once;
    for (auto& m : zip.members)
        if (std::none_of(once.begin(), once.end(),
                         [&](const ZipMember& o) { return o.local == m.local && o.name == m.name; }) ||
            zip.members.size() > 200)
            once.push_back(std::move(m));
    zip.members = std::move(once);
}

bool inside_a_member(const ZipFile& zip, std::uint64_t at) {
    return std::any_of(zip.members.begin(), zip.members.end(),
                       [&](const ZipMember& m) { return !m.broken && at >= m.data && at < m.data + m.packed; });
}

}  // namespace

bool has_zip_tail(std::string_view octets) {
    const auto found = directories(octets);
    return !found.empty() && found[0].count > 0 && octets.substr(found[0].start, 4) == central_record;
}

ZipFile read_zip(std::string_view octets, std::size_t most) {
    ZipFile zip;
    zip.octets = octets;
    const auto found = directories(octets);
    if (found.empty()) {
        zip.broken = true;
        unlisted(zip, 0, octets.size(), most);
        zip.contradiction.clear();
        return zip;
    }
    if (octets.substr(found[0].start, 4) == archive_extra) zip.sealed_directory = true;
    read_directory(zip, found[0], most);
    for (std::size_t i = 1; i < found.size(); ++i) {
        if (inside_a_member(zip, found[i].end)) continue;  // of an archive that is a member, stored
        note(zip, "more than one end record");
        read_directory(zip, found[i], most);
    }
    if (zip.members.empty() && found[0].count > 0) zip.broken = !zip.sealed_directory;
    find_gaps(zip, found[0].start, most);
    return zip;
}

}  // namespace beadle::inspect
