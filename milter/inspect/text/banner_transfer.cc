#include "inspect/text/banner_transfer.h"

#include <algorithm>

#include "inspect/message/transfer.h"

namespace beadle::inspect {
namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::size_t line = 76;

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

// ---- base64

std::string base64(std::string_view s) {  // of a multiple of three
    std::string out;
    for (std::size_t i = 0; i + 2 < s.size(); i += 3) {
        const std::uint32_t bits = static_cast<unsigned char>(s[i]) << 16 | static_cast<unsigned char>(s[i + 1]) << 8 |
                                   static_cast<unsigned char>(s[i + 2]);
        for (const int shift : {18, 12, 6, 0}) out += alphabet[bits >> shift & 63];
        if ((i / 3 + 1) % (line / 4) == 0 && i + 5 < s.size()) out += "\r\n";
    }
    return out;
}

// Index of the letter of that number, or of the end behind the last one; nothing when something else stands before it.
std::optional<std::size_t> letter(std::string_view raw, std::size_t number) {
    std::size_t seen = 0, i = 0;
    for (; i < raw.size(); ++i) {
        if (is_blank(raw[i])) continue;
        if (seen == number) return i;
        if (alphabet.find(raw[i]) == std::string_view::npos) return std::nullopt;
        ++seen;
    }
    return seen == number ? std::optional(i) : std::nullopt;
}

std::string threes(const Padded& make) {
    for (std::size_t blanks = 0; blanks < 3; ++blanks)
        if (auto made = make(blanks); made.size() % 3 == 0) return made;
    return "";
}

std::optional<BodyEdit> into_base64(const EncodedLeaf& leaf, std::size_t at, const Padded& make) {
    const std::size_t kept = at % 3;
    const auto from = letter(leaf.raw, at / 3 * 4);
    if (!from || (kept > 0 && at - kept + 3 > leaf.content.size())) return std::nullopt;
    std::string put = threes(make);
    std::size_t to = *from;
    if (kept > 0) {  // the group that the place divides is written anew around what is put in
        const auto last = letter(leaf.raw, at / 3 * 4 + 3);
        if (!last || *last >= leaf.raw.size() || leaf.raw[*last] == '=') return std::nullopt;
        to = *last + 1;
        put = std::string(leaf.content.substr(at - kept, kept)) + put + std::string(leaf.content.substr(at, 3 - kept));
    }
    if (put.empty() || to - *from > BannerLimits::removed) return std::nullopt;
    const bool begins = *from == 0 || leaf.raw[*from - 1] == '\n';
    return BodyEdit{*from, static_cast<std::uint32_t>(to - *from), (begins ? "" : "\r\n") + base64(put) + "\r\n"};
}

// ---- quoted-printable

std::string quoted(std::string_view s, bool wide) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    std::size_t column = 0;
    for (std::size_t i = 0; i < s.size(); ++i) {
        if (!wide && s.substr(i).starts_with("\r\n")) {
            out += "\r\n", column = 0, ++i;
            continue;
        }
        const auto c = static_cast<unsigned char>(s[i]);
        const bool before_end = i + 1 == s.size() || s[i + 1] == '\r';
        const bool plain = !wide && c >= ' ' && c < 127 && c != '=' && !(c == ' ' && before_end) &&
                           !(column == 0 && (c == '.' || c == 'F' || c == '-'));
        const std::size_t width = plain ? 1 : 3;
        if (column + width > line - 1) out += "=\r\n", column = 0;
        if (plain) {
            out += static_cast<char>(c);
        } else {
            out += '=';
            out += digits[c >> 4];
            out += digits[c & 15];
        }
        column += width;
    }
    return out;
}

// Behind how many encoded octets as many decoded ones are had.
std::size_t behind_quoted(std::string_view raw, std::size_t wanted) {
    std::size_t i = 0, had = 0;
    while (i < raw.size() && had < wanted) {
        if (raw[i] != '=') {
            ++i, ++had;
            continue;
        }
        const auto next = raw.find_first_not_of(" \t", i + 1);
        if (next != std::string_view::npos && (raw[next] == '\r' || raw[next] == '\n')) {
            i = next + (raw.substr(next).starts_with("\r\n") ? 2 : 1);  // a soft line break
            continue;
        }
        i += 3, ++had;
    }
    return std::min(i, raw.size());
}

std::optional<BodyEdit> into_quoted(const EncodedLeaf& leaf, std::size_t at, const Padded& make) {
    const std::size_t from = behind_quoted(leaf.raw, at);
    if (decode_quoted_printable(leaf.raw.substr(0, from), nullptr) != leaf.content.substr(0, at)) return std::nullopt;
    const std::string put = make(0);
    const bool begins = from == 0 || leaf.raw[from - 1] == '\n';
    const bool ends = !leaf.wide && put.ends_with("\r\n");
    return BodyEdit{from, 0, (begins ? "" : "=\r\n") + quoted(put, leaf.wide) + (ends ? "" : "=\r\n")};
}

}  // namespace

std::optional<BodyEdit> put_in(const EncodedLeaf& leaf, std::size_t at, const Padded& make) {
    if (at > leaf.content.size()) return std::nullopt;
    if (leaf.encoding == "base64") return into_base64(leaf, at, make);
    if (leaf.encoding == "quoted-printable") return into_quoted(leaf, at, make);
    const bool as_it_is =
        leaf.encoding.empty() || leaf.encoding == "7bit" || leaf.encoding == "8bit" || leaf.encoding == "binary";
    // Wide text that is not encoded has lost or won line ends on its way: nobody reads it, and nothing is put in.
    if (!as_it_is || leaf.wide || leaf.raw.size() != leaf.content.size()) return std::nullopt;
    std::string put = make(0);
    const bool eight = leaf.encoding == "8bit" || leaf.encoding == "binary";
    const bool plain = std::all_of(put.begin(), put.end(), [](char c) { return static_cast<unsigned char>(c) < 128; });
    if (!eight && !plain) return std::nullopt;
    return BodyEdit{at, 0, std::move(put)};
}

}  // namespace beadle::inspect
