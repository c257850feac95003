// Blowfish and CAST5 are only in the old interface of libcrypto: the new one keeps it in a provider of its own.
#define OPENSSL_SUPPRESS_DEPRECATED
#include "inspect/text/ciphers.h"

#include <algorithm>
#include <numeric>

#include <openssl/blowfish.h>
#include <openssl/cast.h>
#include <openssl/evp.h>
#include <unicode/unistr.h>

#include "base/owned.h"

namespace beadle::inspect {
namespace {

using HeldDigest = Owned<EVP_MD, EVP_MD_free>;
using HeldCipher = Owned<EVP_CIPHER, EVP_CIPHER_free>;
using Context = Owned<EVP_MD_CTX, EVP_MD_CTX_free>;

// Fetched before the fork: inside the sandbox no provider can be loaded.
const EVP_MD* method(Digest kind) {
    static const std::array<HeldDigest, 5> held{
        HeldDigest(EVP_MD_fetch(nullptr, "MD5", nullptr)), HeldDigest(EVP_MD_fetch(nullptr, "SHA1", nullptr)),
        HeldDigest(EVP_MD_fetch(nullptr, "SHA256", nullptr)), HeldDigest(EVP_MD_fetch(nullptr, "SHA384", nullptr)),
        HeldDigest(EVP_MD_fetch(nullptr, "SHA512", nullptr))};
    return held[static_cast<std::size_t>(kind)].get();
}

const EVP_CIPHER* aes(Chaining chaining, std::size_t key) {
    static const std::array<HeldCipher, 6> held{HeldCipher(EVP_CIPHER_fetch(nullptr, "AES-128-CBC", nullptr)),
                                                HeldCipher(EVP_CIPHER_fetch(nullptr, "AES-192-CBC", nullptr)),
                                                HeldCipher(EVP_CIPHER_fetch(nullptr, "AES-256-CBC", nullptr)),
                                                HeldCipher(EVP_CIPHER_fetch(nullptr, "AES-128-ECB", nullptr)),
                                                HeldCipher(EVP_CIPHER_fetch(nullptr, "AES-192-ECB", nullptr)),
                                                HeldCipher(EVP_CIPHER_fetch(nullptr, "AES-256-ECB", nullptr))};
    if (key != 16 && key != 24 && key != 32) return nullptr;
    return held[(key - 16) / 8 + (chaining == Chaining::ecb ? 3 : 0)].get();
}

const unsigned char* octets_of(std::string_view s) { return reinterpret_cast<const unsigned char*>(s.data()); }

std::string digest_with(EVP_MD_CTX* context, Digest kind, std::string_view a, std::string_view b) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> sum{};
    unsigned size = 0;
    if (context == nullptr || EVP_DigestInit_ex2(context, method(kind), nullptr) != 1 ||
        EVP_DigestUpdate(context, a.data(), a.size()) != 1 || EVP_DigestUpdate(context, b.data(), b.size()) != 1 ||
        EVP_DigestFinal_ex(context, sum.data(), &size) != 1)
        return {};
    return std::string(reinterpret_cast<const char*>(sum.data()), size);
}

}  // namespace

std::size_t size_of(Digest kind) {
    constexpr std::array<std::size_t, 5> sizes{16, 20, 32, 48, 64};
    return sizes[static_cast<std::size_t>(kind)];
}

std::string digest(Digest kind, std::string_view a, std::string_view b) {
    const Context context(EVP_MD_CTX_new());
    return digest_with(context.get(), kind, a, b);
}

std::optional<std::string> spin(Digest kind, std::string start, std::uint32_t rounds, Budget& budget) {
    const Context context(EVP_MD_CTX_new());
    std::array<char, 4> number{};
    for (std::uint32_t i = 0; i < rounds; ++i) {
        if (i % 4096 == 0 && !budget.time_left()) return std::nullopt;
        for (std::size_t k = 0; k < number.size(); ++k) number[k] = static_cast<char>(i >> (8 * k) & 0xFF);
        start = digest_with(context.get(), kind, {number.data(), number.size()}, start);
    }
    return start;
}

