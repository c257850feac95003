#include "base/text.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <stdexcept>

namespace beadle {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

void need_sodium() {
    static const bool ready = sodium_init() >= 0;
    if (!ready) throw std::bad_alloc();  // only when the kernel has no random numbers: nothing of ours can run then
}

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    c = lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

std::string base64_as(std::string_view octets, int variant) {
    std::string out(sodium_base64_encoded_len(octets.size(), variant), '\0');
    sodium_bin2base64(out.data(), out.size(), reinterpret_cast<const unsigned char*>(octets.data()), octets.size(),
                      variant);
    out.pop_back();  // the terminating NUL
    return out;
}

}  // namespace

std::string ascii_lower(std::string_view s) {
    std::string out(s);
    for (char& c : out) c = lower(c);
    return out;
}

bool ascii_iequal(std::string_view a, std::string_view b) { return a.size() == b.size() && ascii_istarts(a, b); }

bool ascii_istarts(std::string_view s, std::string_view prefix) {
    if (s.size() < prefix.size()) return false;
    return std::equal(prefix.begin(), prefix.end(), s.begin(), [](char a, char b) { return lower(a) == lower(b); });
}

std::string_view trim(std::string_view s) {
    while (!s.empty() && is_space(s.front())) s.remove_prefix(1);
    while (!s.empty() && is_space(s.back())) s.remove_suffix(1);
    return s;
}

std::vector<std::string> split(std::string_view s, char separator) {
    std::vector<std::string> out;
    for (std::size_t from = 0;;) {
        const std::size_t to = s.find(separator, from);
        out.emplace_back(s.substr(from, to == s.npos ? s.npos : to - from));
        if (to == s.npos) return out;
        from = to + 1;
    }
}

std::string join(const std::vector<std::string>& parts, std::string_view separator) {
    std::string out;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (i) out += separator;
        out += parts[i];
    }
    return out;
}

std::string replace_all(std::string_view s, std::string_view from, std::string_view to) {
    std::string out;
    if (from.empty()) return std::string(s);
    for (std::size_t at = 0;;) {
        const std::size_t hit = s.find(from, at);
        out += s.substr(at, hit == s.npos ? s.npos : hit - at);
        if (hit == s.npos) return out;
        out += to;
        at = hit + from.size();
    }
}

std::string hex(std::string_view octets) {
    static constexpr char digits[] = "0123456789abcdef";
    std::string out;
    out.reserve(octets.size() * 2);
    for (const char c : octets) {
        const auto u = static_cast<unsigned char>(c);
        out += digits[u >> 4];
        out += digits[u & 15];
    }
    return out;
}

std::optional<std::string> unhex(std::string_view text) {
    if (text.size() % 2) return std::nullopt;
    std::string out;
    for (std::size_t i = 0; i < text.size(); i += 2) {
        const int high = hex_value(text[i]), low = hex_value(text[i + 1]);
        if (high < 0 || low < 0) return std::nullopt;
        out += static_cast<char>(high * 16 + low);
    }
    return out;
}

std::string base64(std::string_view octets) { return base64_as(octets, sodium_base64_VARIANT_ORIGINAL); }

std::optional<std::string> unbase64(std::string_view text) {
    std::string out(text.size() / 4 * 3 + 3, '\0');
    std::size_t length = 0;
    const char* end = nullptr;
    const int failed = sodium_base642bin(reinterpret_cast<unsigned char*>(out.data()), out.size(), text.data(),
                                         text.size(), " \t\r\n", &length, &end, sodium_base64_VARIANT_ORIGINAL);
    if (failed || end != text.data() + text.size()) return std::nullopt;
    out.resize(length);
    return out;
}

std::string random_token(std::size_t octets) {
    need_sodium();
    std::string raw(octets, '\0');
    randombytes_buf(raw.data(), raw.size());
    return base64_as(raw, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

std::string sha256(std::string_view octets) {
    need_sodium();
    std::string out(crypto_hash_sha256_BYTES, '\0');
    crypto_hash_sha256(reinterpret_cast<unsigned char*>(out.data()),
                       reinterpret_cast<const unsigned char*>(octets.data()), octets.size());
    return out;
}

std::string sha256_hex(std::string_view octets) { return hex(sha256(octets)); }

}  // namespace beadle
