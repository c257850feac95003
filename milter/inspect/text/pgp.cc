#include "inspect/text/pgp.h"

#include <algorithm>

#include "base/text.h"

#include "inspect/message/transfer.h"
#include "inspect/text/inflate.h"
#include "inspect/text/pgp_packet.h"
#include "inspect/text/sniff.h"
#include "inspect/text/stream.h"

namespace beadle::inspect {
namespace {

constexpr int most_levels = 4;

unsigned octet(std::string_view s, std::size_t i) { return static_cast<unsigned char>(s[i]); }

Pgp sealed(const PgpPacket& p, bool to_key, bool to_password) {
    Pgp out;
    out.kind = Pgp::Kind::encrypted;
    out.why = to_password && !to_key ? "password" : "public-key";
    out.password = to_password || (p.tag == 9 && !to_key);
    if (p.tag == 9) {
        out.weak = true;
        out.why = "no-integrity";
    }
    const auto body = p.octets().substr(p.tag == 9 ? 0 : 1);
    if (body.size() >= 32 && looks_like_text(body)) out.kind = Pgp::Kind::none;  // a sham: ciphertext is never readable
    return out;
}

Pgp walk(std::string_view octets, Budget& budget, int level);

// The packets of a compressed one; none: `out` says why.
std::optional<std::string> undo(unsigned algorithm, std::string_view packed, Budget& budget, Pgp& out) {
    constexpr auto too_long = "unpacks to more than the limit";
    if (!budget.time_left()) return out.limit = budget.exhausted(), std::nullopt;
    if (algorithm == 3) {
        Sink sink(budget, packed.size());
        const auto used = undo_bzip2(packed, sink);
        Unpacked plain = sink.take();
        if (!budget.spend_unpacked(plain.octets.size()) || plain.state == Unpacked::State::limit)
            return out.limit = plain.why.empty() ? too_long : plain.why, std::nullopt;
        if (plain.state == Unpacked::State::whole && used == packed.size()) return std::move(plain.octets);
    } else {
        Inflated plain = inflate(packed, algorithm == 1 ? Wrapping::raw : Wrapping::zlib, budget.unpacked_left());
        if (!budget.spend_unpacked(plain.octets.size()) || plain.state == Inflated::State::too_long)
            return out.limit = too_long, std::nullopt;
        if (plain.state == Inflated::State::whole) return std::move(plain.octets);
    }
    return out.unread = true, std::nullopt;
}

Pgp unpacked(const PgpPacket& p, Budget& budget, int level) {
    Pgp out;
    out.kind = Pgp::Kind::readable;
    const auto s = p.octets();
    const unsigned algorithm = octet(s, 0);
    if (algorithm > 3 || level >= most_levels) {
        out.unread = true;
        return out;
    }
    if (algorithm == 0) return walk(s.substr(1), budget, level + 1);
    const auto plain = undo(algorithm, s.substr(1), budget, out);
    return plain ? walk(*plain, budget, level + 1) : out;
}

Pgp literal(const PgpPacket& p) {
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

Pgp walk(std::string_view octets, Budget& budget, int level) {
    Pgp out;
    bool to_key = false, to_password = false;
    auto rest = octets;
    for (int i = 0; i < most_pgp_packets && !rest.empty(); ++i) {
        PgpPacket p;
        if (!next_pgp_packet(rest, p) || !is_plausible(p)) return i == 0 ? Pgp{} : out;
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
                return unpacked(p, budget, level);
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
    while (!rest.empty() && count < most_pgp_packets) {
        PgpPacket p;
        if (!next_pgp_packet(rest, p) || !is_plausible(p)) return false;
        ++count;
    }
    return count > 0 && rest.empty() && octets.size() > 16;
}

Pgp read_pgp(std::string_view octets, Budget& budget) { return walk(octets, budget, 0); }

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
