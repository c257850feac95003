// figures.h — numbers as people write them: digits, how they are grouped, and what touches them.
//
// Takes    normalised text and the span of a candidate. Gives values. Linear in the span (a token is looked at for at
// most
//          200 octets either side). Never throws but std::bad_alloc.
// Runs in  inspect workers.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "inspect/detect/expression.h"

namespace beadle::inspect {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
constexpr bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
constexpr bool is_alnum(char c) { return is_digit(c) || is_upper(c) || is_lower(c); }
constexpr bool is_word(char c) { return is_alnum(c) || c == '_' || static_cast<unsigned char>(c) >= 0x80; }
constexpr char to_upper(char c) { return is_lower(c) ? static_cast<char>(c - 32) : c; }
constexpr char to_lower(char c) { return is_upper(c) ? static_cast<char>(c + 32) : c; }

struct Figures {
    std::string characters;   // letters (upper case) and digits, separators removed
    std::vector<int> groups;  // sizes between separators
    char separator = '\0';    // the one kind between the groups; '?' when they differ
    int line_ends = 0;        // among the separators (with or without a quote mark)
    bool loose = false;       // parted as nobody writes it who means to be read: cells, bars, stars, wide gaps
    bool grouped(std::initializer_list<int> sizes) const;
    bool spelled_out() const;  // one by one: 4 2 4 2
    bool all_of(int size) const;
    bool wrapped() const { return line_ends > 0; }
};
Figures read_figures(std::string_view written);

// A letter, digit or underscore touches it, or it is part of a code, URL, e-mail address, amount or decimal.
bool touches(std::string_view text, Span span);
bool touches_left(std::string_view text, std::size_t begin);
bool touches_right(std::string_view text, std::size_t end);

bool all_same(std::string_view digits);
bool sequential(std::string_view digits);
bool luhn(std::string_view digits);
bool modulus_11(std::string_view ten_digits);  // NHS, CHI and H&C numbers
bool modulus_97(std::string_view iban);        // letters and digits, upper case
bool has_amount(std::string_view sentence);    // a sum: a pound sign, "25,979", "12.60 an hour", "SCP 7"
bool is_day_and_month(int day, int month);

}  // namespace beadle::inspect
