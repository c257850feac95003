#include "settings/bank_holidays.h"

#include <algorithm>

#include "base/strict_toml.h"
#include "base/text.h"

namespace beadle {
namespace {

using std::chrono::year;
using std::chrono::year_month_day;

constexpr std::size_t most_days = 2000;

year year_of(Date day) { return year_month_day{day}.year(); }

std::set<Date> days_of(StrictTable table) {
    std::set<Date> out;
    const auto list = table.texts("days").value_or(std::vector<PlacedText>{});
    if (list.empty()) table.report(table.at(), "\"days\" must list at least one bank holiday");
    if (list.size() > most_days) table.report(table.at("days"), "more than 2000 days");
    for (const auto& given : list) {
        const auto day = read_date(std::string_view(given.text).substr(0, 10));
        const bool named = given.text.size() > 11 && given.text[10] == ' ';
        if (!day || !named) {
            table.report(given.at, "\"" + printable(given.text, 60) + "\" is not \"YYYY-MM-DD Name of the day\"");
        } else if (!out.insert(*day).second) {
            table.report(given.at, date_text(*day) + " is there twice");
        }
    }
    return out;
}

// A year counts as known when every nation's list reaches it: a half edited table must not pass for a whole one.
Date last_known(const BankHolidays& h) {
    year last = year::max();
    for (const auto& nation : h.days) last = std::min(last, nation.empty() ? year{1970} : year_of(*nation.rbegin()));
    return Date{last / std::chrono::December / 31};
}

}  // namespace

BankHolidaysRead read_bank_holidays(std::string_view octets, const std::string& name_of_file) {
    BankHolidaysRead out;
    StrictFile file(name_of_file, octets);
    if (file.parsed()) {
        auto root = file.root();
        std::vector<std::string> names;
        for (std::size_t i = 0; i < nations; ++i) names.emplace_back(name(static_cast<Nation>(i)));
        out.holidays.source = root.required_text("source");
        const auto home = root.required_word("home", names);
        for (std::size_t i = 0; i < nations; ++i) {
            if (home == names[i]) out.holidays.home = static_cast<Nation>(i);
            if (auto table = root.table(names[i])) {
                out.holidays.days[i] = days_of(*table);
            } else {
                file.report({1, 1}, "[" + names[i] + "] is missing: FOIA counts the bank holidays of every part of the United Kingdom");
            }
        }
        file.finish();
        out.holidays.known_until = last_known(out.holidays);
    }
    out.diagnostics = std::move(file.diagnostics());
    return out;
}

BankHolidaysRead bank_holidays_of(const Bundle& bundle) {
    const auto* file = bundle.first(BundleRole::bank_holidays);
    return file ? read_bank_holidays(file->octets, file->path)
                : read_bank_holidays(built_in_bank_holidays, "bank-holidays.toml (built in)");
}

}  // namespace beadle
