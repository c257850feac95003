#include "inspect/text/odf_open.h"

#include <algorithm>

#include "inspect/text/ciphers.h"
#include "inspect/text/inflate.h"

namespace beadle::inspect {
namespace {

constexpr std::size_t checked_octets = 1024;

bool is_proved(const OdfEntry& e, std::string_view packed) {
    const bool first = e.checksum_type.ends_with("1k") || e.checksum_type.ends_with("1K");
    const auto part = first ? packed.substr(0, checked_octets) : packed;
    const bool sha256 = e.checksum.size() == size_of(Digest::sha256);
    return !e.checksum.empty() && digest(sha256 ? Digest::sha256 : Digest::sha1, part) == e.checksum;
}

// The last octet of what AES undid says how many were put behind; a wrong password gives any.
std::string_view without_padding(std::string_view s) {
    const std::size_t padding = s.empty() ? 0 : static_cast<unsigned char>(s.back());
    return padding == 0 || padding > 16 || padding > s.size() ? s : s.substr(0, s.size() - padding);
}

}  // namespace

bool can_open(const OdfEntry& e) {
    return (e.cipher == OdfEntry::Cipher::aes_cbc || e.cipher == OdfEntry::Cipher::blowfish_cfb) &&
           e.derivation == OdfEntry::Derivation::pbkdf2 && e.iterations <= most_rounds;
}

std::optional<std::string> open_odf_entry(const OdfEntry& e, std::string_view sealed, std::string_view password,
                                          Budget& budget) {
    if (!can_open(e) || sealed.size() > budget.unpacked_left() || !budget.time_left()) return std::nullopt;
    const bool blowfish = e.cipher == OdfEntry::Cipher::blowfish_cfb;
    const std::string start = digest(e.start_key == "sha256" ? Digest::sha256 : Digest::sha1, password);
    const int bits = e.bits > 0 ? e.bits : blowfish ? 128 : 256;
    const auto key = derive(start, e.salt, e.iterations, static_cast<std::size_t>(bits) / 8);
    if (!key) return std::nullopt;
    const auto undone =
        blowfish ? undo_blowfish(*key, e.vector, sealed) : undo_aes(Chaining::cbc, *key, e.vector, sealed);
    if (!undone) return std::nullopt;
    const auto packed = blowfish ? std::string_view(*undone) : without_padding(*undone);
    if (!is_proved(e, packed)) return std::nullopt;
    Inflated plain = inflate(packed, Wrapping::raw, budget.unpacked_left());
    if (!budget.spend_unpacked(plain.octets.size()) || plain.state == Inflated::State::too_long) return std::nullopt;
    if (plain.octets.empty() && plain.state == Inflated::State::broken) return std::string(packed);  // never packed
    return std::move(plain.octets);
}

}  // namespace beadle::inspect
