// Identifiers that a state body gives a person: each with its own check where there is one.
#include <algorithm>
#include <array>

#include "inspect/detect/addresses.h"
#include "inspect/detect/figures.h"
#include "inspect/detect/validators.h"

namespace beadle::inspect {

namespace {

int number(std::string_view digits) {
    int n = 0;
    for (const char c : digits) n = n * 10 + (c - '0');
    return n;
}

bool all_digits(std::string_view s) { return !s.empty() && std::all_of(s.begin(), s.end(), is_digit); }

// Ten digits with a modulus 11 check, told apart by their range.
Judged ten_digits(const Candidate& c, bool (*in_range)(std::string_view)) {
    const Figures f = read_figures(c.matched());
    if (f.characters.size() != 10 || f.separator == '?' || touches(c.text, c.span())) return {};
    if (!in_range(f.characters) || all_same(f.characters) || !modulus_11(f.characters)) return {};
    return {Strength::plain, c.span(), f.characters, "checksum correct"};
}

bool starts_with_a_date(std::string_view ten) {
    return is_day_and_month(number(ten.substr(0, 2)), number(ten.substr(2, 2)));
}

bool is_northern_irish(std::string_view ten) {
    return ten.substr(0, 9) >= "320000001" && ten.substr(0, 9) <= "399999999";
}

// What a character of a machine readable zone weighs; -1 = it cannot stand in one.
int weight_of(char c) {
    if (is_digit(c)) return c - '0';
    if (is_upper(c)) return c - 'A' + 10;
    return c == '<' ? 0 : -1;
}

bool check_digit(std::string_view zone, char check) {
    constexpr std::array<int, 3> weights{7, 3, 1};
    int sum = 0;
    for (std::size_t i = 0; i < zone.size(); ++i) {
        const int w = weight_of(zone[i]);
        if (w < 0) return false;
        sum += w * weights[i % 3];
    }
    return (check == '<' && sum == 0) || check == static_cast<char>('0' + sum % 10);
}

// The fillers at the end get lost or become blanks when a zone is scanned or copied.
std::string machine_zone(std::string_view written, std::size_t size) {
    std::string zone;
    for (const char c : written)
        if (c != ' ') zone.push_back(to_upper(c));
    while (zone.size() < size && zone.size() + 2 >= size && zone.find("<<") != std::string::npos)
        zone.insert(zone.find("<<"), 1, '<');
    return zone;
}

bool surname_part(std::string_view five) {
    if (!is_upper(five[0])) return false;
    const auto filler = five.find('9');
    const auto letters = five.substr(0, filler);
    const auto rest = filler == std::string_view::npos ? std::string_view() : five.substr(filler);
    return std::all_of(letters.begin(), letters.end(), is_upper) &&
           rest.find_first_not_of('9') == std::string_view::npos;
}

// Value of a character in the alphabet of pupil numbers, which knows no I, O and S.
int pupil_value(char c) {
    constexpr std::string_view alphabet = "ABCDEFGHJKLMNPQRTUVWXYZ";
    if (is_digit(c)) return c - '0';
    const auto at = alphabet.find(c);
    return at == std::string_view::npos ? -1 : static_cast<int>(at);
}

}  // namespace

// Scotland: date of birth, three digits, check.
Judged judge_chi(const Candidate& c) { return ten_digits(c, starts_with_a_date); }

// Northern Ireland: the nine digits from 320 000 001 to 399 999 999.
Judged judge_health_and_care(const Candidate& c) { return ten_digits(c, is_northern_irish); }

// Ten digits, the first of them the check of the nine others (HMRC; weights as in python-stdnum gb.utr).
Judged judge_taxpayer(const Candidate& c) {
    constexpr std::array<int, 9> weights{6, 7, 8, 9, 10, 5, 4, 3, 2};
    constexpr std::string_view checks = "21987654321";
    const Figures f = read_figures(c.matched());
    std::string digits;
    std::copy_if(f.characters.begin(), f.characters.end(), std::back_inserter(digits), is_digit);
    if (digits.size() != 10 || f.separator == '?' || touches(c.text, c.span()) || all_same(digits)) return {};
    int sum = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) sum += weights[i] * (digits[i + 1] - '0');
    if (checks[static_cast<std::size_t>(sum % 11)] != digits[0]) return {};
    const bool usual = f.grouped({5, 5}) || f.groups.size() == 1 || f.characters.size() > 10;
    return {usual ? Strength::structured : Strength::plain, c.span(), digits, "checksum correct"};
}

// Nine digits, or a letter or two among them in older and foreign books: no check of their own.
Judged judge_passport(const Candidate& c) {
    const Figures f = read_figures(c.matched());
    if (f.separator == '?' || touches(c.text, c.span())) return {};
    if (all_same(f.characters)) return {};
    const bool british = f.characters.size() == 9 && all_digits(f.characters);
    return {british ? Strength::structured : Strength::plain, c.span(), f.characters, "right format"};
}

