#include "inspect/text/pgp_open.h"

#include <algorithm>

#include "inspect/text/ciphers.h"
#include "inspect/text/pgp.h"
#include "inspect/text/pgp_packet.h"

namespace beadle::inspect {
namespace {

constexpr std::size_t most_keys = 8, digest_octets = 20, salt_octets = 8;

int octet(std::string_view s, std::size_t i) { return static_cast<unsigned char>(s[i]); }

std::optional<Digest> digest_of(int number) {
    switch (number) {
        case 1:
            return Digest::md5;
        case 2:
            return Digest::sha1;
        case 8:
            return Digest::sha256;
        case 9:
            return Digest::sha384;
        case 10:
            return Digest::sha512;
        default:
            return std::nullopt;
    }
}

std::optional<PgpNeeds::Key> key_of(std::string_view s) {
    if (s.size() < 4 || octet(s, 0) != 4) return std::nullopt;
    PgpNeeds::Key out;
    out.cipher = octet(s, 1);
    const int form = octet(s, 2);
    out.digest = octet(s, 3);
    if (key_size_of(out.cipher) == 0 || !digest_of(out.digest)) return std::nullopt;
    const std::size_t head = form == 0 ? 4 : form == 1 ? 4 + salt_octets : 5 + salt_octets;
    if ((form != 0 && form != 1 && form != 3) || s.size() < head) return std::nullopt;
    if (form != 0) out.salt = s.substr(4, salt_octets);
    if (form == 3) {
        const auto coded = static_cast<unsigned>(octet(s, head - 1));
        out.octets = std::size_t{16 + (coded & 15)} << ((coded >> 4) + 6);
    }
    out.sealed = s.substr(head);
    if (out.sealed.size() > 64) return std::nullopt;
    return out;
}

// As many digests side by side as the key is long, the next each time behind one more NUL.
std::optional<std::string> password_key(const PgpNeeds::Key& key, std::string_view password, Budget& budget) {
    const auto kind = digest_of(key.digest);
    const std::string unit = key.salt + std::string(password);
    std::string out;
    for (std::size_t zeros = 0; kind && out.size() < key_size_of(key.cipher); ++zeros) {
        const auto sum = digest_over(*kind, zeros, unit, std::max(key.octets, unit.size()), budget);
        if (!sum) return std::nullopt;
        out += *sum;
    }
    out.resize(key_size_of(key.cipher));
    return out;
}

// Under a digest: a block, its last two octets again, packets, and the digest of all before it.
std::optional<std::string> proved(int cipher, std::string_view key, std::string_view sealed) {
    const std::size_t block = block_size_of(cipher), tail = 2 + digest_octets;
    // A wrong password shows in the first octets, before all are undone.
    const auto head = undo_feedback(cipher, key, std::string(block, '\0'), sealed.substr(0, block + 2));
    if (!head || head->substr(block - 2, 2) != head->substr(block, 2)) return std::nullopt;
    const auto plain = undo_feedback(cipher, key, std::string(block, '\0'), sealed);
    if (!plain || plain->size() < block + 2 + tail) return std::nullopt;
    const auto all = std::string_view(*plain);
    const auto covered = all.substr(0, all.size() - digest_octets);
    if (!covered.ends_with("\xD3\x14") || digest(Digest::sha1, covered) != all.substr(covered.size()))
        return std::nullopt;
    return std::string(all.substr(block + 2, all.size() - block - 2 - tail));
}

// Of the old form the feedback begins anew behind the first octets.
std::optional<std::string> unproved(int cipher, std::string_view key, std::string_view sealed) {
    const std::size_t block = block_size_of(cipher);
    const auto head = undo_feedback(cipher, key, std::string(block, '\0'), sealed.substr(0, block + 2));
    if (!head || head->substr(block - 2, 2) != head->substr(block, 2)) return std::nullopt;
    auto plain = undo_feedback(cipher, key, sealed.substr(2, block), sealed.substr(block + 2));
    return plain && is_pgp(*plain) ? std::move(plain) : std::nullopt;
}

std::optional<std::string> with_key(const PgpNeeds& needs, int cipher, std::string_view key) {
    if (key_size_of(cipher) != key.size() || needs.sealed.size() < block_size_of(cipher) + 2) return std::nullopt;
    return needs.proved ? proved(cipher, key, needs.sealed) : unproved(cipher, key, needs.sealed);
}

}  // namespace

std::optional<PgpNeeds> pgp_needs(std::string_view octets) {
    PgpNeeds out;
    for (int i = 0; i < most_pgp_packets && !octets.empty(); ++i) {
        PgpPacket p;
        if (!next_pgp_packet(octets, p) || !is_plausible(p)) return std::nullopt;
        if (p.tag == 3) {
            auto key = key_of(p.octets());
            if (!key || out.keys.size() >= most_keys) return std::nullopt;  // not all could be tried
            out.keys.push_back(std::move(*key));
        } else if (p.tag == 9 || (p.tag == 18 && octet(p.octets(), 0) == 1)) {
            out.proved = p.tag == 18;
            out.sealed = p.octets().substr(out.proved ? 1 : 0);
            return out.keys.empty() ? std::nullopt : std::optional(std::move(out));
        } else if (p.tag != 1 && p.tag != 10) {
            return std::nullopt;
        }
    }
    return std::nullopt;
}

std::optional<std::string> open_pgp(const PgpNeeds& needs, std::string_view password, Budget& budget) {
    if (needs.sealed.size() > budget.unpacked_left()) return std::nullopt;
    for (const auto& one : needs.keys) {
        const auto key = password_key(one, password, budget);
        if (!key) return std::nullopt;
        if (one.sealed.empty()) {
            if (auto plain = with_key(needs, one.cipher, *key)) return plain;
            continue;
        }
        const auto session = undo_feedback(one.cipher, *key, std::string(block_size_of(one.cipher), '\0'), one.sealed);
        if (!session || session->size() < 2) continue;
        if (auto plain = with_key(needs, octet(*session, 0), std::string_view(*session).substr(1))) return plain;
    }
    return std::nullopt;
}

}  // namespace beadle::inspect
