#include "inspect/text/zip_password.h"

#include <array>

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <zlib.h>

#include "base/owned.h"

namespace beadle::inspect {
namespace {

// Fetched before the fork: inside the sandbox no provider can be loaded.
const EVP_MD* sha1() {
    static const Owned<EVP_MD, EVP_MD_free> held(EVP_MD_fetch(nullptr, "SHA1", nullptr));
    return held.get();
}

const EVP_CIPHER* aes(std::size_t key) {
    using Held = Owned<EVP_CIPHER, EVP_CIPHER_free>;
    static const std::array<Held, 3> held{Held(EVP_CIPHER_fetch(nullptr, "AES-128-ECB", nullptr)),
                                          Held(EVP_CIPHER_fetch(nullptr, "AES-192-ECB", nullptr)),
                                          Held(EVP_CIPHER_fetch(nullptr, "AES-256-ECB", nullptr))};
    return held[(key - 16) / 8].get();
}

class ZipCrypto {
  public:
    explicit ZipCrypto(std::string_view password) {
        for (const char c : password) update(static_cast<unsigned char>(c));
    }
    std::string undo(std::string_view sealed) {
        std::string out(sealed);
        for (char& c : out) {
            const std::uint32_t t = (keys_[2] | 2) & 0xFFFF;
            c = static_cast<char>(static_cast<unsigned char>(c) ^ ((t * (t ^ 1)) >> 8 & 0xFF));
            update(static_cast<unsigned char>(c));
        }
        return out;
    }

  private:
    static std::uint32_t step(std::uint32_t crc, std::uint32_t octet) {
        static const auto* table = get_crc_table();
        return static_cast<std::uint32_t>(table[(crc ^ octet) & 0xFF]) ^ crc >> 8;
    }
    void update(std::uint32_t octet) {
        keys_[0] = step(keys_[0], octet);
        keys_[1] = (keys_[1] + (keys_[0] & 0xFF)) * 134775813u + 1;
        keys_[2] = step(keys_[2], keys_[1] >> 24);
    }
    std::array<std::uint32_t, 3> keys_{0x12345678u, 0x23456789u, 0x34567890u};
};

constexpr std::size_t crypto_header = 12;

std::optional<std::string> try_crypto(std::string_view packed, const ZipMember& m, std::string_view password,
                                      Budget& budget) {
    if (packed.size() < crypto_header) return std::nullopt;
    ZipCrypto cipher(password);
    const auto last = static_cast<unsigned char>(cipher.undo(packed.substr(0, crypto_header)).back());
    const bool by_time = (m.flags & 8) != 0;
    if (last != (by_time ? m.time >> 8 : m.crc >> 24)) return std::nullopt;
    if (packed.size() > budget.unpacked_left()) return std::nullopt;
    const std::string clear = cipher.undo(packed.substr(crypto_header));
    auto data = unpack_packed(clear, m, budget);
    if (data.state != Unpacked::State::whole) return std::nullopt;
    const auto sum = ::crc32_z(0, reinterpret_cast<const Bytef*>(data.octets.data()), data.octets.size());
    if (sum != m.crc) return std::nullopt;
    return std::move(data.octets);
}

// --- WinZip AES

constexpr std::size_t check_octets = 2, proof_octets = 10, aes_block = 16;

struct AesKeys {
    std::string cipher, proof, check;
};

std::optional<AesKeys> keys_of(std::string_view password, std::string_view salt, std::size_t key) {
    constexpr int rounds = 1000;
    std::string all(2 * key + check_octets, '\0');
    if (password.size() > 1024 ||
        PKCS5_PBKDF2_HMAC_SHA1(password.data(), static_cast<int>(password.size()),
                               reinterpret_cast<const unsigned char*>(salt.data()), static_cast<int>(salt.size()), rounds,
                               static_cast<int>(all.size()), reinterpret_cast<unsigned char*>(all.data())) != 1)
        return std::nullopt;
    return AesKeys{all.substr(0, key), all.substr(key, key), all.substr(2 * key)};
}

bool is_proved(std::string_view sealed, const std::string& key, std::string_view proof) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> sum{};
    unsigned size = 0;
    return HMAC(sha1(), key.data(), static_cast<int>(key.size()),
                reinterpret_cast<const unsigned char*>(sealed.data()), sealed.size(), sum.data(), &size) != nullptr &&
           proof == std::string_view(reinterpret_cast<const char*>(sum.data()), proof_octets);
}

// A counter that counts from its first octet on, which libcrypto's own mode does not.
std::optional<std::string> undo_counter(std::string_view sealed, const std::string& key) {
    const Owned<EVP_CIPHER_CTX, EVP_CIPHER_CTX_free> cipher(EVP_CIPHER_CTX_new());
    if (!cipher || EVP_EncryptInit_ex2(cipher.get(), aes(key.size()), reinterpret_cast<const unsigned char*>(key.data()),
                                       nullptr, nullptr) != 1)
        return std::nullopt;
    std::string out(sealed);
    std::array<unsigned char, 256 * aes_block> counters{}, stream{};
    std::uint64_t count = 0;
    for (std::size_t at = 0; at < out.size(); at += counters.size()) {
        for (std::size_t i = 0; i < counters.size(); i += aes_block) {
            ++count;
            for (std::size_t k = 0; k < 8; ++k) counters[i + k] = static_cast<unsigned char>(count >> (8 * k));
        }
        int got = 0;
        if (EVP_EncryptUpdate(cipher.get(), stream.data(), &got, counters.data(), static_cast<int>(counters.size())) != 1)
            return std::nullopt;
        for (std::size_t i = 0; i < stream.size() && at + i < out.size(); ++i)
            out[at + i] = static_cast<char>(static_cast<unsigned char>(out[at + i]) ^ stream[i]);
    }
    return out;
}

std::optional<std::string> try_aes(std::string_view packed, const ZipMember& m, std::string_view password,
                                   Budget& budget) {
    const auto key = static_cast<std::size_t>(m.aes_bits) / 8;
    const auto salt = key / 2, around = salt + check_octets + proof_octets;
    if (key < 16 || key > 32 || packed.size() < around || packed.size() > budget.unpacked_left()) return std::nullopt;
    const auto keys = keys_of(password, packed.substr(0, salt), key);
    if (!keys || packed.substr(salt, check_octets) != keys->check) return std::nullopt;
    const auto sealed = packed.substr(salt + check_octets, packed.size() - around);
    if (!is_proved(sealed, keys->proof, packed.substr(packed.size() - proof_octets))) return std::nullopt;
    const auto clear = undo_counter(sealed, keys->cipher);
    if (!clear) return std::nullopt;
    auto data = unpack_packed(*clear, m, budget);
    if (data.state != Unpacked::State::whole) return std::nullopt;
    return std::move(data.octets);
}

}  // namespace

void start_zip_password() {
    (void)aes(16);
    if (const auto keys = keys_of("x", "12345678", 16)) (void)is_proved("x", keys->proof, "");
}

std::optional<std::string> try_zip_password(const ZipFile& zip, const ZipMember& m, std::string_view password,
                                            Budget& budget) {
    if (m.broken || m.elsewhere || m.data > zip.octets.size()) return std::nullopt;
    const auto packed = zip.octets.substr(m.data, m.packed);
    if (m.seal == ZipMember::Seal::aes) return try_aes(packed, m, password, budget);
    if (m.seal == ZipMember::Seal::zip_crypto) return try_crypto(packed, m, password, budget);
    return std::nullopt;
}

}  // namespace beadle::inspect
