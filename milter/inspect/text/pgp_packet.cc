#include "inspect/text/pgp_packet.h"

namespace beadle::inspect {
namespace {

unsigned octet(std::string_view s, std::size_t i) { return static_cast<unsigned char>(s[i]); }

std::size_t big_endian(std::string_view s, std::size_t at, int count) {
    std::size_t v = 0;
    for (int i = 0; i < count; ++i) v = v << 8 | octet(s, at + static_cast<std::size_t>(i));
    return v;
}

bool old_format(std::string_view& rest, PgpPacket& out) {
    const unsigned first = octet(rest, 0);
    out.tag = first >> 2 & 15;
    const int count = 1 << (first & 3);
    if ((first & 3) == 3) {  // no length: to the end
        out.body = rest.substr(1);
        rest = {};
        return true;
    }
    if (rest.size() < 1 + static_cast<std::size_t>(count)) return false;
    const auto length = big_endian(rest, 1, count), head = 1 + static_cast<std::size_t>(count);
    if (length > rest.size() - head) return false;
    out.body = rest.substr(head, length);
    rest.remove_prefix(head + length);
    return true;
}

bool new_length(std::string_view& rest, std::size_t& length, bool& partial) {
    if (rest.empty()) return false;
    const unsigned l = octet(rest, 0);
    partial = l >= 224 && l < 255;
    std::size_t head = 1;
    if (l < 192) {
        length = l;
    } else if (l < 224) {
        if (rest.size() < 2) return false;
        length = ((l - 192) << 8) + octet(rest, 1) + 192;
        head = 2;
    } else if (partial) {
        length = std::size_t{1} << (l & 31);
    } else {
        if (rest.size() < 5) return false;
        length = big_endian(rest, 1, 4);
        head = 5;
    }
    rest.remove_prefix(head);
    return length <= rest.size();
}

bool new_format(std::string_view& rest, PgpPacket& out) {
    out.tag = octet(rest, 0) & 63;
    rest.remove_prefix(1);
    std::size_t length = 0;
    bool partial = false;
    if (!new_length(rest, length, partial)) return false;
    out.body = rest.substr(0, length);
    rest.remove_prefix(length);
    if (!partial) return true;
    out.joined = out.body;
    while (partial) {
        if (!new_length(rest, length, partial)) return false;
        out.joined += rest.substr(0, length);
        rest.remove_prefix(length);
    }
    return true;
}

}  // namespace

bool next_pgp_packet(std::string_view& rest, PgpPacket& out) {
    if (rest.empty() || (octet(rest, 0) & 0x80) == 0) return false;
    return (octet(rest, 0) & 0x40) != 0 ? new_format(rest, out) : old_format(rest, out);
}

bool is_plausible(const PgpPacket& p) {
    const auto s = p.octets();
    if (s.empty()) return p.tag == 8 ? false : p.tag == 21;
    const unsigned v = octet(s, 0);
    switch (p.tag) {
        case 1:
            return (v == 3 && s.size() > 10) || v == 6;
        case 3:
            return v >= 4 && v <= 6 && s.size() >= 4;
        case 2:
            return v >= 2 && v <= 6;
        case 4:
            return v == 3 || v == 6;
        case 5:
        case 6:
        case 7:
        case 14:
            return v >= 2 && v <= 6;
        case 8:
            return v <= 3;
        case 9:
            return s.size() > 12;
        case 11:
            return v == 'b' || v == 't' || v == 'u' || v == 'm' || v == 'l' || v == '1';
        case 18:
            return (v == 1 || v == 2) && s.size() > 22;
        case 20:
            return v == 1 && s.size() > 20;
        case 10:
        case 12:
        case 13:
        case 17:
        case 19:
        case 21:
            return true;
        default:
            return false;
    }
}

}  // namespace beadle::inspect