std::optional<std::string> undo_aes(Chaining chaining, std::string_view key, std::string_view start,
                                    std::string_view sealed) {
    const EVP_CIPHER* cipher = aes(chaining, key.size());
    if (cipher == nullptr || sealed.size() % 16 != 0 || sealed.size() > INT32_MAX - 16u) return std::nullopt;
    if (chaining == Chaining::cbc && start.size() != 16) return std::nullopt;
    const Owned<EVP_CIPHER_CTX, EVP_CIPHER_CTX_free> context(EVP_CIPHER_CTX_new());
    std::string out(sealed.size() + 16, '\0');
    int got = 0;
    if (!context ||
        EVP_DecryptInit_ex2(context.get(), cipher, octets_of(key), start.empty() ? nullptr : octets_of(start),
                            nullptr) != 1 ||
        EVP_CIPHER_CTX_set_padding(context.get(), 0) != 1 ||
        EVP_DecryptUpdate(context.get(), reinterpret_cast<unsigned char*>(out.data()), &got, octets_of(sealed),
                          static_cast<int>(sealed.size())) != 1)
        return std::nullopt;
    out.resize(static_cast<std::size_t>(got));
    return out;
}

std::optional<std::string> undo_blowfish(std::string_view key, std::string_view start, std::string_view sealed) {
    if (key.empty() || key.size() > 56 || start.size() != BF_BLOCK) return std::nullopt;
    BF_KEY schedule;
    BF_set_key(&schedule, static_cast<int>(key.size()), octets_of(key));
    std::array<unsigned char, BF_BLOCK> vector{};
    std::copy(start.begin(), start.end(), vector.begin());
    std::string out(sealed.size(), '\0');
    int at = 0;
    BF_cfb64_encrypt(octets_of(sealed), reinterpret_cast<unsigned char*>(out.data()), static_cast<long>(sealed.size()),
                     &schedule, vector.data(), &at, BF_DECRYPT);
    return out;
}

std::optional<std::string> derive(std::string_view password, std::string_view salt, std::uint32_t rounds,
                                  std::size_t octets) {
    std::string out(octets, '\0');
    if (rounds == 0 || rounds > most_rounds || octets == 0 || octets > 64 || password.size() > 1024 ||
        salt.size() > 1024 ||
        PKCS5_PBKDF2_HMAC(password.data(), static_cast<int>(password.size()), octets_of(salt),
                          static_cast<int>(salt.size()), static_cast<int>(rounds), method(Digest::sha1),
                          static_cast<int>(octets), reinterpret_cast<unsigned char*>(out.data())) != 1)
        return std::nullopt;
    return out;
}

namespace {

struct Feedback {
    std::size_t key, block;
    const char* name;
};

// Numbers 2 to 13 of OpenPGP; without a name: written out below, or not known here.
constexpr std::array<Feedback, 14> feedbacks{{{},
                                              {},
                                              {24, 8, "DES-EDE3-CFB"},
                                              {16, 8, nullptr},
                                              {16, 8, nullptr},
                                              {},
                                              {},
                                              {16, 16, "AES-128-CFB"},
                                              {24, 16, "AES-192-CFB"},
                                              {32, 16, "AES-256-CFB"},
                                              {},
                                              {16, 16, "CAMELLIA-128-CFB"},
                                              {24, 16, "CAMELLIA-192-CFB"},
                                              {32, 16, "CAMELLIA-256-CFB"}}};
constexpr int cast5 = 3, blowfish = 4;

const Feedback* feedback(int cipher) {
    if (cipher < 0 || static_cast<std::size_t>(cipher) >= feedbacks.size()) return nullptr;
    const Feedback& f = feedbacks[static_cast<std::size_t>(cipher)];
    return f.key == 0 ? nullptr : &f;
}

const EVP_CIPHER* feedback_method(int cipher) {
    static const auto held = [] {
        std::array<HeldCipher, feedbacks.size()> out;
        for (std::size_t i = 0; i < out.size(); ++i)
            if (feedbacks[i].name != nullptr) out[i] = HeldCipher(EVP_CIPHER_fetch(nullptr, feedbacks[i].name, nullptr));
        return out;
    }();
    return held[static_cast<std::size_t>(cipher)].get();
}

std::string undo_cast5(std::string_view key, std::string_view start, std::string_view sealed) {
    CAST_KEY schedule;
    CAST_set_key(&schedule, static_cast<int>(key.size()), octets_of(key));
    std::array<unsigned char, CAST_BLOCK> vector{};
    std::copy(start.begin(), start.end(), vector.begin());
    std::string out(sealed.size(), '\0');
    int at = 0;
    CAST_cfb64_encrypt(octets_of(sealed), reinterpret_cast<unsigned char*>(out.data()),
                       static_cast<long>(sealed.size()), &schedule, vector.data(), &at, CAST_DECRYPT);
    return out;
}

}  // namespace

