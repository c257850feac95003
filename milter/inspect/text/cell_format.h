// cell_format.h — a number in a spreadsheet's cell as a person reads it: a date, a number kept in a mask like
// 00-00-00, a long number written out.
//
// Takes    the cell's number as kept and the format code of its style. Hostile.
// Gives    text: dates as dd/mm/yyyy, with hh:mm when the time is shown; else the number.
// Bounds   a format code longer than 255 octets is none. Linear. Never throws but std::bad_alloc.
// Runs in  inspect worker.
// Source   ECMA-376 part 1, 18.8.30 (numFmt) and 18.17.4 (dates).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace beadle::inspect {

struct CellFormat {
    enum class Kind { number, date, time, date_time, mask, nothing } kind = Kind::number;  // nothing: ";;;"
    std::string mask;  // '0' = a digit, all else as it stands
};

CellFormat builtin_format(unsigned id);
CellFormat parse_format(std::string_view code);
// `number` as it stands in the file; what is no number comes back as it is.
std::string format_cell(const CellFormat& format, std::string_view number, bool since_1904);
std::string format_cell(const CellFormat& format, double number, bool since_1904);
// "1985-03-12T00:00:00" -> "12/03/1985"; anything else as it is.
std::string readable_date(std::string_view iso);

}  // namespace beadle::inspect
