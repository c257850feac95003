// aligned_columns.h — tables drawn with blanks: columns that stand under their headings in a text without tabs or bars.
//
// Takes    text of one segment, before it is normalised.
// Gives    the same text, octet for octet as long, with the last blank of each gap between two columns a tab, so that the rows are
//          read like those of any table; "" = no such table in it. A table is a line of two or more short headings without a
//          figure, two or more blanks between them, and the lines below it with as many cells.
// Bounds   linear; lines over 300 octets are none of a table.
// Runs in  inspect workers. Never throws but std::bad_alloc.
// Source   payroll notes, lists of log-ins and of bookings in mails of councils.
#pragma once

#include <string>
#include <string_view>

namespace beadle::inspect {

std::string with_column_tabs(std::string_view text);

}  // namespace beadle::inspect
