#include "console/form.h"

#include <sodium.h>

#include <algorithm>
#include <charconv>

#include "base/text.h"

namespace beadle::console {
namespace {

std::optional<std::string> decoded(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '+') {
            out += ' ';
        } else if (text[i] != '%') {
            out += text[i];
        } else {
            const auto octet = i + 2 < text.size() ? unhex(ascii_lower(text.substr(i + 1, 2))) : std::nullopt;
            if (!octet) return std::nullopt;
            out += *octet;
            i += 2;
        }
    }
    return out;
}

std::string mac(const std::string& key, const std::string& text) {
    std::string out(crypto_auth_hmacsha256_BYTES, '\0');
    crypto_auth_hmacsha256(reinterpret_cast<unsigned char*>(out.data()),
                           reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                           reinterpret_cast<const unsigned char*>(key.data()));
    return hex(out);
}

}  // namespace

Result<Fields> Fields::parse(std::string_view encoded) {
    if (encoded.size() > most_octets) return fail(FailureKind::limit, "form", "the form is too large");
    Fields out;
    for (const auto& pair : split(encoded, '&')) {
        if (pair.empty()) continue;
        const std::size_t equals = pair.find('=');
        auto name = decoded(std::string_view(pair).substr(0, equals));
        auto value = equals == pair.npos ? std::optional<std::string>("") : decoded(std::string_view(pair).substr(equals + 1));
        if (!name || !value || out.pairs_.size() >= most || value->find('\0') != std::string::npos)
            return fail(FailureKind::malformed, "form", "the form is not well made");
        out.add(std::move(*name), std::move(*value));
    }
    return out;
}

std::string Fields::one(std::string_view name) const {
    for (const auto& [key, value] : pairs_)
        if (key == name) return value;
    return "";
}

std::vector<std::string> Fields::all(std::string_view name) const {
    std::vector<std::string> out;
    for (const auto& [key, value] : pairs_)
        if (key == name) out.push_back(value);
    return out;
}

bool Fields::has(std::string_view name) const {
    return std::any_of(pairs_.begin(), pairs_.end(), [&](const auto& p) { return p.first == name; });
}

std::string Fields::encoded() const {
    std::string out;
    for (const auto& [key, value] : pairs_)
        if (!value.empty()) out += (out.empty() ? "" : "&") + percent_encoded(key) + "=" + percent_encoded(value);
    return out;
}

std::string percent_encoded(std::string_view text) {
    std::string out;
    for (char c : text) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                           c == '.' || c == '_' || c == '~';
        out += plain ? std::string(1, c) : "%" + hex(std::string(1, c));
    }
    return out;
}

Result<std::map<std::string, std::string>> parse_form(std::string_view body) {
    const auto broken = [](const char* what) { return fail(FailureKind::malformed, "form", what); };
    if (body.size() > most_form) return fail(FailureKind::limit, "form", "the form is too large");
    std::map<std::string, std::string> out;
    for (const auto& pair : split(body, '&')) {
        if (pair.empty()) continue;
        const std::size_t equals = pair.find('=');
        const auto name = decoded(std::string_view(pair).substr(0, equals));
        const auto value =
            equals == pair.npos ? std::optional<std::string>("") : decoded(std::string_view(pair).substr(equals + 1));
        if (!name || !value || out.size() >= most_fields) return broken("the form is not well made");
        if (!out.emplace(*name, *value).second) return broken("a field stands twice in the form");
    }
    return out;
}

Seals::Seals() : key_(crypto_auth_hmacsha256_KEYBYTES, '\0') { randombytes_buf(key_.data(), key_.size()); }

std::string Seals::seal(std::string_view code, Milliseconds wall) const {
    const std::string at = std::to_string(wall);
    return at + "." + mac(key_, at + " " + std::string(code));
}

bool Seals::is_good(std::string_view given, std::string_view code, Milliseconds wall) const {
    const std::size_t dot = given.find('.');
    Milliseconds at = 0;
    const auto [end, error] = std::from_chars(given.data(), given.data() + std::min(dot, given.size()), at);
    if (dot == given.npos || error != std::errc() || end != given.data() + dot) return false;
    const std::string right = seal(code, at);
    const bool same = right.size() == given.size() && sodium_memcmp(right.data(), given.data(), right.size()) == 0;
    return same && at <= wall && wall - at <= seal_life;
}

}  // namespace beadle::console