// The second line of a passport (44 characters): four checks and one over all (ICAO 9303 part 4). The expression begins
// at the first check digit, behind the number.
Judged judge_machine_zone(const Candidate& c) {
    constexpr std::size_t document = 9;
    Span span = c.span();
    std::size_t characters = 0;
    while (span.begin > 0 && characters < document && c.text[span.begin - 1] != '\n')
        characters += c.text[--span.begin] != ' ' ? 1u : 0u;
    const std::string z = machine_zone(c.text.substr(span.begin, span.size()), 44);
    if (z.size() != 44) return {};
    const std::string_view v = z;
    if (!check_digit(v.substr(0, 9), v[9]) || !check_digit(v.substr(13, 6), v[19]) ||
        !check_digit(v.substr(21, 6), v[27]))
        return {};
    const std::string all = z.substr(0, 10) + z.substr(13, 7) + z.substr(21, 22);
    Judged j{Strength::structured, span, z.substr(0, 9), "machine readable zone, checks correct"};
    if (check_digit(v.substr(28, 14), v[42]) && check_digit(all, v[43])) j.strength = Strength::proven;
    return j;
}

// Permits and identity cards, three lines of 30: the checks of the first two (ICAO 9303 part 5). The expression is of
// the second line.
Judged judge_card_zone(const Candidate& c) {
    constexpr std::size_t width = 30;
    std::size_t end = c.span().begin;
    while (end > 0 && (c.text[end - 1] == '\n' || c.text[end - 1] == ' ' || c.text[end - 1] == '>')) --end;
    if (end < width) return {};
    const std::string first = machine_zone(c.text.substr(end - width, width), width);
    const std::string second = machine_zone(c.matched(), width);
    if (first.size() != width || second.size() != width) return {};
    const std::string_view a = first, b = second;
    if (!check_digit(a.substr(5, 9), a[14]) || !check_digit(b.substr(0, 6), b[6]) ||
        !check_digit(b.substr(8, 6), b[14]))
        return {};
    return {Strength::proven, {end - width, c.span().end}, first.substr(5, 9), "machine readable zone, checks correct"};
}

// Great Britain: surname, decade, month (and 50 for women), day, year, initials; the last characters are unpublished.
// The expression begins behind the surname: a text of words would give a candidate at each of them.
Judged judge_driving_licence(const Candidate& c) {
    Span span = c.span();
    if (span.begin > 0 && (c.text[span.begin - 1] == ' ' || c.text[span.begin - 1] == '-')) --span.begin;
    if (span.begin < 5) return {};
    span.begin -= 5;
    const Figures f = read_figures(c.text.substr(span.begin, span.size()));
    const std::string_view v = f.characters;
    if ((v.size() != 16 && v.size() != 18) || f.separator == '?' || touches(c.text, span)) return {};
    if (!surname_part(v.substr(0, 5)) || !all_digits(v.substr(5, 6))) return {};
    const int month = number(v.substr(6, 2)), day = number(v.substr(8, 2));
    if (!is_day_and_month(day, month > 50 ? month - 50 : month)) return {};
    if (!is_upper(v[11]) || !(is_upper(v[12]) || v[12] == '9') || !is_upper(v[14]) || !is_upper(v[15])) return {};
    return {Strength::structured, span, std::string(v.substr(0, 16)), "right format, with a date of birth in it"};
}

// A postcode with a house and its road in the lines before it.
Judged judge_home_address(const Candidate& c) {
    constexpr std::size_t reach = 120;
    if (touches(c.text, c.span())) return {};
    const std::size_t from = c.span().begin - std::min(c.span().begin, reach);
    if (!has_house(c.text.substr(from, c.span().begin - from), *c.lists)) return {};
    return {Strength::plain, c.span(), read_figures(c.matched()).characters, "a house, a road and a postcode"};
}

// Check letter, authority, school, year, serial (Department for Education: unique pupil numbers).
Judged judge_pupil(const Candidate& c) {
    constexpr std::string_view letters = "ABCDEFGHJKLMNPQRTUVWXYZ";
    const std::string v = read_figures(c.matched()).characters;
    if (v.size() != 13 || touches(c.text, c.span()) || !all_digits(std::string_view(v).substr(1, 11))) return {};
    int sum = 0;
    for (std::size_t i = 1; i < v.size(); ++i) {
        const int value = pupil_value(v[i]);
        if (value < 0) return {};
        sum += static_cast<int>(i + 1) * value;
    }
    if (letters[static_cast<std::size_t>(sum % 23)] != v[0]) return {};
    return {Strength::structured, c.span(), v, "checksum correct"};
}

// The value stands in group 2, behind its label: "blue badge no. 4KX7QP". Words are none.
Judged judge_labelled(const Candidate& c) {
    const Span span = c.groups[2];
    const auto value = c.text.substr(span.begin, span.size());
    if (span.size() == 0 || touches_left(c.text, span.begin) || touches_right(c.text, span.end)) return {};
    const bool figures = std::any_of(value.begin(), value.end(), is_digit);
    const bool shouted = std::none_of(value.begin(), value.end(), is_lower);
    if (!figures && !shouted) return {};
    return {figures ? Strength::structured : Strength::plain, span, read_figures(value).characters, "behind its label"};
}

}  // namespace beadle::inspect
