// bank_holidays.h — the operator's table of bank holidays, or the one that came with Beadle.
//
// Takes    a file like config/bank-holidays.toml; for each nation a list of "YYYY-MM-DD Name".
// Gives    BankHolidays, known until the last year that all three lists tell of; all errors at once, with line and column.
// Bounds   2000 days a nation.
// Runs in  record, cli. Never throws.
#pragma once

#include <string_view>

#include "base/calendar.h"
#include "base/diagnostic.h"
#include "settings/bundle.h"

namespace beadle {

struct BankHolidaysRead {
    BankHolidays holidays;
    Diagnostics diagnostics;  // empty = good
};
BankHolidaysRead read_bank_holidays(std::string_view octets, const std::string& file);
// Of the bundle; without a file there, the table built in.
BankHolidaysRead bank_holidays_of(const Bundle& bundle);
extern const std::string_view built_in_bank_holidays;  // config/bank-holidays.toml at the time of the build

}  // namespace beadle
