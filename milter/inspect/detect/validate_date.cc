// Dates that can be somebody's birthday: day, month and year of a person who may be alive.
#include <algorithm>
#include <array>
#include <optional>

#include "inspect/detect/figures.h"
#include "inspect/detect/validators.h"

namespace beadle::inspect {

namespace {

struct Date {
    int day = 0, month = 0, year = 0;
};

constexpr std::array<std::string_view, 24> months{"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug",
                                                  "sep", "oct", "nov", "dec", "ion", "chw", "maw", "ebr",
                                                  "mai", "meh", "gor", "aws", "med", "hyd", "tac", "rha"};  // Welsh

int month_of(std::string_view word) {
    std::string three;
    for (const char c : word.substr(0, 3)) three.push_back(to_lower(c));
    const auto* at = std::find(months.begin(), months.end(), three);
    return at == months.end() ? 0 : static_cast<int>((at - months.begin()) % 12) + 1;
}

// Digits and words of what was written, ordinals' endings left out.
std::vector<std::string_view> parts_of(std::string_view written) {
    std::vector<std::string_view> parts;
    for (std::size_t i = 0; i < written.size();) {
        if (!is_alnum(written[i])) {
            ++i;
            continue;
        }
        const bool digits = is_digit(written[i]);
        const std::size_t from = i;
        while (i < written.size() && is_alnum(written[i]) && is_digit(written[i]) == digits) ++i;
        const auto part = written.substr(from, i - from);
        if (digits || part.size() >= 3) parts.push_back(part);
    }
    return parts;
}

int number(std::string_view digits) {
    int n = 0;
    for (const char c : digits.substr(0, 4)) n = n * 10 + (c - '0');
    return n;
}

// Two figures: the last hundred years, as people write it.
int full_year(std::string_view digits) {
    const int n = number(digits);
    if (digits.size() != 2) return n;
    return n > 26 ? 1900 + n : 2000 + n;
}

std::optional<Date> read_date(std::string_view written) {
    const auto p = parts_of(written);
    if (p.size() != 3) return std::nullopt;
    const bool word0 = !is_digit(p[0][0]), word1 = !is_digit(p[1][0]);
    if (word0 && !word1) return Date{number(p[1]), month_of(p[0]), full_year(p[2])};
    if (word0 || !is_digit(p[2][0])) return std::nullopt;
    if (word1) return Date{number(p[0]), month_of(p[1]), full_year(p[2])};
    if (p[0].size() == 4) return Date{number(p[2]), number(p[1]), number(p[0])};
    return Date{number(p[0]), number(p[1]), full_year(p[2])};
}

}  // namespace

// Years from 1905 on: older ones are history. The month first, as Americans and spreadsheets write it, is read too.
Judged judge_birth_date(const Candidate& c) {
    constexpr int oldest = 1905, latest = 2040;
    if (touches(c.text, c.span())) return {};
    auto date = read_date(c.matched());
    if (!date || date->year < oldest || date->year > latest) return {};
    if (!is_day_and_month(date->day, date->month) && is_day_and_month(date->month, date->day))
        std::swap(date->day, date->month);
    if (!is_day_and_month(date->day, date->month)) return {};
    const auto two = [](int n) { return (n < 10 ? "0" : "") + std::to_string(n); };
    return {Strength::plain, c.span(), std::to_string(date->year) + two(date->month) + two(date->day), "a date"};
}

Judged judge_birth_date_of_old(const Candidate& c) {
    constexpr int last = 2018;
    Judged j = judge_birth_date(c);
    return j.strength == Strength::invalid || number(j.value) > last ? Judged{} : j;
}

namespace {

// The date of birth is one of the fields whose check digits were right; six figures, the year first.
Judged birth_in(Judged zone, std::string_view matched, std::size_t at) {
    std::string figures;
    for (const char c : matched)
        if (c != ' ') figures += c;
    if (zone.strength == Strength::invalid || figures.size() < at + 6) return {};
    const std::string_view six = std::string_view(figures).substr(at, 6);
    if (!is_day_and_month(number(six.substr(4)), number(six.substr(2, 2)))) return {};
    const std::string value = std::to_string(full_year(six.substr(0, 2))) + std::string(six.substr(2));
    Judged birth{Strength::structured, zone.span, value, zone.proof};
    birth.also = true;
    return birth;
}

}  // namespace

Judged judge_zone_birth(const Candidate& c) { return birth_in(judge_machine_zone(c), c.matched(), 4); }
Judged judge_card_birth(const Candidate& c) { return birth_in(judge_card_zone(c), c.matched(), 0); }

}  // namespace beadle::inspect