std::size_t key_size_of(int cipher) { return feedback(cipher) != nullptr ? feedback(cipher)->key : 0; }
std::size_t block_size_of(int cipher) { return feedback(cipher) != nullptr ? feedback(cipher)->block : 0; }

std::optional<std::string> undo_feedback(int cipher, std::string_view key, std::string_view start,
                                         std::string_view sealed) {
    const Feedback* f = feedback(cipher);
    if (f == nullptr || key.size() != f->key || start.size() != f->block || sealed.size() > INT32_MAX - 16u)
        return std::nullopt;
    if (cipher == cast5) return undo_cast5(key, start, sealed);
    if (cipher == blowfish) return undo_blowfish(key, start, sealed);
    const EVP_CIPHER* method = feedback_method(cipher);
    const Owned<EVP_CIPHER_CTX, EVP_CIPHER_CTX_free> context(EVP_CIPHER_CTX_new());
    std::string out(sealed.size() + f->block, '\0');
    int got = 0;
    if (method == nullptr || !context ||
        EVP_DecryptInit_ex2(context.get(), method, octets_of(key), octets_of(start), nullptr) != 1 ||
        EVP_DecryptUpdate(context.get(), reinterpret_cast<unsigned char*>(out.data()), &got, octets_of(sealed),
                          static_cast<int>(sealed.size())) != 1)
        return std::nullopt;
    out.resize(static_cast<std::size_t>(got));
    return out;
}

std::optional<std::string> digest_over(Digest kind, std::size_t zeros, std::string_view unit, std::size_t octets,
                                       Budget& budget) {
    if (unit.empty()) return std::nullopt;
    const Context context(EVP_MD_CTX_new());
    if (!context || EVP_DigestInit_ex2(context.get(), method(kind), nullptr) != 1) return std::nullopt;
    std::string block(zeros, '\0');
    EVP_DigestUpdate(context.get(), block.data(), block.size());
    block.clear();
    while (block.size() < 65536) block += unit;
    for (std::size_t left = octets; left > 0;) {
        if (!budget.time_left()) return std::nullopt;
        const auto step = std::min(left, block.size());
        EVP_DigestUpdate(context.get(), block.data(), step);
        left -= step;
    }
    std::array<unsigned char, EVP_MAX_MD_SIZE> sum{};
    unsigned size = 0;
    if (EVP_DigestFinal_ex(context.get(), sum.data(), &size) != 1) return std::nullopt;
    return std::string(reinterpret_cast<const char*>(sum.data()), size);
}

Rc4::Rc4(std::string_view key) {
    std::iota(box_.begin(), box_.end(), std::uint8_t{0});
    std::uint8_t j = 0;
    for (std::size_t i = 0; i < box_.size() && !key.empty(); ++i) {
        j = static_cast<std::uint8_t>(j + box_[i] + static_cast<std::uint8_t>(key[i % key.size()]));
        std::swap(box_[i], box_[j]);
    }
}

std::string Rc4::undo(std::string_view sealed) {
    std::string out(sealed);
    for (char& c : out) {
        j_ = static_cast<std::uint8_t>(j_ + box_[++i_]);
        std::swap(box_[i_], box_[j_]);
        const auto stream = box_[static_cast<std::uint8_t>(box_[i_] + box_[j_])];
        c = static_cast<char>(static_cast<std::uint8_t>(c) ^ stream);
    }
    return out;
}

std::string utf16_octets(std::string_view utf8) {
    const auto text =
        icu::UnicodeString::fromUTF8(icu::StringPiece(utf8.data(), static_cast<std::int32_t>(utf8.size())));
    std::string out;
    for (std::int32_t i = 0; i < text.length(); ++i) {
        out += static_cast<char>(text[i] & 0xFF);
        out += static_cast<char>(text[i] >> 8);
    }
    return out;
}

void start_ciphers() {
    (void)method(Digest::md5);
    (void)aes(Chaining::cbc, 16);
    (void)feedback_method(2);
    (void)derive("x", "x", 1, 16);  // finds HMAC
}

}  // namespace beadle::inspect
