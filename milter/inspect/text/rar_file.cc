#include "inspect/text/rar_file.h"

#include <algorithm>
#include <optional>

#include "inspect/message/charset.h"
#include "inspect/text/little_endian.h"

namespace beadle::inspect {
namespace {

using namespace std::string_view_literals;

constexpr auto signature4 = "Rar!\x1A\x07\x00"sv, signature5 = "Rar!\x1A\x07\x01\x00"sv;
constexpr std::size_t most_name = 4096;

// --- RAR 1.5 to 4

// The name in RAR 4's own form of Unicode: octets that say how two of its bits each letter is told.
std::string unicode_name(std::string_view name, std::string_view coded) {
    std::string wide;
    const auto octet = [](std::string_view s, std::size_t i) {
        return i < s.size() ? static_cast<unsigned char>(s[i]) : 0u;
    };
    const auto add = [&](unsigned low, unsigned high) {
        wide += static_cast<char>(low);
        wide += static_cast<char>(high);
    };
    const unsigned high = octet(coded, 0);
    unsigned flags = 0, bits = 0;
    for (std::size_t at = 1; at < coded.size() && wide.size() < 2 * most_name;) {
        if (bits == 0) flags = octet(coded, at++), bits = 8;
        bits -= 2;
        switch (flags >> bits & 3) {
            case 0:
                add(octet(coded, at), 0), ++at;
                break;
            case 1:
                add(octet(coded, at), high), ++at;
                break;
            case 2:
                add(octet(coded, at), octet(coded, at + 1)), at += 2;
                break;
            default: {
                const unsigned length = octet(coded, at++);
                const bool shifted = (length & 0x80) != 0;
                const unsigned shift = shifted ? octet(coded, at++) : 0;
                for (unsigned i = 0; i < (length & 0x7F) + 2; ++i) {
                    const unsigned plain = octet(name, wide.size() / 2);
                    shifted ? add((plain + shift) & 0xFF, high) : add(plain, 0);
                }
            }
        }
    }
    return convert_charset(wide, "utf-16le").value_or("");
}

std::string name4(std::string_view raw, bool unicode) {
    raw = raw.substr(0, most_name);
    const auto nul = raw.find('\0');
    if (!unicode || nul == std::string_view::npos) return guess_text(raw.substr(0, nul));
    return unicode_name(raw.substr(0, nul), raw.substr(nul + 1));
}

struct Block4 {
    std::uint8_t type = 0;
    std::uint16_t flags = 0;
    std::string_view header, data;
};

std::optional<Block4> block4(std::string_view s, std::size_t at) {
    if (s.size() - at < 7) return std::nullopt;
    Block4 b;
    b.type = static_cast<std::uint8_t>(s[at + 2]), b.flags = le16(s, at + 3);
    const std::size_t size = le16(s, at + 5);
    if (size < 7 || size > s.size() - at) return std::nullopt;
    b.header = s.substr(at, size);
    const bool file = b.type == 0x74 || b.type == 0x7A;
    if ((b.flags & 0x8000) == 0 && !file) return b;
    std::uint64_t data = le32(b.header, 7);
    if (file && (b.flags & 0x100) != 0) data |= std::uint64_t{le32(b.header, 32)} << 32;
    b.data = s.substr(at + size, data);
    return data > s.size() - at - size ? std::nullopt : std::optional(b);
}

RarMember member4(const Block4& b, std::string_view whole) {
    RarMember m;
    m.block = whole, m.packed = b.data;
    m.plain = le32(b.header, 11), m.crc = le32(b.header, 16);
    if ((b.flags & 0x100) != 0) m.plain |= std::uint64_t{le32(b.header, 36)} << 32;
    m.sealed = (b.flags & 4) != 0;
    m.weak = b.header.size() > 24 && static_cast<unsigned char>(b.header[24]) < 29;
    m.stored = b.header.size() > 25 && b.header[25] == 0x30;
    m.folder = (b.flags & 0xE0) == 0xE0;
    m.split = (b.flags & 3) != 0;
    m.solid = (b.flags & 0x10) != 0;
    const std::size_t at = (b.flags & 0x100) != 0 ? 40 : 32;
    if (b.header.size() > at) m.name = name4(b.header.substr(at, le16(b.header, 26)), (b.flags & 0x200) != 0);
    return m;
}

void service4(const Block4& b, std::string_view whole, RarFile& out) {
    const RarMember m = member4(b, whole);
    if (m.name == "CMT" && m.stored && !m.sealed)
        out.comment += guess_text(b.data.substr(0, 65536));
    else if (m.name == "CMT" || m.name == "STM")
        out.other_streams = true;
}

void read4(std::string_view s, std::size_t most, RarFile& out) {
    std::size_t at = signature4.size();
    while (at < s.size()) {
        const auto b = block4(s, at);
        if (!b) {
            out.broken = true;
            return;
        }
        const auto whole = s.substr(at, b->header.size() + b->data.size());
        at += whole.size();
        out.end = at;
        if (b->type == 0x73) {
            out.start = s.substr(0, at);
            out.volume = (b->flags & 1) != 0;
            out.solid = (b->flags & 8) != 0;
            out.other_streams = (b->flags & 2) != 0;
            if ((b->flags & 0x80) != 0) {
                out.sealed_headers = true;
                out.end = s.size();
                return;
            }
        } else if (b->type == 0x74) {
            if ((out.too_many = out.members.size() >= most)) return;
            out.members.push_back(member4(*b, whole));
        } else if (b->type == 0x7A) {
            service4(*b, whole, out);
        } else if (b->type == 0x7B) {
            out.ended = true;
            return;
        } else if (b->type < 0x73 || b->type > 0x7B) {
            out.broken = true;
            return;
        }
    }
}

// --- RAR 5

std::optional<std::uint64_t> number(std::string_view& s) {
    std::uint64_t v = 0;
    for (unsigned shift = 0; shift < 63 && !s.empty(); shift += 7) {
        const auto c = static_cast<unsigned char>(s[0]);
        s.remove_prefix(1);
        v |= std::uint64_t{c & 0x7Fu} << shift;
        if (c < 0x80) return v;
    }
    return std::nullopt;
}

struct Block5 {
    std::uint64_t type = 0, flags = 0;
    std::string_view rest, extra, data, whole;
};

std::optional<Block5> block5(std::string_view s, std::size_t at) {
    if (s.size() - at < 7) return std::nullopt;
    auto rest = s.substr(at + 4);
    const auto size = number(rest);
    if (!size || *size > rest.size() || *size > (2u << 20)) return std::nullopt;
    const auto behind = rest.substr(*size);
    rest = rest.substr(0, *size);
    Block5 b;
    const auto type = number(rest), flags = number(rest);
    if (!type || !flags) return std::nullopt;
    b.type = *type, b.flags = *flags;
    const auto extra = (b.flags & 1) != 0 ? number(rest) : 0;
    const auto data = (b.flags & 2) != 0 ? number(rest) : 0;
    if (!extra || !data || *extra > rest.size() || *data > behind.size()) return std::nullopt;
    b.extra = rest.substr(rest.size() - *extra);
    b.rest = rest.substr(0, rest.size() - *extra);
    b.data = behind.substr(0, *data);
    b.whole = s.substr(at, static_cast<std::size_t>(behind.data() - s.data()) - at + *data);
    return b;
}

bool has_encryption(std::string_view extra) {
    while (!extra.empty()) {
        const auto size = number(extra);
        if (!size || *size > extra.size()) return false;
        auto record = extra.substr(0, *size);
        extra.remove_prefix(*size);
        if (number(record).value_or(0) == 1) return true;
    }
    return false;
}

std::optional<RarMember> member5(const Block5& b) {
    RarMember m;
    m.block = b.whole, m.packed = b.data;
    auto rest = b.rest;
    const auto flags = number(rest), plain = number(rest), attributes = number(rest);
    if (!flags || !plain || !attributes) return std::nullopt;
    m.plain = *plain;
    m.folder = (*flags & 1) != 0;
    if ((*flags & 2) != 0) rest.remove_prefix(std::min<std::size_t>(4, rest.size()));
    if ((*flags & 4) != 0) {
        m.crc = le32(rest, 0);
        rest.remove_prefix(std::min<std::size_t>(4, rest.size()));
    }
    const auto packing = number(rest), system = number(rest), length = number(rest);
    if (!packing || !system || !length || *length > rest.size()) return std::nullopt;
    m.solid = (*packing & 0x40) != 0;
    m.stored = (*packing >> 7 & 7) == 0;
    m.name = valid_utf8(rest.substr(0, std::min<std::uint64_t>(*length, most_name)));
    m.split = (b.flags & 0x18) != 0;
    m.sealed = has_encryption(b.extra);
    return m;
}

void service5(const Block5& b, RarFile& out) {
    const auto m = member5(b);
    if (!m) return;
    if (m->name == "CMT" && m->stored && !m->sealed)
        out.comment += guess_text(b.data.substr(0, 65536));
    else if (m->name == "CMT" || m->name == "STM")
        out.other_streams = true;
}

// True while there is more to read.
bool take5(const Block5& b, std::string_view s, std::size_t most, RarFile& out) {
    auto rest = b.rest;
    switch (b.type) {
        case 1: {
            const auto flags = number(rest).value_or(0);
            out.volume = (flags & 1) != 0;
            out.solid = (flags & 4) != 0;
            out.start = s.substr(0, out.end);
            return true;
        }
        case 2: {
            auto m = member5(b);
            out.broken = !m;
            out.too_many = out.members.size() >= most;
            if (m && !out.too_many) out.members.push_back(std::move(*m));
            return m && !out.too_many;
        }
        case 3:
            service5(b, out);
            return true;
        case 4:
            out.sealed_headers = true;
            out.end = s.size();
            return false;
        case 5:
            out.ended = true;
            out.volume = out.volume || (number(rest).value_or(0) & 1) != 0;
            return false;
        default:
            return true;
    }
}

void read5(std::string_view s, std::size_t most, RarFile& out) {
    for (std::size_t at = signature5.size(); at < s.size();) {
        const auto b = block5(s, at);
        if (!b) {
            out.broken = true;
            return;
        }
        out.end = at += b->whole.size();
        if (!take5(*b, s, most, out)) return;
    }
}

}  // namespace

RarFile read_rar(std::string_view octets, std::size_t most) {
    RarFile out;
    if (octets.starts_with(signature5)) {
        out.five = true;
        read5(octets, most, out);
    } else if (octets.starts_with(signature4)) {
        read4(octets, most, out);
    } else {
        out.broken = true;
    }
    // Archives before RAR 3 have no end block.
    const bool old = std::any_of(out.members.begin(), out.members.end(), [](const RarMember& m) { return m.weak; });
    if (!out.ended && !out.sealed_headers && !out.too_many && (out.five || !old)) out.broken = true;
    return out;
}

}  // namespace beadle::inspect
