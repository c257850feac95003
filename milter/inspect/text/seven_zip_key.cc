#include "inspect/text/seven_zip_key.h"

#include <array>

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include "base/owned.h"

#include "inspect/text/ciphers.h"

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

bool key_of(const Settings& s, std::string_view password, Budget& budget, Key& key) {
    std::string round = std::string(s.salt) + utf16_octets(password);
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

void start_seven_zip_key() { (void)sha256(); }

std::optional<std::string> undo_seven_zip_seal(std::string_view properties, std::string_view password,
                                               std::string_view sealed, Budget& budget) {
    const auto s = settings_of(properties);
    if (!s || sealed.size() % block != 0 || sealed.size() > budget.unpacked_left()) return std::nullopt;
    Key key{};
    if (!key_of(*s, password, budget, key)) return std::nullopt;
    std::string start(s->start);
    start.resize(block, '\0');
    auto out = undo_aes(Chaining::cbc, {reinterpret_cast<const char*>(key.data()), key.size()}, start, sealed);
    OPENSSL_cleanse(key.data(), key.size());
    return out;
}

}  // namespace beadle::inspect
