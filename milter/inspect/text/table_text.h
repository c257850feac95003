// table_text.h — character-separated values to rows of cells: \t between cells, \n between rows.
//
// Takes    UTF-8. Gives the table; the separator is guessed of comma, semicolon, tab and bar by the first lines.
// Bounds   linear; output <= input. Quoted cells may hold separators and line ends, which become blanks.
// Fails    never: text without a separator is a table of one column.
// Source   RFC 4180.
#pragma once

#include <string>
#include <string_view>

namespace beadle::inspect {

char guess_separator(std::string_view text);          // '\0' = the lines are no table
char separator_of_first_line(std::string_view text);  // for what claims to be a table
std::string read_table(std::string_view text, char separator);

}  // namespace beadle::inspect
