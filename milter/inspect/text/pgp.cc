#include "inspect/text/pgp.h"

#include <algorithm>

#include "base/text.h"

#include "inspect/message/transfer.h"
#include "inspect/text/inflate.h"
#include "inspect/text/sniff.h"

namespace beadle::inspect {
namespace {

constexpr int most_packets = 1000;
constexpr int most_levels = 4;

struct Packet {
    int tag = 0;
    std::string_view body;  // of a body in pieces: the first piece
    std::string joined;     // of a body in pieces: all of it
    std::string_view octets() const { return joined.empty() ? body : std::string_view(joined); }
};

unsigned octet(std::string_view s, std::size_t i) { return static_cast<unsigned char>(s[i]); }

std::size_t big_endian(std::string_view s, std::size_t at, int count) {
    std::size_t v = 0;
    for (int i = 0; i < count; ++i) v = v << 8 | octet(s, at + static_cast<std::size_t>(i));
    return v;
}

bool old_format(std::string_view& rest, Packet& out) {
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

bool new_format(std::string_view& rest, Packet& out) {
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

bool next_packet(std::string_view& rest, Packet& out) {
    if (rest.empty() || (octet(rest, 0) & 0x80) == 0) return false;
    return (octet(rest, 0) & 0x40) != 0 ? new_format(rest, out) : old_format(rest, out);
}

bool plausible(const Packet& p) {
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

Pgp sealed(const Packet& p, bool to_key, bool to_password) {
    Pgp out;
    out.kind = Pgp::Kind::encrypted;
    out.why = to_password && !to_key ? "password" : "public-key";
    if (p.tag == 9) {
        out.weak = true;
        out.why = "no-integrity";
    }
    const auto body = p.octets().substr(p.tag == 9 ? 0 : 1);
    if (body.size() >= 32 && looks_like_text(body)) out.kind = Pgp::Kind::none;  // a sham: ciphertext is never readable
    return out;
}

Pgp walk(std::string_view octets, std::uint64_t most, int level);

Pgp unpacked(const Packet& p, std::uint64_t most, int level) {
    Pgp out;
    out.kind = Pgp::Kind::readable;
    const auto s = p.octets();
    const unsigned algorithm = octet(s, 0);
    if (algorithm == 0) return walk(s.substr(1), most, level + 1);
    if (algorithm > 2 || level >= most_levels) {
        out.unread = true;
        return out;
    }
    const auto plain = inflate(s.substr(1), algorithm == 1 ? Wrapping::raw : Wrapping::zlib, most);
    if (plain.state == Inflated::State::too_long)
        out.too_long = true;
    else if (plain.state != Inflated::State::whole)
        out.unread = true;
    if (out.too_long || out.unread) return out;
    return walk(plain.octets, most, level + 1);
}

Pgp literal(const Packet& p) {
    Pgp out;
    out.kind = Pgp::Kind::readable;
    const auto s = p.octets();
    const std::size_t name = s.size() > 1 ? octet(s, 1) : 0;
    if (s.size() < 6 + name) {
        out.unread = true;
        return out;
    }
    out.name = s.substr(2, name);
    out.inner = s.substr(6 + name);
    return out;
}

Pgp walk(std::string_view octets, std::uint64_t most, int level) {
    Pgp out;
    bool to_key = false, to_password = false;
    auto rest = octets;
    for (int i = 0; i < most_packets && !rest.empty(); ++i) {
        Packet p;
        if (!next_packet(rest, p) || !plausible(p)) return i == 0 ? Pgp{} : out;
        switch (p.tag) {
            case 1:
                to_key = true;
                break;
            case 3:
                to_password = true;
                break;
            case 9:
            case 18:
            case 20:
                return sealed(p, to_key, to_password);
            case 8:
                return unpacked(p, most, level);
            case 11:
                return literal(p);
            case 2:
                out.kind = Pgp::Kind::signature;
                break;
            case 6:
            case 14:
                if (out.kind != Pgp::Kind::secret_keys) out.kind = Pgp::Kind::keys;
                break;
            case 5:
            case 7:
                out.kind = Pgp::Kind::secret_keys;
                break;
            default:
                break;
        }
    }
    return out;
}

// The line that starts at `at`, without its end; `next` is where the following one starts.
std::string_view line_at(std::string_view s, std::size_t at, std::size_t& next) {
    const auto end = std::min(s.find('\n', at), s.size());
    next = std::min(end + 1, s.size());
    return trim(s.substr(at, end - at));
}

// Armour headers, then an empty line; some programs leave both out.
std::size_t behind_headers(std::string_view text, std::size_t from) {
    for (std::size_t probe = from, lines = 0; lines < 12 && probe < text.size(); ++lines) {
        std::size_t after = 0;
        const auto header = line_at(text, probe, after);
        if (header.empty()) return after;
        if (header.find(": ") == std::string_view::npos) break;
        probe = after;
    }
    return from;
}

}  // namespace

bool is_pgp(std::string_view octets) {
    auto rest = octets;
    int count = 0;
    while (!rest.empty() && count < most_packets) {
        Packet p;
        if (!next_packet(rest, p) || !plausible(p)) return false;
        ++count;
    }
    return count > 0 && rest.empty() && octets.size() > 16;
}

Pgp read_pgp(std::string_view octets, std::uint64_t most) { return walk(octets, most, 0); }

std::optional<Armour> find_armour(std::string_view text, std::size_t from) {
    constexpr std::string_view begin = "-----BEGIN ";
    const auto at = text.find(begin, from);
    if (at == std::string_view::npos) return std::nullopt;
    Armour out;
    out.from = at;
    std::size_t next = 0;
    auto line = line_at(text, at, next);
    line.remove_prefix(std::min(begin.size(), line.size()));  // its last blank may be the end of the line
    const auto dashes = line.find("-----");
    out.label = line.substr(0, std::min<std::size_t>(dashes, 60));
    out.to = next;
    const std::string end = "-----END " + out.label;
    const std::size_t body = behind_headers(text, next);
    out.headers = text.substr(next, body - next);
    const auto stop = text.find(end, body);
    out.closed = stop != std::string_view::npos;
    const auto last = std::min(stop, text.size());
    if (out.closed)
        (void)line_at(text, stop, out.to);
    else
        out.to = text.size();
    auto base = text.substr(body, last - body);
    // The checksum line is "=" and four characters.
    if (const auto sum = base.rfind("\n="); sum != std::string_view::npos && base.size() - sum < 12)
        base = base.substr(0, sum);
    Damage damage;
    out.octets = decode_base64(base, &damage);
    out.clean = damage.foreign == 0;
    return out;
}

}  // namespace beadle::inspect
