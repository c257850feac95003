#include "inspect/message/encoded_word.h"

#include <optional>

#include "base/text.h"

#include "inspect/message/charset.h"
#include "inspect/message/transfer.h"

namespace beadle::inspect {
namespace {

struct Word {
    std::string charset, octets;
    std::size_t end = 0;  // after "?="
};

std::string q_decoded(std::string_view s) {
    std::string text(s);
    for (char& c : text)
        if (c == '_') c = ' ';
    return decode_quoted_printable(text, nullptr);
}

// The encoded-word that starts at `at` ("=?"), if it is one.
std::optional<Word> word_at(std::string_view s, std::size_t at) {
    const auto charset_end = s.find('?', at + 2);
    if (charset_end == std::string_view::npos || charset_end - at > 80) return std::nullopt;
    if (charset_end + 2 >= s.size() || s[charset_end + 2] != '?') return std::nullopt;
    const char encoding = static_cast<char>(s[charset_end + 1] | 0x20);
    if (encoding != 'b' && encoding != 'q') return std::nullopt;
    const auto end = s.find("?=", charset_end + 3);
    if (end == std::string_view::npos) return std::nullopt;
    const auto text = s.substr(charset_end + 3, end - charset_end - 3);
    Word word;
    word.charset = ascii_lower(s.substr(at + 2, charset_end - at - 2));
    if (const auto star = word.charset.find('*'); star != std::string::npos) word.charset.resize(star);
    word.octets = encoding == 'b' ? decode_base64(text, nullptr) : q_decoded(text);
    word.end = end + 2;
    return word;
}

std::size_t skip_blanks(std::string_view s, std::size_t at) {
    while (at < s.size() && (s[at] == ' ' || s[at] == '\t')) ++at;
    return at;
}

std::string text_of(const Word& word) { return decode_text(word.octets, word.charset).text; }

// Walks the words and hands plain text and decoded words, in order, to the two sinks.
template <class Plain, class Decoded>
void walk(std::string_view s, Plain plain, Decoded decoded) {
    std::size_t from = 0, at = 0;
    const auto last = s.rfind("?=");  // behind it no word can end: without this each "=?" would look to the end
    while ((at = s.find("=?", at)) < last && last != std::string_view::npos) {
        auto word = word_at(s, at);
        if (!word) {
            at += 2;
            continue;
        }
        plain(s.substr(from, at - from));
        while (true) {
            const auto next = skip_blanks(s, word->end);
            auto more = s.substr(next, 2) == "=?" ? word_at(s, next) : std::nullopt;
            if (more && more->charset == word->charset) {
                word->octets += more->octets;
                word->end = more->end;
                continue;
            }
            decoded(text_of(*word));
            if (!more) break;
            word = std::move(more);
        }
        from = at = word->end;
    }
    plain(s.substr(from));
}

}  // namespace

std::string unfold(std::string_view body) {
    std::string out;
    out.reserve(body.size());
    for (char c : trim(body))
        if (c != '\r' && c != '\n') out += c;
    return out;
}

std::string decode_words(std::string_view body) {
    const std::string s = unfold(body);
    if (s.find("=?") == std::string::npos) return guess_text(s);
    std::string out;
    walk(
        s, [&](std::string_view p) { out += guess_text(p); }, [&](const std::string& d) { out += d; });
    return out;
}

std::string other_words(std::string_view body, std::string_view decoded) {
    if (body.find("=?") == std::string_view::npos) return {};
    std::string out(decoded);
    // Twice: what decoding gave is a word again.
    if (out.find("=?") != std::string::npos) out = decode_words(out);
    // A word without its end goes to the end of the line.
    if (const auto at = out.rfind("=?"); at != std::string::npos && out.find("?=", at + 2) == std::string::npos)
        if (const auto word = word_at(out + "?=", at)) out = out.substr(0, at) + text_of(*word);
    return out == decoded ? std::string() : out;
}

std::string plain_words(std::string_view body) {
    std::string s = unfold(body);
    if (s.find("=?") == std::string::npos) return guess_text(s);
    std::string out;
    walk(
        s, [&](std::string_view p) { out += guess_text(p); },
        [&](const std::string& d) { out += "=?UTF-8?B?" + base64(d) + "?="; });
    return out;
}

}  // namespace beadle::inspect
