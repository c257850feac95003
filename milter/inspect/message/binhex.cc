#include "inspect/message/binhex.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace beadle::inspect {
namespace {

constexpr std::size_t most_octets = 16u << 20, heading_octets = 4096;
constexpr char repeat = static_cast<char>(0x90);

constexpr std::array<std::int8_t, 256> letters() {
    std::array<std::int8_t, 256> t{};
    for (auto& v : t) v = -1;
    constexpr std::string_view alphabet = "!\"#$%&'()*+,-012345689@ABCDEFGHIJKLMNPQRSTUVXYZ[`abcdefhijklmpqr";
    for (std::size_t i = 0; i < alphabet.size(); ++i)
        t[static_cast<unsigned char>(alphabet[i])] = static_cast<std::int8_t>(i);
    return t;
}
constexpr auto table = letters();

// Six bits a letter up to the closing colon or so many octets; others than letters are passed over.
std::string unpacked_letters(std::string_view s, std::size_t& at, std::size_t most) {
    std::string out;
    std::uint32_t bits = 0;
    int have = 0;
    for (; at < s.size() && s[at] != ':' && out.size() < most; ++at) {
        const int v = table[static_cast<unsigned char>(s[at])];  // NOLINT(bugprone-signed-char-misuse)
        if (v < 0) continue;
        bits = (bits << 6 | static_cast<std::uint32_t>(v)) & 0xFFFFFF;
        have += 6;
        if (have >= 8) {
            have -= 8;
            out += static_cast<char>(bits >> have);
        }
    }
    at = std::min(at + 1, s.size());
    return out;
}

// 0x90 and a count repeat the octet before; 0x90 and nought is the octet itself.
std::string without_runs(std::string_view s, bool& cut) {
    std::string out;
    for (std::size_t i = 0; i < s.size(); ++i) {
        if (s[i] != repeat || i + 1 == s.size()) {
            out += s[i];
            continue;
        }
        const auto count = static_cast<unsigned char>(s[++i]);
        if (count == 0)
            out += repeat;
        else if (!out.empty())
            out.append(count - 1u, out.back());
        if (out.size() > s.size() + most_octets) {
            cut = true;
            break;
        }
    }
    return out;
}

std::size_t number(std::string_view s, std::size_t at) {
    std::size_t n = 0;
    for (std::size_t i = at; i < at + 4; ++i) n = n << 8 | static_cast<unsigned char>(s[i]);
    return n;
}

}  // namespace

std::optional<BinHex> read_binhex(std::string_view s, std::size_t from) {
    auto at = s.substr(0, from + heading_octets).find(':', from);
    if (at == std::string_view::npos) return std::nullopt;
    // The header first: what has none must not be unpacked to its end.
    auto probe = ++at;
    bool short_of = false;
    const std::string header = without_runs(unpacked_letters(s, probe, 120), short_of);
    if (header.empty()) return std::nullopt;
    const std::size_t name = static_cast<unsigned char>(header[0]), fixed = name + 2;  // name, version
    if (name == 0 || name > 63 || header.size() < fixed + 20) return std::nullopt;
    BinHex out;
    const std::string raw = without_runs(unpacked_letters(s, at, s.size()), out.cut);
    out.to = at;
    out.name = raw.substr(1, name);
    const std::size_t data = number(raw, fixed + 10), start = fixed + 20;  // types, flags; lengths, checksum
    out.octets = raw.substr(start, data);
    if (start + data + 2 < raw.size() && number(raw, fixed + 14) > 0) out.octets += raw.substr(start + data + 2);
    return out;
}

}  // namespace beadle::inspect
