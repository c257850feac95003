#include "inspect/text/seven_zip_key.h"

#include <array>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <unicode/unistr.h>

#include "base/owned.h"

namespace beadle::inspect {
namespace {

constexpr unsigned most_power = 24, plain_key = 0x3F;
constexpr std::size_t block = 16;
using Key = std::array<unsigned char, 32>;

// Fetched before the fork: inside the sandbox no provider can be loaded.
const EVP_MD* sha256() {
    static const Owned<EVP_MD, EVP_MD_free> held(EVP_MD_fetch(nullptr, "SHA256", nullptr));
    return held.get();
}
const EVP_CIPHER* aes256() {
    static const Owned<EVP_CIPHER, EVP_CIPHER_free> held(EVP_CIPHER_fetch(nullptr, "AES-256-CBC", nullptr));
    return held.get();
}

struct Settings {
    unsigned power = 0;
    std::string_view salt, start;
};

std::optional<Settings> settings_of(std::string_view p) {
    if (p.empty()) return std::nullopt;
    const auto first = static_cast<unsigned char>(p[0]);
    Settings s;
    s.power = first & 0x3Fu;
    std::size_t salt = first >> 7 & 1u, start = first >> 6 & 1u;
    if ((first & 0xC0) == 0) return s;
    if (p.size() < 2) return std::nullopt;
    const auto second = static_cast<unsigned char>(p[1]);
    salt += second >> 4, start += second & 15u;
    if (p.size() < 2 + salt + start || start > block) return std::nullopt;
    s.salt = p.substr(2, salt), s.start = p.substr(2 + salt, start);
    return s;
}

std::string wide(std::string_view password) {
    const auto text = icu::UnicodeString::fromUTF8(icu::StringPiece(password.data(), static_cast<int>(password.size())));
    std::string out;
    for (std::int32_t i = 0; i < text.length(); ++i) {
        out += static_cast<char>(text[i] & 0xFF);
        out += static_cast<char>(text[i] >> 8);
    }
    return out;
}

bool key_of(const Settings& s, std::string_view password, Budget& budget, Key& key) {
    std::string round = std::string(s.salt) + wide(password);
    if (s.power == plain_key) {
        round.resize(key.size());
        std::copy(round.begin(), round.end(), key.begin());
        return true;
    }
    if (s.power > most_power) return false;
    const Owned<EVP_MD_CTX, EVP_MD_CTX_free> hash(EVP_MD_CTX_new());
    if (!hash || EVP_DigestInit_ex2(hash.get(), sha256(), nullptr) != 1) return false;
    const auto counter = round.size();
    round.append(8, '\0');
    for (std::uint64_t i = 0; i < std::uint64_t{1} << s.power; ++i) {
        for (std::size_t k = 0; k < 8; ++k) round[counter + k] = static_cast<char>(i >> (8 * k) & 0xFF);
        if (EVP_DigestUpdate(hash.get(), round.data(), round.size()) != 1) return false;
        if (i % 65536 == 0 && !budget.time_left()) return false;
    }
    return EVP_DigestFinal_ex(hash.get(), key.data(), nullptr) == 1;
}

}  // namespace

void start_seven_zip_key() {
    (void)sha256();
    (void)aes256();
}

std::optional<std::string> undo_seven_zip_seal(std::string_view properties, std::string_view password,
                                               std::string_view sealed, Budget& budget) {
    const auto s = settings_of(properties);
    if (!s || sealed.size() % block != 0 || sealed.size() > budget.unpacked_left() || sealed.size() > INT32_MAX)
        return std::nullopt;
    Key key{};
    if (!key_of(*s, password, budget, key)) return std::nullopt;
    std::array<unsigned char, block> start{};
    std::copy(s->start.begin(), s->start.end(), start.begin());
    const Owned<EVP_CIPHER_CTX, EVP_CIPHER_CTX_free> cipher(EVP_CIPHER_CTX_new());
    std::string out(sealed.size() + block, '\0');
    int got = 0;
    const bool good =
        cipher && EVP_DecryptInit_ex2(cipher.get(), aes256(), key.data(), start.data(), nullptr) == 1 &&
        EVP_CIPHER_CTX_set_padding(cipher.get(), 0) == 1 &&
        EVP_DecryptUpdate(cipher.get(), reinterpret_cast<unsigned char*>(out.data()), &got,
                          reinterpret_cast<const unsigned char*>(sealed.data()), static_cast<int>(sealed.size())) == 1;
    OPENSSL_cleanse(key.data(), key.size());
    if (!good) return std::nullopt;
    out.resize(static_cast<std::size_t>(got));
    return out;
}

}  // namespace beadle::inspect
