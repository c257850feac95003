#include "inspect/message/encoded_word.h"

#include <optional>

#include "base/text.h"

#include "inspect/message/charset.h"
#include "inspect/message/transfer.h"

namespace beadle::inspect {
namespace {

// How else programs decode than as the standard has it.
struct Way {
    bool plain = false;   // octets that are UTF-8 are that, whatever charset is claimed
    bool joined = false;  // a group or an escape that was cut between two words is put together first
    bool apart = false;   // a word ends where its "?=" stands, even with a letter right behind it
};

struct Word {
    std::string charset, text, octets;
    char encoding = 'q';
    std::size_t before = 0;  // octets that are not of this text: of words before it
    std::size_t end = 0;     // after "?="
};

std::string decoded_octets(char encoding, std::string_view written) {
    if (encoding == 'b') return decode_base64(written, nullptr);
    std::string text(written);
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
    Word word;
    word.text = s.substr(charset_end + 3, end - charset_end - 3);
    word.charset = ascii_lower(s.substr(at + 2, charset_end - at - 2));
    if (const auto star = word.charset.find('*'); star != std::string::npos) word.charset.resize(star);
    word.encoding = encoding;
    word.octets = decoded_octets(encoding, word.text);
    word.end = end + 2;
    return word;
}

// The text ends in the midst of a group of four letters, or of "=XX".
bool is_cut(const Word& word) {
    constexpr std::size_t longest = 4096;  // each join decodes anew
    const auto& t = word.text;
    if (t.size() > longest) return false;
    if (word.encoding == 'b') return !t.ends_with('=') && t.size() % 4 != 0;
    return t.ends_with('=') || (t.size() > 1 && t[t.size() - 2] == '=');
}

// False when the two cannot be one.
bool append(Word& word, const Word& more, const Way& way) {
    if (more.charset != word.charset) return false;
    if (way.joined && more.encoding == word.encoding && is_cut(word)) {
        word.text += more.text;
        word.octets.resize(word.before);
        word.octets += decoded_octets(word.encoding, word.text);
    } else {
        word.text = more.text;
        word.before = word.octets.size();
        word.octets += more.octets;
        word.encoding = more.encoding;
    }
    word.end = more.end;
    return true;
}

std::size_t skip_blanks(std::string_view s, std::size_t at) {
    while (at < s.size() && (s[at] == ' ' || s[at] == '\t')) ++at;
    return at;
}

std::string text_of(const Word& word, const Way& way) {
    if (way.plain && is_utf8(word.octets)) return word.octets;
    return decode_text(word.octets, word.charset).text;
}

// Walks the words and hands plain text and decoded words, in order, to the two sinks.
template <class Plain, class Decoded>
void walk(std::string_view s, const Way& way, Plain plain, Decoded decoded) {
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
            if (more && append(*word, *more, way)) continue;
            decoded(text_of(*word, way));
            if (!more) break;
            word = std::move(more);
        }
        from = at = word->end;
    }
    plain(s.substr(from));
}

bool is_letter(char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

std::string decoded_by(const std::string& s, const Way& way) {
    std::string out;
    bool behind_word = false;
    walk(
        s, way,
        [&](std::string_view p) {
            if (way.apart && behind_word && !p.empty() && is_letter(p.front())) out += ' ';
            out += guess_text(p);
        },
        [&](const std::string& d) {
            if (way.apart && !out.empty() && is_letter(out.back()) && !behind_word) out += ' ';
            out += d;
            behind_word = true;
        });
    return out;
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
    return s.find("=?") == std::string::npos ? guess_text(s) : decoded_by(s, {});
}

std::string other_words(std::string_view body, std::string_view decoded) {
    if (body.find("=?") == std::string_view::npos) return {};
    std::string out;
    const auto add = [&](const std::string& one) {
        if (one == decoded || ("\n" + out).find("\n" + one + "\n") != std::string::npos) return;
        out += one + "\n";
    };
    // Twice: what decoding gave is a word again.
    std::string again(decoded);
    if (again.find("=?") != std::string::npos) again = decode_words(again);
    // A word without its end goes to the end of the line.
    if (const auto at = again.rfind("=?"); at != std::string::npos && again.find("?=", at + 2) == std::string::npos)
        if (const auto word = word_at(again + "?=", at)) again = again.substr(0, at) + text_of(*word, {});
    add(again);
    const std::string s = unfold(body);
    for (const Way& way : {Way{.plain = true}, Way{.joined = true}, Way{.apart = true}}) add(decoded_by(s, way));
    if (!out.empty()) out.pop_back();
    return out;
}

std::string plain_words(std::string_view body) {
    std::string s = unfold(body);
    if (s.find("=?") == std::string::npos) return guess_text(s);
    std::string out;
    walk(
        s, {}, [&](std::string_view p) { out += guess_text(p); },
        [&](const std::string& d) { out += "=?UTF-8?B?" + base64(d) + "?="; });
    return out;
}

}  // namespace beadle::inspect
