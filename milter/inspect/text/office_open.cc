#include "inspect/text/office_open.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"

#include "inspect/text/ciphers.h"
#include "inspect/text/little_endian.h"
#include "inspect/text/xml_pull.h"

namespace beadle::inspect {
namespace {

using namespace std::string_view_literals;

// --- Agile

struct Agile {
    Digest hash = Digest::sha512;
    bool known = false;
    std::uint32_t key_bits = 0, block = 0, rounds = 0;
    std::string salt, verifier, verifier_hash, key;
};

std::uint32_t number(const std::string& s) {
    std::uint32_t n = 0;
    std::from_chars(s.data(), s.data() + s.size(), n);
    return n;
}

std::optional<Digest> digest_named(std::string_view name) {
    if (name == "SHA512" || name == "SHA-512") return Digest::sha512;
    if (name == "SHA384" || name == "SHA-384") return Digest::sha384;
    if (name == "SHA256" || name == "SHA-256") return Digest::sha256;
    if (name == "SHA1" || name == "SHA-1") return Digest::sha1;
    if (name == "MD5") return Digest::md5;
    return std::nullopt;
}

Agile read_agile(const XmlPull& xml) {
    const auto octets = [&](const char* name) { return unbase64(xml.attribute(name)).value_or(""); };
    Agile out;
    const auto hash = digest_named(xml.attribute("hashAlgorithm"));
    out.hash = hash.value_or(Digest::sha512);
    out.key_bits = number(xml.attribute("keyBits"));
    out.block = number(xml.attribute("blockSize"));
    out.rounds = number(xml.attribute("spinCount"));
    out.salt = octets("saltValue");
    out.verifier = octets("encryptedVerifierHashInput");
    out.verifier_hash = octets("encryptedVerifierHashValue");
    out.key = octets("encryptedKeyValue");
    out.known = hash && xml.attribute("cipherAlgorithm") == "AES" &&
                xml.attribute("cipherChaining") == "ChainingModeCBC" && out.block == 16 &&
                (out.key_bits == 128 || out.key_bits == 192 || out.key_bits == 256);
    return out;
}

std::string fitted(std::string octets, std::size_t size) {
    octets.resize(size, '\x36');
    return octets;
}

std::optional<std::string> undo(const Agile& lock, const std::string& spun, std::string_view purpose,
                                std::string_view sealed) {
    const std::string key = fitted(digest(lock.hash, spun, purpose), lock.key_bits / 8);
    return undo_aes(Chaining::cbc, key, fitted(lock.salt, lock.block), sealed);
}

// The key of the package, when the password is right.
std::optional<std::string> agile_key(const Agile& lock, std::string_view password, Budget& budget) {
    const auto spun = spin(lock.hash, digest(lock.hash, lock.salt, utf16_octets(password)), lock.rounds, budget);
    if (!spun) return std::nullopt;
    const auto said = undo(lock, *spun, "\xFE\xA7\xD2\x76\x3B\x4B\x9E\x79"sv, lock.verifier);
    const auto proof = undo(lock, *spun, "\xD7\xAA\x0F\x6D\x30\x61\x34\x4E"sv, lock.verifier_hash);
    if (!said || said->empty() || !proof || !proof->starts_with(digest(lock.hash, *said))) return std::nullopt;
    return undo(lock, *spun, "\x14\x6E\x0B\xE7\xAB\xAC\xD0\xD6"sv, lock.key);
}

std::optional<std::string> undo_segments(const Agile& data, std::string_view key, std::string_view sealed,
                                         Budget& budget) {
    constexpr std::size_t segment = 4096;
    if (key.size() < data.key_bits / 8) return std::nullopt;
    key = key.substr(0, data.key_bits / 8);
    std::string out;
    out.reserve(sealed.size());
    for (std::size_t at = 0, count = 0; at < sealed.size(); at += segment, ++count) {
        if (count % 256 == 0 && !budget.time_left()) return std::nullopt;
        std::string block;
        for (int k = 0; k < 4; ++k) block += static_cast<char>(count >> (8 * k) & 0xFF);
        auto piece = sealed.substr(at, segment);
        piece = piece.substr(0, piece.size() / 16 * 16);
        const auto plain = undo_aes(Chaining::cbc, key, fitted(digest(data.hash, data.salt, block), data.block), piece);
        if (!plain) return std::nullopt;
        out += *plain;
    }
    return out;
}

std::optional<std::string> open_agile(std::string_view descriptor, std::string_view sealed, std::string_view password,
                                      Budget& budget) {
    Agile data, lock;
    XmlPull xml(descriptor);
    for (auto event = xml.next(); event != XmlPull::Event::stop; event = xml.next()) {
        if (event != XmlPull::Event::start) continue;
        if (xml.name() == "keyData") data = read_agile(xml);
        if (xml.name() == "encryptedKey" && !lock.known) lock = read_agile(xml);
    }
    if (!data.known || !lock.known) return std::nullopt;
    const auto key = agile_key(lock, password, budget);
    return key ? undo_segments(data, *key, sealed, budget) : std::nullopt;
}

// --- Standard: AES in single blocks, SHA-1, a fixed count of rounds

constexpr std::uint32_t standard_rounds = 50'000;

std::string standard_key(const std::string& spun, std::size_t size) {
    const std::string last = digest(Digest::sha1, spun, "\0\0\0\0"sv);
    std::string inner(64, '\x36'), outer(64, '\x5C');
    for (std::size_t i = 0; i < last.size(); ++i) {
        inner[i] = static_cast<char>(inner[i] ^ last[i]);
        outer[i] = static_cast<char>(outer[i] ^ last[i]);
    }
    return (digest(Digest::sha1, inner) + digest(Digest::sha1, outer)).substr(0, size);
}

std::optional<std::string> open_standard(std::string_view info, std::string_view sealed, std::string_view password,
                                         Budget& budget) {
    const std::size_t header = le32(info, 8);
    if (header < 32 || header > 4096 || info.size() < 12 + header + 72) return std::nullopt;
    const auto algorithm = le32(info, 12 + 8), bits = le32(info, 12 + 16);
    const auto verifier = info.substr(12 + header);
    const bool is_aes = algorithm == 0x660E || algorithm == 0x660F || algorithm == 0x6610 || algorithm == 0;
    if (!is_aes || (bits != 128 && bits != 192 && bits != 256) || le32(verifier, 0) != 16) return std::nullopt;
    const std::string start = digest(Digest::sha1, verifier.substr(4, 16), utf16_octets(password));
    const auto spun = spin(Digest::sha1, start, standard_rounds, budget);
    if (!spun) return std::nullopt;
    const std::string key = standard_key(*spun, bits / 8);
    const auto said = undo_aes(Chaining::ecb, key, {}, verifier.substr(20, 16));
    const auto proof = undo_aes(Chaining::ecb, key, {}, verifier.substr(40, 32));
    if (!said || !proof || !proof->starts_with(digest(Digest::sha1, *said))) return std::nullopt;
    return undo_aes(Chaining::ecb, key, {}, sealed.substr(0, sealed.size() / 16 * 16));
}

}  // namespace

std::optional<std::string> open_office_package(std::string_view info, std::string_view package,
                                               std::string_view password, Budget& budget) {
    const auto major = le16(info, 0), minor = le16(info, 2);
    const std::uint64_t size = le64(package, 0);
    if (package.size() < 8 || size > package.size() || package.size() > budget.unpacked_left()) return std::nullopt;
    const auto sealed = package.substr(8);
    std::optional<std::string> out;
    if (major == 4 && minor == 4)
        out = open_agile(info.substr(std::min<std::size_t>(8, info.size())), sealed, password, budget);
    if (minor == 2 && major >= 2 && major <= 4) out = open_standard(info, sealed, password, budget);
    if (!out || !budget.spend_unpacked(out->size())) return std::nullopt;
    if (out->size() > size) out->resize(size);
    return out;
}

}  // namespace beadle::inspect
