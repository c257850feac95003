// What a Content-Transfer-Encoding field and a damaged body may mean to one program or another.
#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"

#include "inspect/message/encoded_word.h"
#include "inspect/message/transfer.h"

namespace beadle::inspect {
namespace {

constexpr std::size_t most_others = 4;

using Named = std::pair<std::string_view, TransferEncoding>;
constexpr std::array names{
    Named{"", TransferEncoding::identity},
    Named{"7bit", TransferEncoding::identity},
    Named{"8bit", TransferEncoding::identity},
    Named{"binary", TransferEncoding::identity},
    Named{"7-bit", TransferEncoding::identity},
    Named{"8-bit", TransferEncoding::identity},
    Named{"7bits", TransferEncoding::identity},
    Named{"8bits", TransferEncoding::identity},
    Named{"7", TransferEncoding::identity},
    Named{"8", TransferEncoding::identity},
    Named{"none", TransferEncoding::identity},
    Named{"base64", TransferEncoding::base64},
    Named{"quoted-printable", TransferEncoding::quoted_printable},
    Named{"x-uuencode", TransferEncoding::uuencode},
    Named{"uuencode", TransferEncoding::uuencode},
    Named{"x-uue", TransferEncoding::uuencode},
    Named{"uue", TransferEncoding::uuencode},
    Named{"x-yencode", TransferEncoding::yenc},
    Named{"x-binhex", TransferEncoding::binhex},
    Named{"x-gzip64", TransferEncoding::base64},  // what it packs is seen by its content
};

// Pieces of a word that nobody knows, as programs look for them.
constexpr std::array pieces{
    Named{"base64", TransferEncoding::base64},   Named{"base-64", TransferEncoding::base64},
    Named{"gzip64", TransferEncoding::base64},   Named{"quoted", TransferEncoding::quoted_printable},
    Named{"uu", TransferEncoding::uuencode},     Named{"yenc", TransferEncoding::yenc},
    Named{"binhex", TransferEncoding::binhex},
};

// Blanks, NULs, comments and quotes say nothing to some programs.
std::string squeezed(std::string_view s) {
    std::string out;
    int comment = 0;
    for (const char c : s) {
        if (c == '(') ++comment;
        if (comment == 0 && static_cast<unsigned char>(c) > ' ' && c != '"' && c != '\'') out += c;
        if (c == ')' && comment > 0) --comment;
    }
    return out;
}

void add(std::vector<TransferEncoding>& list, TransferEncoding encoding) {
    if (std::find(list.begin(), list.end(), encoding) == list.end()) list.push_back(encoding);
}

TransferEncoding named(std::string_view word) {
    for (const auto& [name, encoding] : names)
        if (word == name) return encoding;
    return TransferEncoding::unknown;
}

bool is_letter(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/' ||
           c == '=';
}

// Lines by themselves: each begins a group.
std::string line_by_line(std::string_view s) {
    std::string out;
    while (!s.empty()) {
        const auto end = std::min(s.find('\n'), s.size());
        out += decode_base64(s.substr(0, end), nullptr);
        s.remove_prefix(std::min(end + 1, s.size()));
    }
    return out;
}

std::string replaced(std::string_view s, char from, char to, char other_from, char other_to) {
    std::string out(s);
    for (char& c : out) c = c == from ? to : c == other_from ? other_to : c;
    return out;
}

// Text, or one of the formats that matter: another way to decode that makes noise of it is nobody's reading.
bool is_meaningful(std::string_view s) {
    if (s.size() < 4) return false;
    using namespace std::string_view_literals;
    for (const auto magic : {"PK\3\4"sv, "%PDF"sv, "MZ"sv, "\xD0\xCF\x11\xE0"sv, "7z\xBC\xAF"sv, "Rar!"sv, "\x1F\x8B"sv,
                             "\x7F" "ELF"sv, "BZh"sv, "MSCF"sv, "\xFD" "7zXZ"sv, "\x89PNG"sv, "\xFF\xD8\xFF"sv, "GIF8"sv})
        if (s.starts_with(magic)) return true;
    const auto look = s.substr(0, 256);
    const auto plain = std::count_if(look.begin(), look.end(), [](char c) {
        return (c >= ' ' && c < 0x7f) || c == '\r' || c == '\n' || c == '\t';
    });
    return static_cast<std::size_t>(plain) * 8 >= look.size() * 7;
}

// The first line may be a word that is no part of it: the groups begin behind it. "" when it is like the others.
std::string_view behind_first_line(std::string_view s) {
    const auto start = s.find_first_not_of("\r\n \t");
    if (start == std::string_view::npos) return {};
    const auto end = s.find('\n', start);
    if (end == std::string_view::npos) return {};
    const auto line = trim(s.substr(start, end - start));
    const bool odd = line.size() % 4 != 0 || !std::all_of(line.begin(), line.end(), is_letter);
    return odd ? s.substr(end + 1) : std::string_view{};
}

}  // namespace

TransferEncoding transfer_encoding(std::string_view field_body) {
    std::string v = ascii_lower(trim(field_body));
    if (const auto stop = v.find_first_of("; \t("); stop != std::string::npos) v.resize(stop);
    return named(v);
}

std::vector<TransferEncoding> encoding_readings(std::string_view field_body) {
    std::vector<TransferEncoding> out;
    const std::string plain = ascii_lower(trim(field_body));
    if (const auto known = named(plain); known != TransferEncoding::unknown) return {known};
    const auto first = transfer_encoding(field_body);
    if (first != TransferEncoding::unknown) add(out, first);
    add(out, named(squeezed(plain)));
    for (const std::string& text : {squeezed(plain), plain, ascii_lower(decode_words(field_body))})
        for (const auto& [piece, encoding] : pieces)
            if (text.find(piece) != std::string::npos) add(out, encoding);
    for (const auto word : {"7bit", "8bit", "binary"})
        if (plain.find(word) != std::string::npos) add(out, TransferEncoding::identity);
    if (const auto none = std::find(out.begin(), out.end(), TransferEncoding::unknown); none != out.end() && out.size() > 1)
        out.erase(none);
    return out;
}

bool looks_encoded(std::string_view octets, TransferEncoding encoding) {
    const auto look = octets.substr(0, 4096);
    if (encoding == TransferEncoding::quoted_printable) {
        std::size_t escapes = 0;
        for (std::size_t i = 0; i + 2 < look.size(); ++i)
            escapes += look[i] == '=' && is_letter(look[i + 1]) && is_letter(look[i + 2]);
        return escapes > 0;
    }
    if (encoding == TransferEncoding::uuencode) return look.find("begin ") != std::string_view::npos;
    if (encoding != TransferEncoding::base64) return false;
    std::size_t letters = 0, foreign = 0;
    for (const char c : look) {
        letters += is_letter(c);
        foreign += !is_letter(c) && c != '\r' && c != '\n';
    }
    return letters >= 8 && foreign * 20 <= letters;
}

std::vector<std::string> other_decodings(std::string_view s, TransferEncoding encoding, const Damage& damage) {
    std::vector<std::string> out;
    if (encoding != TransferEncoding::base64) return out;
    if (damage.inner_end) {  // padding in the middle is passed over, or ends it
        std::string without(s);
        std::erase(without, '=');
        out.push_back(decode_base64(without, nullptr));
        out.push_back(decode_base64(s.substr(0, damage.end), nullptr));
    }
    if (damage.odd_lines) {
        out.push_back(line_by_line(s));
    }
    if (damage.odd_lines || damage.foreign > 0) out.push_back(decode_base64(behind_first_line(s), nullptr));
    if (damage.url_letters) out.push_back(decode_base64(replaced(s, '-', '+', '_', '/'), nullptr));
    std::erase_if(out, [](const std::string& one) { return !is_meaningful(one); });
    if (out.size() > most_others) out.resize(most_others);
    return out;
}

bool is_footer(std::string_view behind_padding) {
    const auto s = trim(behind_padding.substr(std::min(behind_padding.find_first_not_of("= \t\r\n"), behind_padding.size())));
    std::size_t letters = 0, other = 0;
    for (const char c : s.substr(0, 4096)) {
        letters += is_letter(c);
        other += !is_letter(c) && c != '\r' && c != '\n';
    }
    return letters > 0 && other * 12 > letters;
}

}  // namespace beadle::inspect
