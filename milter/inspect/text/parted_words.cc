// Words that links, bookmarks and file names join into one.
#include <algorithm>
#include <cctype>

#include "inspect/message/charset.h"
#include "inspect/message/find_any.h"
#include "inspect/text/written_form.h"

namespace beadle::inspect {
namespace {

constexpr std::size_t most_codes_in_codes = 3, longest_word = 16384;

bool is_letter(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_end(char c) { return static_cast<unsigned char>(c) <= ' ' || c == '"' || c == '<' || c == '>'; }

int hexadecimal(char c) {
    if (is_digit(c)) return c - '0';
    c = static_cast<char>(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool undo_codes(std::string& s) {
    std::string out;
    bool any = false;
    for (std::size_t i = 0; i < s.size(); ++i) {
        const int high = s[i] == '%' && i + 2 < s.size() ? hexadecimal(s[i + 1]) : -1;
        const int low = high < 0 ? -1 : hexadecimal(s[i + 2]);
        out += low < 0 ? s[i] : static_cast<char>(high * 16 + low);
        if (low >= 0) i += 2, any = true;
    }
    s = std::move(out);
    return any;
}

// The signs that stand for a blank between letters and digits.
bool undo_signs(std::string& s) {
    bool any = false, query = false;
    for (std::size_t i = 0; i < s.size(); ++i) {
        const char c = s[i];
        if (c == '?') query = true;
        const bool sign = c == '_' || c == '+' || (query && (c == '&' || c == '=' || c == '?' || c == ';'));
        if (!sign || i == 0 || i + 1 == s.size()) continue;
        any = true;
        s[i] = c == '&' || c == ';' || c == '?' ? '\n' : ' ';
    }
    return any;
}

std::string parted(std::string_view word) {
    std::string s(word);
    bool any = undo_signs(s);
    for (std::size_t i = 0; i < most_codes_in_codes && undo_codes(s); ++i) any = true;
    return any && tells(s) ? valid_utf8(s) + "\n" : std::string();
}

}  // namespace

bool tells(std::string_view words) {
    std::size_t digits = 0, letters = 0, run = 0, longest = 0;
    for (std::size_t i = 0; i <= words.size(); ++i) {
        const char c = i < words.size() ? words[i] : ' ';
        digits += is_digit(c);
        if (is_letter(c) || is_digit(c)) {
            letters += is_letter(c), ++run;
            continue;
        }
        if (letters == run) longest = std::max(longest, letters);
        letters = run = 0;
    }
    return digits >= 5 && longest >= 2;
}

std::string parted_words(std::string_view text) {
    std::string out;
    for (std::size_t at = find_any<'%', '+', '_'>(text); at != std::string_view::npos; at = find_any<'%', '+', '_'>(text, at)) {
        std::size_t from = at, to = at;
        while (from > 0 && !is_end(text[from - 1])) --from;
        while (to < text.size() && !is_end(text[to])) ++to;
        if (to - from <= longest_word) out += parted(text.substr(from, to - from));
        at = to;
    }
    return out;
}

}  // namespace beadle::inspect
