// password_words.h — words that look like a password, and how a text writes them.
//
// Takes    text in UTF-8. Hostile.
// Gives    words without blanks; words in quotation marks; a word without the marks around it; dates and postcodes in
// the
//          ways that people type them as a password.
// Bounds   linear; at most 40 dates and 40 postcodes of a text.
// Runs in  inspect worker. Never throws but std::bad_alloc.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace beadle::inspect {

bool is_word_octet(char c);
bool has_classes(std::string_view word);  // letters with digits or with marks
std::vector<std::string_view> split_words(std::string_view text);
std::vector<std::string_view> lines_of(std::string_view text);  // without marks of quoting; not the empty ones
std::vector<std::string_view> quoted_words(std::string_view line);
std::string_view without_marks(std::string_view word);  // *word*, "word", (word)
std::string_view without_stop(std::string_view word);   // word.
std::vector<std::string> dates_in(std::string_view text);
std::vector<std::string> postcodes_in(std::string_view text);

}  // namespace beadle::inspect
