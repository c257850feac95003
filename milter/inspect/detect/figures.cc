#include "inspect/detect/figures.h"

#include <algorithm>

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include "base/text.h"

namespace beadle::inspect {

namespace {

constexpr std::size_t token_reach = 200;

bool is_break(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '<' || c == '>' || c == '"' || c == '(' || c == ')' || c == ',' ||
           c == ';' || c == '\'';
}

// A letter or digit of any script, or an underscore.
bool word_before(std::string_view text, std::size_t at) {
    if (at == 0) return false;
    const char c = text[at - 1];
    if (static_cast<unsigned char>(c) < 0x80) return is_alnum(c) || c == '_';
    const auto near = text.substr(at - std::min<std::size_t>(at, 4), std::min<std::size_t>(at, 4));
    auto i = static_cast<std::int32_t>(near.size());
    UChar32 code = 0;
    U8_PREV(near.data(), 0, i, code);
    return code >= 0 && u_isalnum(code);
}

bool word_after(std::string_view text, std::size_t at) {
    if (at >= text.size()) return false;
    const char c = text[at];
    if (static_cast<unsigned char>(c) < 0x80) return is_alnum(c) || c == '_';
    auto i = static_cast<std::int64_t>(at);
    UChar32 code = 0;
    U8_NEXT(text.data(), i, static_cast<std::int64_t>(text.size()), code);
    return code >= 0 && u_isalnum(code);
}

// The unbroken run of characters around the span names a link or a mailbox.
bool in_address(std::string_view text, Span span) {
    std::size_t from = span.begin, to = span.end;
    while (from > 0 && span.begin - from < token_reach && !is_break(text[from - 1])) --from;
    while (to < text.size() && to - span.end < token_reach && !is_break(text[to])) ++to;
    const auto before = text.substr(from, span.begin - from);
    const auto after = text.substr(span.end, to - span.end);
    if (before.find("://") != std::string_view::npos || before.substr(0, 4) == "www.") return true;
    if (before.find('@') != std::string_view::npos) return true;
    const auto at = after.find('@');
    return at != std::string_view::npos && at + 1 < after.size() && is_alnum(after[at + 1]);
}

}  // namespace

bool Figures::grouped(std::initializer_list<int> sizes) const {
    return std::equal(groups.begin(), groups.end(), sizes.begin(), sizes.end());
}

bool Figures::all_of(int size) const {
    return groups.size() > 1 && std::all_of(groups.begin(), groups.end(), [size](int g) { return g == size; });
}

bool Figures::spelled_out() const { return all_of(1); }

Figures read_figures(std::string_view written) {
    Figures f;
    int group = 0;
    std::string between;
    for (const char c : written) {
        if (!is_alnum(c)) {
            between.push_back(c);
            continue;
        }
        if (!between.empty() && group > 0) {
            const bool line = between.find('\n') != std::string::npos;
            const auto mark = between.find_first_of("-./_,:;|*~()[]{}=+\t");
            const char kind = mark != std::string::npos ? between[mark] : ' ';
            f.line_ends += line;
            f.loose = f.loose || (kind != ' ' && kind != '-' && kind != '.') || (!line && between.size() > 3);
            if (f.separator == '\0')
                f.separator = kind;
            else if (f.separator != kind && !(line && kind == ' '))
                f.separator = '?';
            f.groups.push_back(group);
            group = 0;
        }
        between.clear();
        f.characters.push_back(to_upper(c));
        ++group;
    }
    if (group > 0) f.groups.push_back(group);
    return f;
}

bool touches_left(std::string_view text, std::size_t begin) {
    if (word_before(text, begin)) return true;
    if (begin == 0) return false;
    const char c = text[begin - 1];
    if (c == '%' || c == '&' || c == '+' || c == '$' || c == '\\') return true;
    if (static_cast<unsigned char>(c) == 0xa3 || text.substr(0, begin).ends_with("\xc2\xa3"))
        return true;  // pound sign
    if (begin < 2) return false;
    const char before = text[begin - 2];
    return ((c == '.' || c == ',') && is_digit(before)) || ((c == '-' || c == '/') && is_alnum(before));
}

bool touches_right(std::string_view text, std::size_t end) {
    if (word_after(text, end)) return true;
    if (end + 1 >= text.size()) return false;
    const char c = text[end], next = text[end + 1];
    if (c == '%' || c == '\\') return true;
    return ((c == '.' || c == ',') && is_digit(next)) || ((c == '-' || c == '/') && is_alnum(next));
}

bool touches(std::string_view text, Span span) {
    return touches_left(text, span.begin) || touches_right(text, span.end) || in_address(text, span);
}

bool all_same(std::string_view digits) {
    return !digits.empty() && digits.find_first_not_of(digits[0]) == std::string_view::npos;
}

bool sequential(std::string_view digits) {
    return std::string_view("01234567890123456789").find(digits) != std::string_view::npos ||
           std::string_view("98765432109876543210").find(digits) != std::string_view::npos;
}

bool luhn(std::string_view digits) {
    int sum = 0;
    bool twice = false;
    for (auto i = digits.size(); i-- > 0; twice = !twice) {
        int d = digits[i] - '0';
        if (twice && (d *= 2) > 9) d -= 9;
        sum += d;
    }
    return sum % 10 == 0;
}

bool modulus_11(std::string_view ten_digits) {
    if (ten_digits.size() != 10) return false;
    int sum = 0;
    for (int i = 0; i < 9; ++i) sum += (10 - i) * (ten_digits[static_cast<std::size_t>(i)] - '0');
    const int check = (11 - sum % 11) % 11;
    return check != 10 && check == ten_digits[9] - '0';
}

bool modulus_97(std::string_view iban) {
    if (iban.size() < 5) return false;
    int remainder = 0;
    const auto add = [&remainder](char c) {
        if (is_digit(c))
            remainder = (remainder * 10 + (c - '0')) % 97;
        else
            remainder = (remainder * 100 + (c - 'A' + 10)) % 97;
    };
    for (const char c : iban.substr(4)) add(c);
    for (const char c : iban.substr(0, 4)) add(c);
    return remainder == 1;
}

bool is_day_and_month(int day, int month) { return day >= 1 && day <= 31 && month >= 1 && month <= 12; }

bool has_amount(std::string_view sentence) {
    if (sentence.find("\xc2\xa3") != std::string_view::npos) return true;
    for (std::size_t i = 1; i + 3 < sentence.size(); ++i) {
        const bool thousand = sentence[i] == ',' && is_digit(sentence[i - 1]) && is_digit(sentence[i + 1]) &&
                              is_digit(sentence[i + 2]) && is_digit(sentence[i + 3]);
        const bool pence = sentence[i] == '.' && is_digit(sentence[i - 1]) && is_digit(sentence[i + 1]) &&
                           is_digit(sentence[i + 2]) && !is_digit(sentence[i + 3]);
        const bool kilo = (sentence[i] == 'k' || sentence[i] == 'K') && is_digit(sentence[i - 1]) &&
                          !is_alnum(sentence[i + 1]);  // 18k
        if (thousand || pence || kilo) return true;
    }
    const std::string words = ascii_lower(sentence);
    for (const std::string_view sum : {" grand", " thousand"})
        for (auto at = words.find(sum); at != std::string::npos; at = words.find(sum, at + 1))
            if (at + sum.size() == words.size() || !is_alnum(words[at + sum.size()])) return true;
    for (const std::string_view point : {"scp ", "scp:", "point ", "grade "}) {
        const auto at = words.find(point);
        if (at != std::string::npos && at + point.size() < words.size() && is_digit(words[at + point.size()]))
            return true;
    }
    return false;
}

}  // namespace beadle::inspect
