#include "inspect/message/transfer.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "base/text.h"

#include "inspect/message/inline_file.h"

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

// "=" and what follows it; the index of the last octet used up.
std::size_t escaped(std::string_view s, std::size_t at, std::string& out, Damage& damage) {
    std::size_t end = at + 1;
    while (end < s.size() && (s[end] == ' ' || s[end] == '\t' || s[end] == '\f')) ++end;
    if (end >= s.size()) return s.size() - 1;
    if (s[end] == '\n') return end;
    if (s[end] == '\r') {  // with any number of them, and alone, programs take it for a line end
        while (end + 1 < s.size() && s[end + 1] == '\r') ++end;
        return end + 1 < s.size() && s[end + 1] == '\n' ? end + 1 : end;
    }
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

std::string_view name_of(TransferEncoding encoding) {
    switch (encoding) {
        case TransferEncoding::base64:
            return "base64";
        case TransferEncoding::quoted_printable:
            return "quoted-printable";
        case TransferEncoding::uuencode:
            return "x-uuencode";
        case TransferEncoding::yenc:
            return "x-yencode";
        case TransferEncoding::binhex:
            return "x-binhex";
        case TransferEncoding::identity:
        case TransferEncoding::unknown:
            break;
    }
    return "8bit";
}

// What a body of base64 is besides its letters, seen while it is decoded.
struct Base64Lines {
    Damage seen;
    std::size_t padding = std::string_view::npos;
    std::size_t letters = 0;  // of this line so far
    bool last_odd = false;    // the line before did not fill its groups

    void letter() {
        if (padding != std::string_view::npos && !seen.inner_end) {
            seen.inner_end = true;
            seen.end = padding;
        }
        if (last_odd) seen.odd_lines = true;  // only the last line may be short
        ++letters, ++seen.good;
    }
    void line_end() {
        if (letters % 4 != 0) last_odd = true;
        letters = 0;
    }
};

std::string decode_base64(std::string_view s, Damage* damage) {
    std::string out;
    out.resize(s.size() / 4 * 3 + 4);
    char* to = out.data();
    Base64Lines lines;
    std::uint32_t bits = 0;
    int have = 0;
    for (std::size_t at = 0; at < s.size(); ++at) {
        const char c = s[at];
        const int v = table[static_cast<unsigned char>(c)];  // NOLINT(bugprone-signed-char-misuse): negative on purpose
        if (v >= 0) {
            lines.letter();
            bits = bits << 6 | static_cast<std::uint32_t>(v);
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
            if (lines.padding == std::string_view::npos) lines.padding = at;
            lines.letters = 0;
        } else if (v == -1) {
            ++lines.seen.foreign;
            if (c == '-' || c == '_') lines.seen.url_letters = true;
        } else if (c == '\n') {
            lines.line_end();
        }
    }
    out.resize(static_cast<std::size_t>(to - out.data()));
    end_group(out, bits, have);
    if (damage) *damage = lines.seen;
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

std::string decode_transfer(std::string_view s, TransferEncoding encoding, Damage* damage) {
    switch (encoding) {
        case TransferEncoding::base64:
            return decode_base64(s, damage);
        case TransferEncoding::quoted_printable:
            return decode_quoted_printable(s, damage);
        case TransferEncoding::uuencode:
            return decode_uuencode(s);
        case TransferEncoding::yenc:
            return decode_yenc(s);
        case TransferEncoding::binhex:
            return decode_binhex(s);
        case TransferEncoding::identity:
        case TransferEncoding::unknown:
            break;
    }
    return std::string(s);
}

}  // namespace beadle::inspect
