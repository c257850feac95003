#include <algorithm>
#include <array>

#include "base/text.h"
#include "inspect/detect/figures.h"
#include "inspect/detect/validators.h"

namespace beadle::inspect {

namespace {

struct Brand {
    int least, most;  // leading digits, as a number of `digits` digits
    int digits;
    std::size_t shortest, longest;
};

// Leading digits and lengths of the schemes; Maestro's wide range comes last and counts least.
constexpr std::array<Brand, 18> brands{{
    {4, 4, 1, 16, 16},
    {51, 55, 2, 16, 16},
    {2221, 2720, 4, 16, 16},
    {34, 34, 2, 15, 15},
    {37, 37, 2, 15, 15},
    {6011, 6011, 4, 16, 19},
    {644, 649, 3, 16, 19},
    {65, 65, 2, 16, 19},
    {36, 36, 2, 14, 19},
    {38, 39, 2, 14, 19},
    {300, 305, 3, 14, 19},
    {3528, 3589, 4, 16, 19},
    {62, 62, 2, 16, 19},
    {6759, 6759, 4, 16, 19},
    {676770, 676774, 6, 16, 19},
    {4, 4, 1, 19, 19},
    {4, 4, 1, 13, 13},
    {56, 58, 2, 16, 19},
}};

bool has_brand(const std::string& digits) {
    for (const Brand& b : brands) {
        if (digits.size() < b.shortest || digits.size() > b.longest) continue;
        const int lead = std::stoi(digits.substr(0, static_cast<std::size_t>(b.digits)));
        if (lead >= b.least && lead <= b.most) return true;
    }
    return false;
}

// MM/YY or MM/YYYY soon after: nobody writes that behind anything but a card.
bool expiry_follows(std::string_view text, std::size_t end) {
    const auto reach = text.substr(end, 60);
    for (std::size_t i = 0; i + 5 <= reach.size(); ++i) {
        if (reach[i + 2] != '/' || (i > 0 && (is_alnum(reach[i - 1]) || reach[i - 1] == '/'))) continue;
        const bool month = (reach[i] == '0' && reach[i + 1] >= '1' && reach[i + 1] <= '9') ||
                           (reach[i] == '1' && reach[i + 1] >= '0' && reach[i + 1] <= '2');
        if (!month || !is_digit(reach[i + 3]) || !is_digit(reach[i + 4])) continue;
        std::size_t stop = i + 5;
        while (stop < reach.size() && is_digit(reach[stop])) ++stop;
        const bool ends = stop == reach.size() || (reach[stop] != '/' && !is_alnum(reach[stop]));
        if (ends && (stop == i + 5 || (stop == i + 7 && reach.substr(i + 3, 2) == "20"))) return true;
    }
    return false;
}

struct Country {
    std::string_view code;
    std::size_t length;
};
// Lengths of the SWIFT IBAN registry.
constexpr std::array<Country, 78> countries{{
    {"AD", 24}, {"AE", 23}, {"AL", 28}, {"AT", 20}, {"AZ", 28}, {"BA", 20}, {"BE", 16}, {"BG", 22}, {"BH", 22},
    {"BR", 29}, {"BY", 28}, {"CH", 21}, {"CR", 22}, {"CY", 28}, {"CZ", 24}, {"DE", 22}, {"DK", 18}, {"DO", 28},
    {"EE", 20}, {"EG", 29}, {"ES", 24}, {"FI", 18}, {"FO", 18}, {"FR", 27}, {"GB", 22}, {"GE", 22}, {"GI", 23},
    {"GL", 18}, {"GR", 27}, {"GT", 28}, {"HR", 21}, {"HU", 28}, {"IE", 22}, {"IL", 23}, {"IQ", 23}, {"IS", 26},
    {"IT", 27}, {"JO", 30}, {"KW", 30}, {"KZ", 20}, {"LB", 28}, {"LC", 32}, {"LI", 21}, {"LT", 20}, {"LU", 20},
    {"LV", 21}, {"LY", 25}, {"MC", 27}, {"MD", 24}, {"ME", 22}, {"MK", 19}, {"MR", 27}, {"MT", 31}, {"MU", 30},
    {"NL", 18}, {"NO", 15}, {"PK", 24}, {"PL", 28}, {"PS", 29}, {"PT", 25}, {"QA", 29}, {"RO", 24}, {"RS", 22},
    {"SA", 24}, {"SC", 31}, {"SD", 18}, {"SE", 24}, {"SI", 19}, {"SK", 24}, {"SM", 27}, {"ST", 25}, {"SV", 28},
    {"TL", 23}, {"TN", 24}, {"TR", 26}, {"UA", 29}, {"VA", 22}, {"XK", 20},
}};

std::size_t iban_length(std::string_view code) {
    for (const Country& c : countries)
        if (c.code == code) return c.length;
    return 0;
}

bool british_form(std::string_view iban) {
    for (std::size_t i = 4; i < iban.size(); ++i)
        if (i < 8 ? !is_upper(iban[i]) : !is_digit(iban[i])) return false;
    return true;
}

// How many groups of four digits stand before and behind, in the same way of writing: columns of figures, no card.
int fours_around(std::string_view text, Span span) {
    int n = 0;
    const auto four = [&text](std::size_t at) {
        for (std::size_t i = at; i < at + 4; ++i)
            if (i >= text.size() || !is_digit(text[i])) return false;
        return true;
    };
    for (std::size_t at = span.end; n < 2 && at + 5 <= text.size() && text[at] == ' ' && four(at + 1); at += 5) ++n;
    for (std::size_t at = span.begin; n < 2 && at >= 5 && text[at - 1] == ' ' && four(at - 5); at -= 5) ++n;
    return n;
}

// A mail program broke the line; words stand before it, so that it is no column of figures.
bool wrapped_in_prose(std::string_view text, const Figures& f, Span span) {
    return f.line_ends == 1 && span.begin > 0 && text[span.begin - 1] != '\n';
}

Strength card_strength(std::string_view text, const Figures& f, Span span) {
    const bool by_four = f.grouped({4, 4, 4, 4}) || f.grouped({4, 4, 4, 4, 3}) || f.grouped({4, 6, 5}) ||
                         f.grouped({4, 6, 4}) || f.grouped({4, 4, 4, 1});
    if (f.loose || f.all_of(2)) return by_four || f.all_of(2) || f.spelled_out() ? Strength::weak : Strength::invalid;
    const bool prose = wrapped_in_prose(text, f, span);
    if (by_four) return f.wrapped() && !prose ? Strength::weak : Strength::structured;
    if (f.groups.size() == 2 && prose) return f.characters.size() >= 15 ? Strength::plain : Strength::weak;
    if (f.groups.size() == 1) return f.characters.size() >= 15 ? Strength::plain : Strength::weak;
    return f.spelled_out() && !f.wrapped() ? Strength::plain : Strength::invalid;
}

Judged judge_card_in(const Candidate& c, Span span) {
    const Figures f = read_figures(c.text.substr(span.begin, span.size()));
    if (f.separator == '?' || touches(c.text, span) || !has_brand(f.characters)) return {};
    if (!luhn(f.characters) || all_same(f.characters)) return {};
    Judged j{card_strength(c.text, f, span), span, f.characters, "checksum correct"};
    if (f.groups.size() > 1 && fours_around(c.text, span) > 1) return {};
    if (j.strength > Strength::weak && expiry_follows(c.text, span.end)) {
        j.strength = Strength::proven;
        j.proof = "checksum correct, an expiry date beside it";
    }
    return j;
}

}  // namespace

// Scheme prefix and length, Luhn (ISO/IEC 7812). The expression may have run on into an expiry date: the longest
// stretch that ends with a group and is a card counts.
Judged judge_card(const Candidate& c) {
    const Span all = c.span();
    // In the midst of figures written one by one: they were looked at from their start.
    const bool single = !is_digit(c.text[all.begin + 1]);
    if (single && all.begin >= 2 && !is_alnum(c.text[all.begin - 1]) && is_digit(c.text[all.begin - 2]) &&
        (all.begin == 2 || !is_digit(c.text[all.begin - 3])))
        return {};
    auto digits = std::count_if(c.matched().begin(), c.matched().end(), is_digit);
    for (std::size_t end = all.end; end > all.begin && digits >= 13; --end) {
        if (!is_digit(c.text[end - 1])) continue;
        const bool group_ends = end == all.end || !is_digit(c.text[end]);
        if (group_ends && digits <= 19) {
            const Judged j = judge_card_in(c, {all.begin, end});
            if (j.strength != Strength::invalid) return j;
        }
        --digits;
    }
    return {};
}

// Country's length, modulus 97 (ISO 13616); the expression may have run on into the words that follow.
Judged judge_iban(const Candidate& c) {
    const auto length = iban_length(read_figures(c.matched().substr(0, 2)).characters);
    if (length == 0) return {};
    Span span{c.span().begin, c.span().begin};
    std::size_t seen = 0;
    while (span.end < c.span().end && seen < length) seen += is_alnum(c.text[span.end++]) ? 1 : 0;
    if (seen < length || touches(c.text, span)) return {};
    const auto written = c.text.substr(span.begin, span.size());
    const Figures f = read_figures(written);
    if (f.separator == '?' || !modulus_97(f.characters)) return {};
    const bool british = f.characters.starts_with("GB");
    if (british && !british_form(f.characters)) return {};
    const bool capitals = is_upper(written[0]) && is_upper(written[1]);
    bool by_four = f.groups.size() == 1;
    for (std::size_t i = 0; !by_four && i < f.groups.size(); ++i)
        by_four = f.groups[i] == 4 && i + 2 >= f.groups.size();
    const bool sure = british || (capitals && by_four);
    return {sure ? Strength::proven : Strength::plain, span, f.characters, "checksum correct"};
}

namespace {

// Within a few words before; "sorted" is none of them.
bool labelled(std::string_view text, std::size_t begin, std::initializer_list<std::string_view> words) {
    constexpr std::size_t reach = 25;
    const std::string before = ascii_lower(text.substr(begin - std::min(begin, reach), std::min(begin, reach)));
    return std::any_of(words.begin(), words.end(), [&](auto w) {
        const auto at = before.find(w);
        return at != std::string::npos && before.compare(at, w.size() + 2, std::string(w) + "ed") != 0;
    });
}

// "SC: 107999", "s.c. 10 79 99", "S-code 107999": so short a label stands alone and right before.
bool labelled_in_short(std::string_view text, std::size_t begin) {
    constexpr std::size_t reach = 12;
    std::string before = ascii_lower(text.substr(begin - std::min(begin, reach), std::min(begin, reach)));
    while (!before.empty() && std::string_view(" :=.-").find(before.back()) != std::string_view::npos) before.pop_back();
    const std::string_view labels[] = {"sc", "s.c", "s c", "scode", "s-code", "s code"};
    return std::any_of(std::begin(labels), std::end(labels), [&](std::string_view label) {
        return before.ends_with(label) && (before.size() == label.size() || !is_word(before[before.size() - label.size() - 1]));
    });
}

}  // namespace

// The label right before it: "Sort code: 20-11-24" is no date.
bool labelled_sort_code(std::string_view text, std::size_t begin) {
    return labelled(text, begin, {"sort", "s/c", "cod didoli"}) || labelled_in_short(text, begin);
}

bool labelled_account(std::string_view text, std::size_t begin) {
    return labelled(text, begin, {"acc", "a/c", "rhif cyfrif"});
}

// Six digits in pairs; five when a spreadsheet lost the leading zero (only below a header). Group 1: behind its label,
// parted in any way.
Judged judge_sort_code(const Candidate& c) {
    const bool label = c.groups[1].size() > 0;
    const Span span = label ? c.groups[1] : c.span();
    const Figures f = read_figures(c.text.substr(span.begin, span.size()));
    std::string digits = f.characters;
    if (c.cell && digits.size() == 5 && f.groups.size() == 1) digits.insert(0, "0");
    if (digits.size() != 6 || f.separator == '?' || f.wrapped() || all_same(digits)) return {};
    for (const char d : digits)
        if (!is_digit(d)) return {};
    if (!c.cell && (touches_left(c.text, span.begin) || (span.end < c.text.size() && is_word(c.text[span.end]))))
        return {};
    const auto two = [&digits](std::size_t i) { return (digits[i] - '0') * 10 + (digits[i + 1] - '0'); };
    if (f.groups.size() != 1 && !f.all_of(2) && !f.spelled_out()) return {};
    Judged j{Strength::plain, span, digits, "right format"};
    if (c.cell || label || labelled_sort_code(c.text, span.begin))
        j.strength = Strength::structured;
    else if (f.groups.size() == 3)
        j.strength = is_day_and_month(two(0), two(2)) ? Strength::weak : Strength::structured;
    return j;
}

// Eight digits; six or seven when the leading zeros were lost (only below a header). Group 1: behind its label, in any
// groups but those of a date.
Judged judge_account(const Candidate& c) {
    const Span span = c.groups[1].size() > 0 ? c.groups[1] : c.span();
    const Figures f = read_figures(c.text.substr(span.begin, span.size()));
    std::string digits = f.characters;
    for (const char d : digits)
        if (!is_digit(d)) return {};
    if (c.cell && (digits.size() == 6 || digits.size() == 7)) digits.insert(0, 8 - digits.size(), '0');
    if (digits.size() != 8 || f.separator == '?' || f.wrapped() || all_same(digits)) return {};
    if (f.grouped({2, 2, 4}) || f.grouped({4, 2, 2})) return {};
    const std::size_t begin = span.begin;
    const bool in_code = begin > 1 && (c.text[begin - 1] == '/' || c.text[begin - 1] == '-') &&
                         is_word(c.text[begin - 2]) && !is_digit(c.text[begin - 2]);
    const bool glued_left = in_code || (begin > 0 && is_word(c.text[begin - 1]));
    if (!c.cell && (glued_left || touches_right(c.text, span.end))) return {};
    return {Strength::plain, span, digits, "right format"};
}

}  // namespace beadle::inspect
