#include "inspect/message/transfer.h"

#include <array>
#include <cstdint>

#include "base/text.h"

namespace beadle::inspect {
namespace {

constexpr std::array<std::int8_t, 256> base64_table() {
    std::array<std::int8_t, 256> t{};
    for (auto& v : t) v = -1;
    constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (std::size_t i = 0; i < alphabet.size(); ++i)
        t[static_cast<unsigned char>(alphabet[i])] = static_cast<std::int8_t>(i);
    for (char c : {' ', '\t', '\r', '\n'}) t[static_cast<unsigned char>(c)] = -2;
    t['='] = -3;
    return t;
}
constexpr auto table = base64_table();

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

// The octets left of a group that ended early, as padding or the end of the body ends it.
void end_group(std::string& out, std::uint32_t bits, int have) {
    if (have == 2) {
        out += static_cast<char>(bits >> 4);
    } else if (have == 3) {
        out += static_cast<char>(bits >> 10);
        out += static_cast<char>(bits >> 2);
    }
}

// Groups of four; what the line lacks counts as blanks, which some mail servers strip.
void uu_line(std::string_view line, std::string& out) {
    for (std::size_t i = 0; i < line.size(); i += 4) {
        std::uint32_t bits = 0;
        for (std::size_t j = i; j < i + 4; ++j)
            bits = bits << 6 | (j < line.size() ? (static_cast<unsigned char>(line[j]) - 32u) & 63u : 0u);
        out += static_cast<char>(bits >> 16);
        out += static_cast<char>(bits >> 8);
        out += static_cast<char>(bits);
    }
}

// "=" and what follows it; the index of the last octet used up.
std::size_t escaped(std::string_view s, std::size_t at, std::string& out, Damage& damage) {
    std::size_t end = at + 1;
    while (end < s.size() && (s[end] == ' ' || s[end] == '\t')) ++end;
    if (end >= s.size()) return s.size() - 1;
    if (s[end] == '\n') return end;
    if (s[end] == '\r' && end + 1 < s.size() && s[end + 1] == '\n') return end + 1;
    if (at + 2 < s.size() && hex_digit(s[at + 1]) >= 0 && hex_digit(s[at + 2]) >= 0) {
        out += static_cast<char>(hex_digit(s[at + 1]) * 16 + hex_digit(s[at + 2]));
        ++damage.good;
        return at + 2;
    }
    out += '=';
    ++damage.foreign;
    return at;
}

}  // namespace

TransferEncoding transfer_encoding(std::string_view field_body) {
    std::string v = ascii_lower(trim(field_body));
    if (const auto stop = v.find_first_of("; \t("); stop != std::string::npos) v.resize(stop);
    for (std::string_view plain : {"", "7bit", "8bit", "binary", "7-bit", "8-bit", "7bits", "8bits", "7", "8", "none"})
        if (v == plain) return TransferEncoding::identity;
    if (v == "base64") return TransferEncoding::base64;
    if (v == "quoted-printable") return TransferEncoding::quoted_printable;
    if (v == "x-uuencode" || v == "uuencode" || v == "x-uue" || v == "uue") return TransferEncoding::uuencode;
    return TransferEncoding::unknown;
}

std::string decode_base64(std::string_view s, Damage* damage) {
    std::string out;
    out.resize(s.size() / 4 * 3 + 4);
    char* to = out.data();
    Damage seen;
    std::uint32_t bits = 0;
    int have = 0;
    bool ended = false;
    for (const char c : s) {
        const int v = table[static_cast<unsigned char>(c)];  // NOLINT(bugprone-signed-char-misuse): negative on purpose
        if (v >= 0) {
            if (ended) seen.inner_end = true;
            bits = bits << 6 | static_cast<std::uint32_t>(v);
            ++seen.good;
            if (++have == 4) {
                *to++ = static_cast<char>(bits >> 16);
                *to++ = static_cast<char>(bits >> 8);
                *to++ = static_cast<char>(bits);
                have = 0;
                bits = 0;
            }
        } else if (v == -3) {
            std::string rest;
            end_group(rest, bits, have);
            for (char r : rest) *to++ = r;
            have = 0, bits = 0;
            ended = true;
        } else if (v == -1) {
            ++seen.foreign;
        }
    }
    out.resize(static_cast<std::size_t>(to - out.data()));
    end_group(out, bits, have);
    if (damage) *damage = seen;
    return out;
}

std::string decode_quoted_printable(std::string_view s, Damage* damage) {
    std::string out;
    out.reserve(s.size());
    Damage seen;
    for (std::size_t i = 0; i < s.size(); ++i) {
        if (s[i] == '=') {
            i = escaped(s, i, out, seen);
            continue;
        }
        const auto stop = std::min(s.find('=', i), s.size());
        out.append(s, i, stop - i);
        seen.good += stop - i;
        i = stop - 1;
    }
    if (damage) *damage = seen;
    return out;
}

std::string decode_uuencode(std::string_view s, Damage* damage) {
    std::string out;
    Damage seen;
    bool begun = s.find("begin ") == std::string_view::npos;  // without its first line every line is data
    while (!s.empty()) {
        const auto end = std::min(s.find('\n'), s.size());
        auto line = s.substr(0, end);
        s.remove_prefix(std::min(end + 1, s.size()));
        while (!line.empty() && line.back() == '\r') line.remove_suffix(1);
        if (!begun) {
            begun = line.starts_with("begin ");
            continue;
        }
        if (line == "end") break;
        if (line.empty()) continue;
        const std::size_t count = (static_cast<unsigned char>(line[0]) - 32u) & 63u;
        const auto from = out.size();
        uu_line(line.substr(1), out);
        if (out.size() - from < count) ++seen.foreign;
        out.resize(std::min(from + count, out.size()));
        seen.good += count;
    }
    if (damage) *damage = seen;
    return out;
}

TransferEncoding likely_encoding(std::string_view field_body) {
    const std::string lower = ascii_lower(field_body);
    if (lower.find("base64") != std::string::npos) return TransferEncoding::base64;
    return lower.find("quoted") != std::string::npos ? TransferEncoding::quoted_printable : TransferEncoding::unknown;
}

std::string decode_transfer(std::string_view s, TransferEncoding encoding, Damage* damage) {
    switch (encoding) {
        case TransferEncoding::base64:
            return decode_base64(s, damage);
        case TransferEncoding::quoted_printable:
            return decode_quoted_printable(s, damage);
        case TransferEncoding::uuencode:
            return decode_uuencode(s, damage);
        case TransferEncoding::identity:
        case TransferEncoding::unknown:
            break;
    }
    return std::string(s);
}

}  // namespace beadle::inspect
