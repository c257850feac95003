#include "inspect/text/legacy_seal.h"

#include "inspect/text/codepage.h"
#include "inspect/text/little_endian.h"

namespace beadle::inspect {
namespace {

constexpr std::uint32_t rc4_algorithm = 0x6801;

std::string piece(std::string_view s, std::size_t at, std::size_t length) {
    return at > s.size() || s.size() - at < length ? std::string() : std::string(s.substr(at, length));
}

// Behind the version: flags, size, EncryptionHeader of that size, EncryptionVerifier.
void read_crypto_api(std::string_view s, LegacySeal& out) {
    const std::size_t size = le32(s, 8);
    if (size < 32 || size > 4096 || s.size() < 12 + size + 8) {
        out.algorithm = LegacySeal::Algorithm::unknown;
        return;
    }
    const auto header = s.substr(12, size), verifier = s.substr(12 + size);
    const auto algorithm = le32(header, 8), bits = le32(header, 16);
    out.algorithm = algorithm == rc4_algorithm || algorithm == 0 ? LegacySeal::Algorithm::rc4_crypto_api
                                                                 : LegacySeal::Algorithm::unknown;
    out.key_bits = bits == 0 ? 40 : bits;
    out.provider = utf16_text(header.substr(32));
    const std::size_t salt = le32(verifier, 0), hash = le32(verifier, 20 + (salt == 16 ? 16 : 0));
    if (salt != 16 || hash > 64) {
        out.algorithm = LegacySeal::Algorithm::unknown;
        return;
    }
    out.salt = piece(verifier, 4, 16);
    out.encrypted_verifier = piece(verifier, 20, 16);
    out.encrypted_verifier_hash = piece(verifier, 40, 20);
}

}  // namespace

std::string LegacySeal::why() const {
    switch (algorithm) {
        case Algorithm::none:
            return {};
        case Algorithm::exclusive_or:
            return "xor";
        case Algorithm::rc4_40:
            return "rc4-40";
        case Algorithm::rc4_crypto_api:
            return "rc4-cryptoapi-" + std::to_string(key_bits);
        case Algorithm::unknown:
            break;
    }
    return "unknown-encryption";
}

LegacySeal read_rc4_header(std::string_view s) {
    LegacySeal out;
    const auto major = le16(s, 0), minor = le16(s, 2);
    if (major == 1 && minor == 1 && s.size() >= 52) {
        out.algorithm = LegacySeal::Algorithm::rc4_40;
        out.key_bits = 40;
        out.salt = piece(s, 4, 16);
        out.encrypted_verifier = piece(s, 20, 16);
        out.encrypted_verifier_hash = piece(s, 36, 16);
    } else if (major >= 2 && major <= 4 && minor == 2) {
        read_crypto_api(s, out);
    } else {
        out.algorithm = LegacySeal::Algorithm::unknown;
    }
    return out;
}

LegacySeal read_file_pass(std::string_view body, bool biff8) {
    LegacySeal out;
    // Excel 5 and 95 keep only the key and its check; Excel 97 says the kind before.
    const std::size_t at = biff8 ? 2 : 0;
    if (biff8 && le16(body, 0) == 1) return read_rc4_header(body.substr(2));
    out.algorithm = LegacySeal::Algorithm::unknown;
    if ((biff8 && le16(body, 0) != 0) || body.size() < at + 4) return out;
    out.algorithm = LegacySeal::Algorithm::exclusive_or;
    out.key = le16(body, at);
    out.verifier = le16(body, at + 2);
    return out;
}

void judge_seal(Reader& reader, const LegacySeal& seal, const Place& place) {
    if (!seal.sealed()) return;
    const bool known = seal.algorithm != LegacySeal::Algorithm::unknown;
    reader.protect(place, ProtectionMethod::office_legacy, known ? ProtectionGrade::weak : ProtectionGrade::opaque,
                   known, seal.why());
    reader.not_inspected(place, known ? NotInspectedReason::encrypted : NotInspectedReason::broken,
                         "Office 97-2003 document, " + seal.why());
}

}  // namespace beadle::inspect
