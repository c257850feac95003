#include "inspect/text/cms.h"

#include <array>

#include "inspect/text/ber.h"
#include "inspect/text/inflate.h"
#include "inspect/text/sniff.h"

namespace beadle::inspect {
namespace {

using namespace std::string_view_literals;

constexpr auto pkcs7 = "\x2A\x86\x48\x86\xF7\x0D\x01\x07"sv;
constexpr auto auth_enveloped = "\x2A\x86\x48\x86\xF7\x0D\x01\x09\x10\x01\x17"sv;
constexpr auto compressed_data = "\x2A\x86\x48\x86\xF7\x0D\x01\x09\x10\x01\x09"sv;
constexpr auto authenticated = "\x2A\x86\x48\x86\xF7\x0D\x01\x09\x10\x01\x02"sv;

struct Cipher {
    std::string_view oid, name;
    bool weak;
    bool blocks;  // ciphertext comes in whole blocks of 8
};
constexpr std::array ciphers{
    Cipher{"\x60\x86\x48\x01\x65\x03\x04\x01\x02"sv, "aes-128-cbc", false, true},
    Cipher{"\x60\x86\x48\x01\x65\x03\x04\x01\x16"sv, "aes-192-cbc", false, true},
    Cipher{"\x60\x86\x48\x01\x65\x03\x04\x01\x2A"sv, "aes-256-cbc", false, true},
    Cipher{"\x60\x86\x48\x01\x65\x03\x04\x01\x06"sv, "aes-128-gcm", false, false},
    Cipher{"\x60\x86\x48\x01\x65\x03\x04\x01\x1A"sv, "aes-192-gcm", false, false},
    Cipher{"\x60\x86\x48\x01\x65\x03\x04\x01\x2E"sv, "aes-256-gcm", false, false},
    Cipher{"\x60\x86\x48\x01\x65\x03\x04\x01\x07"sv, "aes-128-ccm", false, false},
    Cipher{"\x60\x86\x48\x01\x65\x03\x04\x01\x2F"sv, "aes-256-ccm", false, false},
    Cipher{"\x2A\x83\x08\x8C\x9A\x4B\x3D\x01\x01\x01\x04"sv, "camellia-256-cbc", false, true},
    Cipher{"\x2A\x86\x48\x86\xF7\x0D\x01\x09\x10\x03\x12"sv, "chacha20-poly1305", false, false},
    Cipher{"\x2A\x86\x48\x86\xF7\x0D\x03\x07"sv, "3des", false, true},
    Cipher{"\x2A\x86\x48\x86\xF7\x0D\x03\x02"sv, "rc2", true, true},
    Cipher{"\x2A\x86\x48\x86\xF7\x0D\x03\x04"sv, "rc4", true, false},
    Cipher{"\x2B\x0E\x03\x02\x07"sv, "des", true, true},
};

Cms broken() {
    Cms out;
    out.kind = Cms::Kind::broken;
    return out;
}

// SEQUENCE { OID, [0] content } with which every CMS object begins.
bool content_info(std::string_view octets, std::string_view& oid, std::string_view& content) {
    auto rest = octets;
    const auto outer = next_value(rest);
    if (!outer || !outer->is(0x30)) return false;
    rest = outer->content;
    const auto type = next_value(rest);
    if (!type || !type->is(0x06)) return false;
    oid = type->content;
    const auto wrapped = next_value(rest);
    content = wrapped && wrapped->is(0xA0) ? wrapped->content : std::string_view{};
    return true;
}

// EncryptedContentInfo: type, algorithm, [0] ciphertext in one piece or several.
bool encrypted_content(const Tlv& info, Cms& out) {
    auto rest = info.content;
    const auto type = next_value(rest), algorithm = next_value(rest), data = next_value(rest);
    if (!type || !type->is(0x06) || !algorithm || !algorithm->is(0x30) || !data || (data->tag & 0xDF) != 0x80)
        return false;
    auto inside = algorithm->content;
    const auto oid = next_value(inside);
    if (!oid || !oid->is(0x06)) return false;
    std::string octets;
    const bool whole = append_octets(*data, octets, 1u << 30);
    if (!whole || octets.empty()) return false;
    out.why = "unknown-cipher";
    for (const auto& cipher : ciphers) {
        if (oid->content != cipher.oid) continue;
        out.why = cipher.name;
        out.weak = cipher.weak;
        if (cipher.blocks && octets.size() % 8 != 0) out.opaque = true;
    }
    // Ciphertext is never readable: an envelope of plain text is a sham.
    if (octets.size() >= 32 && looks_like_text(octets)) out.opaque = true;
    return true;
}

Cms enveloped(std::string_view content) {
    Cms out;
    out.kind = Cms::Kind::enveloped;
    const auto body = next_value(content);
    if (!body || !body->is(0x30)) return broken();
    for (auto rest = body->content; !rest.empty();) {
        const auto value = next_value(rest);
        if (!value) return broken();
        if (value->is(0x30)) return encrypted_content(*value, out) ? out : broken();
    }
    return broken();
}

// EncapsulatedContentInfo { OID, [0] OCTET STRING }
bool encapsulated(const Tlv& info, std::string& out, bool& has, bool& too_long, std::uint64_t most) {
    auto rest = info.content;
    const auto type = next_value(rest);
    if (!type || !type->is(0x06)) return false;
    const auto wrapped = next_value(rest);
    has = wrapped && wrapped->is(0xA0);
    if (!has) return true;
    auto inside = wrapped->content;
    const auto octets = next_value(inside);
    if (!octets) return false;
    too_long = wrapped->content.size() > most;
    return too_long || append_octets(*octets, out, most);
}

Cms signed_data(std::string_view content, std::uint64_t most) {
    Cms out;
    out.kind = Cms::Kind::is_signed;
    const auto body = next_value(content);
    if (!body || !body->is(0x30)) return broken();
    for (auto rest = body->content; !rest.empty();) {
        const auto value = next_value(rest);
        if (!value) return broken();
        if (!value->is(0x30)) continue;
        bool has = false;
        if (!encapsulated(*value, out.inner, has, out.too_long, most)) return broken();
        if (!has) out.kind = Cms::Kind::certificates;
        return out;
    }
    return broken();
}

Cms compressed(std::string_view content, std::uint64_t most) {
    Cms out;
    out.kind = Cms::Kind::compressed;
    const auto body = next_value(content);
    if (!body || !body->is(0x30)) return broken();
    int sequences = 0;
    for (auto rest = body->content; !rest.empty();) {
        const auto value = next_value(rest);
        if (!value) return broken();
        if (!value->is(0x30) || ++sequences < 2) continue;
        std::string packed;
        bool has = false;
        if (!encapsulated(*value, packed, has, out.too_long, most) || !has) return broken();
        const Inflated plain = inflate(packed, Wrapping::zlib, most);
        out.inner = plain.octets;
        out.too_long = out.too_long || plain.state == Inflated::State::too_long;
        return plain.state == Inflated::State::broken ? broken() : out;
    }
    return broken();
}

}  // namespace

bool is_pkcs12(std::string_view octets) {
    auto rest = octets.substr(0, 32);
    if (rest.size() < 32 || rest[0] != '\x30') return false;
    const auto length = static_cast<unsigned char>(rest[1]);
    rest.remove_prefix(length > 0x80 && length <= 0x84 ? 2 + (length & 7u) : 2);
    return rest.starts_with("\x02\x01\x03\x30"sv) && rest.find(pkcs7) != std::string_view::npos;
}

bool is_cms(std::string_view octets) {
    if (octets.size() < 16 || octets[0] != '\x30') return false;
    const auto head = octets.substr(0, 32);
    for (const auto oid : {pkcs7, auth_enveloped.substr(0, 10)}) {
        const auto at = head.find(oid);
        if (at != std::string_view::npos && at >= 4 && at <= 16 && octets[at - 2] == '\x06') return true;
    }
    return false;
}

bool is_der_certificate(std::string_view octets) {
    auto rest = octets;
    const auto outer = next_value(rest);
    if (!outer || !outer->is(0x30) || rest.size() > 2) return false;
    auto inside = outer->content;
    const auto body = next_value(inside), algorithm = next_value(inside), signature = next_value(inside);
    return body && body->is(0x30) && algorithm && algorithm->is(0x30) && signature && signature->is(0x03) &&
           inside.empty();
}

Cms read_cms(std::string_view octets, std::uint64_t most) {
    std::string_view oid, content;
    if (!content_info(octets, oid, content)) return is_cms(octets) ? broken() : Cms{};
    if (oid == auth_enveloped) return enveloped(content);
    if (oid == compressed_data) return compressed(content, most);
    if (oid == authenticated) return signed_data(content, most);
    if (!oid.starts_with(pkcs7) || oid.size() != pkcs7.size() + 1) return {};
    switch (oid.back()) {
        case 1: {
            Cms out;
            out.kind = Cms::Kind::plain;
            const auto data = next_value(content);
            return data && append_octets(*data, out.inner, most) ? out : broken();
        }
        case 2:
            return signed_data(content, most);
        case 3:
        case 4:
        case 6:
            return enveloped(content);
        default:
            return {};
    }
}

}  // namespace beadle::inspect
