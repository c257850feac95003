#include "inspect/text/seal_zip.h"

#include <algorithm>

#include "inspect/text/sniff.h"

namespace beadle::inspect {
namespace {

struct Count {
    std::size_t clear = 0, crypto = 0, aes = 0, header = 0, contradictory = 0, sham = 0;
    int least_bits = 256;
};

bool is_sham(const ZipFile& zip, const ZipMember& m) {
    const auto body =
        zip.octets.substr(std::min<std::uint64_t>(m.data, zip.octets.size()), std::min<std::uint64_t>(m.packed, 4096));
    return body.size() >= 32 && looks_like_text(body);
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
        out.grade = n.crypto > 0 ? ProtectionGrade::weak : ProtectionGrade::strong;
        out.why = n.crypto > 0 ? "zip-crypto"
                  : n.aes > 0  ? "aes-" + std::to_string(n.least_bits)
                               : "strong-encryption-header";
    }
    return out;
}

}  // namespace beadle::inspect
