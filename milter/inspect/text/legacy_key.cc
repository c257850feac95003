#include "inspect/text/legacy_key.h"

#include <algorithm>

#include "inspect/text/ciphers.h"

namespace beadle::inspect {
namespace {

constexpr std::size_t longest_exclusive_or = 15;
constexpr std::array<std::uint8_t, 15> padding{0xBB, 0xFF, 0xFF, 0xBA, 0xFF, 0xFF, 0xB9, 0x80,
                                               0x00, 0xBE, 0x0F, 0x00, 0xBF, 0x0F, 0x00};
constexpr std::array<std::uint16_t, 15> initial{0xE1F0, 0x1D0F, 0xCC9C, 0x84C0, 0x110C, 0x0E10, 0xF1CE, 0x313E,
                                                0x1872, 0xE139, 0xD40F, 0x84F9, 0x280C, 0xA96A, 0x4EC3};
// Seven rows for each character, from the fifteenth last character of a password on.
constexpr std::array<std::uint16_t, 105> matrix{
    0xAEFC, 0x4DD9, 0x9BB2, 0x2745, 0x4E8A, 0x9D14, 0x2A09, 0x7B61, 0xF6C2, 0xFDA5, 0xEB6B, 0xC6F7, 0x9DCF, 0x2BBF,
    0x4563, 0x8AC6, 0x05AD, 0x0B5A, 0x16B4, 0x2D68, 0x5AD0, 0x0375, 0x06EA, 0x0DD4, 0x1BA8, 0x3750, 0x6EA0, 0xDD40,
    0xD849, 0xA0B3, 0x5147, 0xA28E, 0x553D, 0xAA7A, 0x44D5, 0x6F45, 0xDE8A, 0xAD35, 0x4A4B, 0x9496, 0x390D, 0x721A,
    0xEB23, 0xC667, 0x9CEF, 0x29FF, 0x53FE, 0xA7FC, 0x5FD9, 0x47D3, 0x8FA6, 0x0F6D, 0x1EDA, 0x3DB4, 0x7B68, 0xF6D0,
    0xB861, 0x60E3, 0xC1C6, 0x93AD, 0x377B, 0x6EF6, 0xDDEC, 0x45A0, 0x8B40, 0x06A1, 0x0D42, 0x1A84, 0x3508, 0x6A10,
    0xAA51, 0x4483, 0x8906, 0x022D, 0x045A, 0x08B4, 0x1168, 0x76B4, 0xED68, 0xCAF1, 0x85C3, 0x1BA7, 0x374E, 0x6E9C,
    0x3730, 0x6E60, 0xDCC0, 0xA9A1, 0x4363, 0x86C6, 0x1DAD, 0x3331, 0x6662, 0xCCC4, 0x89A9, 0x0373, 0x06E6, 0x0DCC,
    0x1021, 0x2042, 0x4084, 0x8108, 0x1231, 0x2462, 0x48C4};

std::uint16_t verifier_of(std::string_view password) {
    std::uint16_t out = 0;
    const auto step = [&](std::uint8_t c) {
        out = static_cast<std::uint16_t>(((out >> 14 & 1) | (out << 1 & 0x7FFF)) ^ c);
    };
    for (auto it = password.rbegin(); it != password.rend(); ++it) step(static_cast<std::uint8_t>(*it));
    step(static_cast<std::uint8_t>(password.size()));
    return static_cast<std::uint16_t>(out ^ 0xCE4B);
}

std::uint16_t short_key_of(std::string_view password) {
    std::uint16_t out = initial[password.size() - 1];
    std::size_t row = matrix.size();
    for (auto it = password.rbegin(); it != password.rend(); ++it)
        for (unsigned bit = 0; bit < 7; ++bit)
            if (--row; (static_cast<unsigned char>(*it) << bit & 0x40u) != 0) out ^= matrix[row];
    return out;
}

// The password, filled up to sixteen octets, with the short key over it.
std::array<std::uint8_t, 16> turns_of(std::string_view password, std::uint16_t key) {
    std::array<std::uint8_t, 16> out{};
    for (std::size_t i = 0; i < out.size(); ++i) {
        const auto plain = i < password.size() ? static_cast<std::uint8_t>(password[i]) : padding[i - password.size()];
        const auto mixed = static_cast<std::uint8_t>(plain ^ (i % 2 == 0 ? key & 0xFF : key >> 8));
        out[i] = static_cast<std::uint8_t>(mixed >> 1 | mixed << 7);
    }
    return out;
}

std::string number_octets(std::uint32_t n) {
    std::string out;
    for (int i = 0; i < 4; ++i) out += static_cast<char>(n >> (8 * i) & 0xFF);
    return out;
}

std::string base_of_rc4_40(const LegacySeal& seal, const std::string& password) {
    const std::string first = digest(Digest::md5, password).substr(0, 5);
    std::string mixed;
    for (int i = 0; i < 16; ++i) mixed += first + seal.salt;
    return digest(Digest::md5, mixed).substr(0, 5);
}

}  // namespace

std::optional<LegacyKey> LegacyKey::of(const LegacySeal& seal, std::string_view password, Program program) {
    LegacyKey out;
    out.algorithm_ = seal.algorithm;
    out.program_ = program;
    bool right = false;
    switch (seal.algorithm) {
        case LegacySeal::Algorithm::exclusive_or:
            right = out.take_exclusive_or(seal, password);
            break;
        case LegacySeal::Algorithm::rc4_40:
            out.base_ = base_of_rc4_40(seal, utf16_octets(password));
            right = out.proves(seal);
            break;
        case LegacySeal::Algorithm::rc4_crypto_api:
            if (seal.key_bits % 8 != 0 || seal.key_bits < 40 || seal.key_bits > 128) break;
            out.key_octets_ = seal.key_bits / 8;
            out.base_ = digest(Digest::sha1, seal.salt, utf16_octets(password));
            right = out.proves(seal);
            break;
        case LegacySeal::Algorithm::none:
        case LegacySeal::Algorithm::unknown:
            break;
    }
    if (!right) return std::nullopt;
    return out;
}

std::string LegacyKey::key_of(std::uint32_t block) const {
    if (algorithm_ == LegacySeal::Algorithm::rc4_40) return digest(Digest::md5, base_, number_octets(block));
    std::string key = digest(Digest::sha1, base_, number_octets(block)).substr(0, key_octets_);
    if (key_octets_ == 5) key.resize(16, '\0');
    return key;
}

bool LegacyKey::proves(const LegacySeal& seal) const {
    const Digest kind = algorithm_ == LegacySeal::Algorithm::rc4_40 ? Digest::md5 : Digest::sha1;
    if (seal.encrypted_verifier.size() != 16 || seal.encrypted_verifier_hash.size() < size_of(kind)) return false;
    Rc4 cipher(key_of(0));
    const std::string verifier = cipher.undo(seal.encrypted_verifier);
    return cipher.undo(seal.encrypted_verifier_hash).substr(0, size_of(kind)) == digest(kind, verifier);
}

bool LegacyKey::take_exclusive_or(const LegacySeal& seal, std::string_view password) {
    if (password.empty() || password.size() > longest_exclusive_or) return false;
    const auto key = short_key_of(password), verifier = verifier_of(password);
    turns_ = turns_of(password, key);
    // Word's two numbers stand in either order.
    return (seal.key == key && seal.verifier == verifier) ||
           (program_ == Program::word && seal.key == verifier && seal.verifier == key);
}

std::string LegacyKey::undo_turned(std::string_view octets, std::size_t turn) const {
    std::string out(octets);
    for (std::size_t i = 0; i < out.size(); ++i) {
        const auto sealed = static_cast<std::uint8_t>(out[i]);
        const auto mixed = static_cast<std::uint8_t>(sealed ^ turns_[(turn + i) % turns_.size()]);
        if (program_ == Program::excel)
            out[i] = static_cast<char>(static_cast<std::uint8_t>(mixed << 3 | mixed >> 5));
        else if (sealed != 0 && mixed != 0)  // Word leaves out what would become NUL
            out[i] = static_cast<char>(mixed);
    }
    return out;
}

std::string LegacyKey::undo_block(std::string_view octets, std::uint32_t number) const {
    return Rc4(key_of(number)).undo(octets);
}

std::string LegacyKey::undo(std::string_view stream, std::size_t block) const {
    if (is_exclusive_or()) return undo_turned(stream, 0);
    std::string out;
    out.reserve(stream.size());
    for (std::size_t at = 0; at < stream.size(); at += block)
        out += undo_block(stream.substr(at, block), static_cast<std::uint32_t>(at / block));
    return out;
}

}  // namespace beadle::inspect
