// cms.h — what a CMS (S/MIME) object is, by its octets; what is only signed or compressed is unwrapped.
//
// Takes    BER or DER octets. Hostile: lengths are checked, depth is bounded.
// Gives    the content type, how it is sealed, and the content when it is readable.
// Bounds   depth 32; the inner content is at most `most` octets.
// Fails    not recognised: Cms::Kind::none. Recognised and cut short: broken. Never throws but std::bad_alloc.
// Runs in  inspect worker.
// Source   RFC 5652, RFC 5083, RFC 3274, RFC 8551.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace beadle::inspect {

struct Cms {
    enum class Kind { none, broken, enveloped, is_signed, compressed, certificates, plain };
    Kind kind = Kind::none;
    std::string why;  // cipher of an enveloped one: "aes-256-cbc"
    bool weak = false;
    bool opaque = false;  // claims to be encrypted; its content is no ciphertext
    bool too_long = false;
    std::string inner;  // content of a signed, compressed or plain one
};

bool is_pkcs12(std::string_view octets);  // a private key and its certificate, under a password
bool is_cms(std::string_view octets);
bool is_der_certificate(std::string_view octets);  // X.509, or a PKCS#7 without content would be is_cms
Cms read_cms(std::string_view octets, std::uint64_t most);

}  // namespace beadle::inspect
