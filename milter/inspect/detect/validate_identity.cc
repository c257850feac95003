#include "inspect/detect/figures.h"
#include "inspect/detect/validators.h"

#include <string>

#include "base/text.h"

namespace beadle::inspect {

namespace {

bool issued_prefix(char a, char b) {
    constexpr std::string_view never_first = "DFIQUV", never_second = "DFIQUVO";
    if (never_first.find(a) != std::string_view::npos || never_second.find(b) != std::string_view::npos) return false;
    for (const std::string_view never : {"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"})
        if (never[0] == a && never[1] == b) return false;
    return true;
}

// A suffix that is a word or belongs to one is none: "SP123456 a small field", "PP 12 34 56 and".
Span without_suffix(const Candidate& c) {
    Span span = c.span();
    while (span.end > span.begin && !is_digit(c.text[span.end - 1])) --span.end;
    return span;
}

// "e.g. AA 12 34 56 A", "in the format AB123456C": how a form shows what to write. Only the values that everybody takes
// for that, and only right behind such words: "e.g." hides no number of a person.
bool is_shown_as_example(std::string_view text, std::size_t begin, std::string_view value) {
    if (value != "AA123456A" && value != "AB123456C") return false;
    constexpr std::size_t widest = 60;
    std::string before = ascii_lower(text.substr(begin - std::min(begin, widest), std::min(begin, widest)));
    constexpr std::string_view opening = " \t\"'(:[-";
    while (!before.empty() && opening.find(before.back()) != std::string_view::npos) before.pop_back();
    for (const std::string_view word : {"e.g.", "e.g", "eg", "e.g.,", "for example", "for example,", "for instance",
                                        "such as", "example", "format", "in the form", "specimen"}) {
        if (!before.ends_with(word)) continue;
        const std::size_t at = before.size() - word.size();
        if (at == 0 || !is_alnum(before[at - 1])) return true;
    }
    return false;
}

}  // namespace

// Two letters, six digits, suffix A to D (HMRC NIM39110).
Judged judge_nino(const Candidate& c) {
    Span span = c.span();
    Figures f = read_figures(c.matched());
    const char written = c.text[span.end - 1];
    bool suffix = f.characters.size() == 9;
    const bool capitals = is_upper(c.text[span.begin]);
    const bool apart = suffix && !is_alnum(c.text[span.end - 2]);
    const bool dotted = f.groups.size() > 4 && f.separator == '.';  // every group
    const bool sentence = suffix && !dotted && c.matched().substr(0, c.matched().size() - 1).ends_with(". ");
    const bool article = sentence || (suffix && apart && is_lower(written) && capitals);
    if (suffix && (article || touches_right(c.text, span.end))) {
        span = without_suffix(c);
        f = read_figures(c.text.substr(span.begin, span.size()));
        suffix = false;
        if (!article && !apart) return {};  // PP123456E and longer codes
    }
    if (!issued_prefix(f.characters[0], f.characters[1]) || touches(c.text, span) || f.separator == '?') return {};
    if (f.separator == '.' && !suffix) return {};
    const std::string_view digits = std::string_view(f.characters).substr(2, 6);
    if (digits == "000000") return {};
    const bool pairs =
        f.grouped({2, 2, 2, 2, 1}) || f.grouped({2, 6, 1}) || f.grouped({2, 2, 2, 3}) || f.grouped({1, 1, 2, 2, 2, 1});
    const bool together = f.groups.size() == 1;
    Judged j{Strength::weak, span, f.characters.substr(0, 8), "right format"};
    if (!suffix) return f.loose ? Judged{} : j;
    j.value = f.characters;
    if (is_shown_as_example(c.text, span.begin, j.value)) return {};
    j.strength = capitals && (pairs || together) ? Strength::structured : Strength::plain;
    if (f.loose) j.strength = pairs || f.spelled_out() ? Strength::weak : Strength::invalid;
    return j;
}

// Ten digits, the last a modulus 11 check; ranges in use and the one kept for tests (NHS Data Dictionary).
Judged judge_nhs(const Candidate& c) {
    const Figures f = read_figures(c.matched());
    if (f.characters.size() != 10 || f.separator == '?' || touches(c.text, c.span())) return {};
    const char first = f.characters[0];
    const bool range = first == '4' || first == '6' || first == '7' || f.characters.starts_with("999");
    if (!range || (all_same(f.characters) && first != '9') || !modulus_11(f.characters)) return {};
    Judged j{Strength::weak, c.span(), f.characters, "checksum correct"};
    if (f.grouped({3, 3, 4}))
        j.strength = Strength::structured;
    else if (f.groups.size() == 1 || f.spelled_out())
        j.strength = Strength::plain;
    if (f.wrapped() && j.strength == Strength::structured) j.strength = Strength::plain;
    if (f.loose) j.strength = Strength::weak;
    return j;
}

}  // namespace beadle::inspect
