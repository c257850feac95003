// table_file.h — a list as a file to keep: CSV that no spreadsheet runs, or JSON.
//
// Takes    names of columns and rows of texts; values are a stranger's.
// Gives    CSV: every cell in quotes, lines end with CRLF, a cell that a spreadsheet would take for a formula begins with '.
//          JSON: a list of objects, values as they are.
// Runs in  console. Never throws but std::bad_alloc.
// Source   RFC 4180; OWASP "CSV injection".
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace beadle::console {

struct TableFile {
    std::vector<std::string> columns;
    std::vector<std::vector<std::string>> rows;
};
std::string quoted_cell(std::string_view text);
std::string csv_of(const TableFile& table);
std::string json_of(const TableFile& table);

}  // namespace beadle::console
