#include "inspect/text/password_words.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "base/text.h"

namespace beadle::inspect {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t most_found = 40, most_line = 2000;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

constexpr std::array marks{"*"sv,
                           "_"sv,
                           "`"sv,
                           "\""sv,
                           "'"sv,
                           "("sv,
                           ")"sv,
                           "["sv,
                           "]"sv,
                           "<"sv,
                           ">"sv,
                           "\xE2\x80\x9C"sv,
                           "\xE2\x80\x9D"sv,
                           "\xE2\x80\x98"sv,
                           "\xE2\x80\x99"sv,
                           "\xC2\xAB"sv,
                           "\xC2\xBB"sv};

struct Quotes {
    std::string_view from, to;
};
constexpr std::array quotes{Quotes{"\"", "\""},
                            Quotes{"\xE2\x80\x9C", "\xE2\x80\x9D"},
                            Quotes{"\xE2\x80\x98", "\xE2\x80\x99"},
                            Quotes{"\xC2\xAB", "\xC2\xBB"},
                            Quotes{"`", "`"},
                            Quotes{" '", "'"},
                            Quotes{"*", "*"}};

// Digits at `at`, between `least` and `most` of them.
std::string digits(std::string_view s, std::size_t& at, std::size_t least, std::size_t most) {
    std::string out;
    while (at < s.size() && is_digit(s[at]) && out.size() < most) out += s[at++];
    return out.size() < least || (at < s.size() && is_digit(s[at])) ? std::string() : out;
}

std::string two(std::string n) { return n.size() == 1 ? "0" + n : n; }

void add_date(std::vector<std::string>& out, std::string day, std::string month, const std::string& year) {
    day = two(std::move(day)), month = two(std::move(month));
    if (day > "31" || month > "12") return;
    const std::string whole = year.size() == 2 ? (year > "30" ? "19" + year : "20" + year) : year;
    out.push_back(day + month + whole);
    out.push_back(day + month + whole.substr(2));
    out.push_back(day + "/" + month + "/" + whole);
    out.push_back(whole + month + day);
}

bool is_outward(std::string_view s) {
    const bool letters = !s.empty() && is_letter(s[0]);
    return letters && s.size() >= 2 && s.size() <= 4 && std::any_of(s.begin(), s.end(), is_digit);
}
bool is_inward(std::string_view s) { return s.size() == 3 && is_digit(s[0]) && is_letter(s[1]) && is_letter(s[2]); }

}  // namespace

bool is_word_octet(char c) { return is_letter(c) || is_digit(c) || static_cast<unsigned char>(c) >= 0x80; }

bool has_classes(std::string_view word) {
    word = without_stop(without_marks(word));
    if (word.size() < 4 || word.size() > 64 || word.find("://") != std::string_view::npos) return false;
    const bool letters = std::any_of(word.begin(), word.end(), is_letter);
    const bool others = std::any_of(word.begin(), word.end(), [](char c) {
        return is_digit(c) || "!@#$%^&*?_+=~"sv.find(c) != std::string_view::npos;
    });
    return letters && others;
}

std::vector<std::string_view> split_words(std::string_view text) {
    std::vector<std::string_view> out;
    for (std::size_t at = 0; at < text.size();) {
        while (at < text.size() && std::isspace(static_cast<unsigned char>(text[at])) != 0) ++at;
        const std::size_t from = at;
        while (at < text.size() && std::isspace(static_cast<unsigned char>(text[at])) == 0) ++at;
        if (at > from) out.push_back(text.substr(from, at - from));
    }
    return out;
}

std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> out;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        auto line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        while (!line.empty() && (line[0] == '>' || line[0] == ' ')) line.remove_prefix(1);
        line = trim(line);
        if (!line.empty()) out.push_back(line.substr(0, most_line));
    }
    return out;
}

std::vector<std::string_view> quoted_words(std::string_view line) {
    std::vector<std::string_view> out;
    for (const auto& q : quotes)
        for (auto at = line.find(q.from); at != std::string_view::npos;) {
            const auto from = at + q.from.size(), to = line.find(q.to, from);
            if (to == std::string_view::npos) break;
            if (to > from && to - from <= 64) out.push_back(line.substr(from, to - from));
            at = line.find(q.from, to + q.to.size());
        }
    return out;
}

std::string_view without_marks(std::string_view word) {
    for (bool again = true; again && !word.empty();) {
        again = false;
        for (const auto mark : marks) {
            if (word.starts_with(mark)) word.remove_prefix(mark.size()), again = true;
            if (word.ends_with(mark)) word.remove_suffix(mark.size()), again = true;
        }
        // A stop may stand outside the mark.
        if (!again && word.size() > 1 && (word.back() == '.' || word.back() == ',')) {
            const auto shorter = word.substr(0, word.size() - 1);
            if (std::any_of(marks.begin(), marks.end(), [&](auto m) { return shorter.ends_with(m); }))
                word = shorter, again = true;
        }
    }
    return word;
}

std::string_view without_stop(std::string_view word) {
    while (!word.empty() && ".,;:!?"sv.find(word.back()) != std::string_view::npos) word.remove_suffix(1);
    return word;
}

std::vector<std::string> dates_in(std::string_view text) {
    std::vector<std::string> out;
    for (std::size_t i = 0; i < text.size() && out.size() < most_found; ++i) {
        if (!is_digit(text[i]) || (i > 0 && is_digit(text[i - 1]))) continue;
        std::size_t at = i;
        const std::string first = digits(text, at, 1, 4);
        if (first.empty() || at >= text.size() || "/.-"sv.find(text[at]) == std::string_view::npos) continue;
        const char mark = text[at++];
        const std::string second = digits(text, at, 1, 2);
        if (second.empty() || at >= text.size() || text[at] != mark) continue;
        ++at;
        const std::string third = digits(text, at, 1, 4);
        if (third.empty()) continue;
        out.emplace_back(text.substr(i, at - i));
        if (first.size() == 4)
            add_date(out, third, second, first);
        else if (third.size() == 2 || third.size() == 4)
            add_date(out, first, second, third);
    }
    return out;
}

std::vector<std::string> postcodes_in(std::string_view text) {
    std::vector<std::string> out;
    const auto words = split_words(text);
    for (std::size_t i = 0; i < words.size() && out.size() < most_found; ++i) {
        const auto word = without_stop(without_marks(words[i]));
        std::string code;
        if (word.size() >= 5 && word.size() <= 7 && is_outward(word.substr(0, word.size() - 3)) &&
            is_inward(word.substr(word.size() - 3)))
            code = std::string(word.substr(0, word.size() - 3)) + " " + std::string(word.substr(word.size() - 3));
        else if (i + 1 < words.size() && is_outward(word) && is_inward(without_stop(without_marks(words[i + 1]))))
            code = std::string(word) + " " + std::string(without_stop(without_marks(words[i + 1])));
        if (code.empty()) continue;
        std::transform(code.begin(), code.end(), code.begin(),
                       [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
        const std::string joined = replace_all(code, " ", "");
        for (const auto& one : {code, joined, ascii_lower(code), ascii_lower(joined)}) out.push_back(one);
    }
    return out;
}

}  // namespace beadle::inspect
