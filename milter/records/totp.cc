#include "records/totp.h"

#include <liboath/oath.h>
#include <sodium.h>

#include <cstdlib>

#include "base/text.h"

namespace beadle::records {
namespace {

constexpr std::int64_t step_seconds = 30;
constexpr unsigned digits = 6;
constexpr std::string_view letters = "23456789abcdefghjkmnpqrstuvwxyz";  // none is taken for another
constexpr std::size_t code_letters = 12, group = 4;

std::string digits_of(std::string_view typed) {
    std::string out;
    for (char c : typed)
        if (c >= '0' && c <= '9') out += c;
        else if (c != ' ') return "";
    return out.size() == digits ? out : "";
}

std::string percent(std::string_view text) {
    std::string out;
    for (char c : text) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
        out += plain ? std::string(1, c) : "%" + hex(std::string(1, c));
    }
    return out;
}

}  // namespace

std::string code_at(const std::string& secret, std::int64_t step) {
    char out[digits + 1] = {};
    const int done = ::oath_totp_generate(secret.data(), secret.size(), static_cast<time_t>(step * step_seconds),
                                          step_seconds, 0, digits, out);
    return done == OATH_OK ? std::string(out, digits) : "";
}

// Each neighbour is looked at, so that the time tells nothing.
std::optional<std::int64_t> step_of_code(const std::string& secret, std::string_view typed, Milliseconds wall,
                                         std::int64_t last_step) {
    const std::string code = digits_of(typed);
    const std::int64_t now = wall / 1000 / step_seconds;
    std::optional<std::int64_t> found;
    for (std::int64_t step = now - 1; step <= now + 1; ++step) {
        const std::string right = code_at(secret, step);
        const bool same = right.size() == digits && code.size() == digits && sodium_memcmp(right.data(), code.data(), digits) == 0;
        if (same && step > last_step && !found) found = step;
    }
    return found;
}

std::string base32(const std::string& octets) {
    char* out = nullptr;
    std::size_t length = 0;
    if (::oath_base32_encode(octets.data(), octets.size(), &out, &length) != OATH_OK) return "";
    std::string text(out, length);
    std::free(out);
    while (text.ends_with('=')) text.pop_back();
    return text;
}

std::string otp_address(const std::string& secret, const std::string& account, const std::string& council) {
    const std::string issuer = percent("Beadle " + council);
    return "otpauth://totp/" + issuer + ":" + percent(account) + "?secret=" + base32(secret) + "&issuer=" + issuer;
}

std::string new_recovery_code() {
    std::string out;
    for (std::size_t i = 0; i < code_letters; ++i) {
        if (i > 0 && i % group == 0) out += '-';
        out += letters[randombytes_uniform(static_cast<std::uint32_t>(letters.size()))];
    }
    return out;
}

std::string as_recovery_code(std::string_view typed) {
    std::string out;
    for (char c : ascii_lower(typed)) {
        if (c == ' ' || c == '-') continue;
        if (letters.find(c) == letters.npos || out.size() >= code_letters) return "";
        out += c;
    }
    return out.size() == code_letters ? out : "";
}

}  // namespace beadle::records
