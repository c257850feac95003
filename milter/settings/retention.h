// retention.h — the council's retention schedule: what is kept for how long, who adopted it.
//
// Takes    a file like config/retention.toml.
// Gives    the classes; all errors at once, with line, column and what was probably meant. Without a file there is no
//          schedule, and nothing is destroyed by one.
// Bounds   200 classes; periods of 1 day to 100 years, or indefinite.
// Runs in  record, session (names of classes), cli. Never throws.
// Source   FOIA s.46 Code 2021; UK GDPR Art. 5(1)(e).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/calendar.h"
#include "base/diagnostic.h"
#include "settings/bundle.h"

namespace beadle {

struct Period {
    enum class Unit : std::uint8_t { days, months, years, indefinite } unit = Unit::indefinite;
    int count = 0;
    bool operator==(const Period&) const = default;
};
std::optional<Period> read_period(std::string_view text);  // "90 days", "12 months", "6 years", "indefinite"
std::string text(const Period& period);
// The first day on which what began on `from` is due; nothing: never.
std::optional<Date> due_after(Date from, const Period& period);
bool is_shorter(const Period& a, const Period& b);  // for some day of beginning

struct RetentionClass {
    std::string id, title;
    std::string records;               // see record_kinds
    std::vector<std::string> reasons;  // of kept copies: quarantine, refused, ask, journal
    bool for_the_rest = false;         // of kept copies: no reasons were listed; an empty list means rules alone name it
    Period period;
    std::string trigger;     // recorded | decided | closed
    bool automatic = false;  // else after review
    int persons = 2;         // who have to agree to a run after review
    std::string source;
};
struct RetentionSchedule {
    std::string version, adopted, minute;
    std::string backups;  // how long backups are kept, as a period; "" = not said
    std::vector<RetentionClass> classes;
    std::vector<std::string> ids() const;
    const RetentionClass* find(std::string_view id) const;
    // The class of a kept copy: the one a rule named, else the one of its reason, else the one for the rest.
    const RetentionClass* of_held(const std::string& named, const std::string& reason) const;
};
// events    what happened to a message: its personal columns        acts      what persons did in the records
// held      content of kept copies that are decided                  notices   notices that were sent, and their text
// requests  files of closed requests                                 incidents what closed incidents tell of persons and messages
// other     kept elsewhere: listed, not carried out here
const std::vector<std::string>& record_kinds();

struct RetentionRead {
    RetentionSchedule schedule;
    Diagnostics diagnostics;  // empty = good
};
RetentionRead read_retention(std::string_view octets, const std::string& file);
std::optional<RetentionRead> retention_of(const Bundle& bundle);  // nothing: the settings name no file

}  // namespace beadle
