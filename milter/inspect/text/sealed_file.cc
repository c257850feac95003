// Files that programs of their own seal and nobody here opens: their heads say how, and whether that is true.
#include "base/text.h"

#include "inspect/text/pgp.h"
#include "inspect/text/reader.h"

namespace beadle::inspect {
namespace {

using namespace std::string_view_literals;

struct Seal {
    ProtectionMethod method = ProtectionMethod::openssl;
    ProtectionGrade grade = ProtectionGrade::opaque;
    std::string why = "not-what-it-claims";
    bool password = false;
};

// Lines of the head, each "-> kind …", then "--- " and a checksum; behind that only noise.
Seal age_seal(std::string_view octets) {
    Seal out;
    out.method = ProtectionMethod::age;
    std::string plain;
    if (octets.starts_with("-----BEGIN"))
        if (auto armour = find_armour(octets, 0)) plain = std::move(armour->octets);
    if (!plain.empty()) octets = plain;
    const auto end = octets.find("\n--- ");
    if (!octets.starts_with("age-encryption.org/v1\n-> ") || end == std::string_view::npos) return out;
    const auto body = octets.substr(std::min(octets.find('\n', end + 1), octets.size()));
    if (body.size() < 32 || looks_like_text(body)) return out;
    out.password = octets.substr(0, end).find("\n-> scrypt ") != std::string_view::npos;
    out.grade = ProtectionGrade::strong;
    out.why = out.password ? "password" : "public-key";
    return out;
}

// The file does not say which cipher: it may be one that is easily broken, or none.
Seal openssl_seal(std::string_view octets) {
    Seal out;
    const bool coded = octets.starts_with("U2FsdGVkX1");
    if (coded ? octets.size() < 44 : octets.size() < 32 || looks_like_text(octets.substr(16))) return out;
    out.why = "cipher-not-said";
    out.password = true;
    return out;
}

Seal keepass_seal(std::string_view octets) {
    Seal out;
    out.method = ProtectionMethod::kdbx;
    const auto version = octets.substr(4, 4);
    if ((version != "\x65\xFB\x4B\xB5"sv && version != "\x67\xFB\x4B\xB5"sv) || octets.size() < 128) return out;
    out.grade = ProtectionGrade::strong;
    out.why = "password";
    out.password = true;
    return out;
}

Seal rights_seal(std::string_view octets) {
    Seal out;
    out.method = ProtectionMethod::rpmsg;
    if (octets.substr(8, 4) != "\xA0\x0F\0\0"sv) return out;
    out.grade = ProtectionGrade::strong;
    out.why = "rights-management";
    return out;
}

}  // namespace

void read_sealed_file(Reader& reader, const Sniffed& sniffed, std::string_view octets, const Place& place) {
    if (sniffed.type == "application/x-pkcs12") {
        reader.found(FindingKind::private_key, place, Confidence::high, "file that keeps a private key");
        reader.not_inspected(place, NotInspectedReason::encrypted, std::string(sniffed.words));
        return;
    }
    const Seal seal = sniffed.type == "application/x-age"           ? age_seal(octets)
                      : sniffed.type == "application/x-keepass"     ? keepass_seal(octets)
                      : sniffed.type == "application/x-openssl-enc" ? openssl_seal(octets)
                                                                    : rights_seal(octets);
    const bool is = seal.why != "not-what-it-claims";
    reader.protect(place, seal.method, seal.grade, seal.grade == ProtectionGrade::strong, seal.why);
    reader.not_inspected(place, is ? NotInspectedReason::encrypted : NotInspectedReason::broken,
                         std::string(sniffed.words) + (is ? ", " + seal.why : ", damaged or not sealed at all"));
    if (seal.password) reader.lock(Lock::Kind::none, {}, place);
}

}  // namespace beadle::inspect
