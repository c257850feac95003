#include "inspect/text/seal_zip.h"

#include <algorithm>

#include <zlib.h>

#include "inspect/text/inflate.h"
#include "inspect/text/noise.h"

namespace beadle::inspect {
namespace {

struct Count {
    std::size_t clear = 0, crypto = 0, aes = 0, header = 0, old_cipher = 0, contradictory = 0, sham = 0;
    int least_bits = 256;
};

constexpr std::uint64_t most_plain = 4u << 20;

std::string_view packed_of(const ZipFile& zip, const ZipMember& m) {
    return zip.octets.substr(std::min<std::uint64_t>(m.data, zip.octets.size()), m.packed);
}

// Sealed octets are no text, and longer than the seal itself.
bool is_sham(const ZipFile& zip, const ZipMember& m) {
    const auto packed = packed_of(zip, m);
    if (!looks_sealed(packed)) return true;
    const std::uint64_t least = m.seal == ZipMember::Seal::aes          ? static_cast<std::uint64_t>(m.aes_bits) / 16 + 12
                                : m.seal == ZipMember::Seal::zip_crypto ? 12
                                                                        : 0;
    return packed.size() < least || seems_clear(zip, m);
}

// DES, RC2 with a short key and with a long one, RC4.
bool is_old_cipher(std::uint16_t algorithm) {
    return algorithm == 0x6601 || algorithm == 0x6602 || algorithm == 0x6702 || algorithm == 0x6801;
}

Count count(const ZipFile& zip) {
    Count n;
    for (const auto& m : zip.members) {
        if (m.folder) continue;
        switch (m.seal) {
            case ZipMember::Seal::clear:
                n.clear += m.plain > 0 || m.packed > 0;
                continue;
            case ZipMember::Seal::zip_crypto:
                ++n.crypto;
                break;
            case ZipMember::Seal::aes:
                ++n.aes;
                n.least_bits = std::min(n.least_bits, m.aes_bits);
                break;
            case ZipMember::Seal::strong_header:
                ++n.header;
                n.old_cipher += is_old_cipher(m.algorithm);
                break;
            case ZipMember::Seal::contradictory:
                ++n.contradictory;
                break;
        }
        if (m.seal != ZipMember::Seal::contradictory && !m.broken && is_sham(zip, m)) ++n.sham;
        if (m.broken) ++n.contradictory;
    }
    return n;
}

}  // namespace

bool seems_clear(const ZipFile& zip, const ZipMember& m) {
    const auto packed = packed_of(zip, m);
    if (m.broken || packed.empty()) return false;
    const auto sum = [](std::string_view octets) {
        return ::crc32_z(0, reinterpret_cast<const Bytef*>(octets.data()), octets.size());
    };
    if (m.method == 0) return m.crc != 0 && packed.size() == m.plain && sum(packed) == m.crc;
    if (m.method != 8 || m.plain == 0) return false;
    const auto plain = inflate(packed, Wrapping::raw, most_plain);
    if (plain.state == Inflated::State::too_long) return true;
    return plain.state == Inflated::State::whole && plain.octets.size() == m.plain;
}

ZipSeal seal_of(const ZipFile& zip) {
    const Count n = count(zip);
    ZipSeal out;
    out.sealed =
        n.crypto + n.aes + n.header + n.contradictory > 0 && (n.crypto + n.aes + n.header > 0 || n.contradictory > 0);
    if (!out.sealed) return out;
    if (n.sham > 0) {
        out.sham = true;
        out.why = "members are readable";
    } else if (n.contradictory > 0) {
        out.why = "contradictory-headers";
    } else if (n.clear > 0) {
        out.grade = ProtectionGrade::partial;
        out.why = "some-members-clear";
    } else {
        out.protects = true;
        out.grade = n.crypto + n.old_cipher > 0 ? ProtectionGrade::weak : ProtectionGrade::strong;
        out.why = n.crypto > 0       ? "zip-crypto"
                  : n.old_cipher > 0 ? "des-or-rc"
                  : n.aes > 0        ? "aes-" + std::to_string(n.least_bits)
                                     : "strong-encryption-header";
    }
    return out;
}

}  // namespace beadle::inspect
