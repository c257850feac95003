// duties.h — by when the law wants what: subject access, freedom of information, complaints, breaches.
//
// Takes    what happened to a request on which civil days (Europe/London), the bank holidays, today.
// Gives    its clock: from when it runs, until when, by when an extension or an acknowledgement has to be told.
//   sar           the corresponding date of the next month, of the third when extended; a weekend or holiday at home
//                 moves it to the next working day; from the day ID was shown when it was needed; days between asking
//                 for clarification and getting it do not count (the day of asking does: the earlier reading)
//   foi, eir      20 working days, day 1 the next working day; a clarification starts it anew on the day it came, days
//                 between a fees notice and the fee do not count; extended (public interest; reg 7): 40
//   complaint     20 working days at home, the usual promise of a council's procedure; no statute
//   dp-complaint  acknowledged within 30 days, the day after receipt being day 1, moved to a working day; the answer
//                 without undue delay
// Runs in  record, cli. Pure; never throws but std::bad_alloc.
// Source   UK GDPR Art. 12, 12A (DUAA 2025 s.76); FOIA 2000 s.1(3), 10; EIR 2004 reg 5, 7, 9; DPA 2018 s.164A (DUAA
//          s.103); UK GDPR Art. 33; ICO guidance on each.
#pragma once

#include <vector>

#include "base/calendar.h"

namespace beadle {

enum class Duty : std::uint8_t { sar, foi, eir, complaint, dp_complaint };
constexpr Duty last_of(Duty) { return Duty::dp_complaint; }
std::string_view name(Duty duty);
std::optional<Duty> duty(std::string_view name);

struct Pause {
    Date from;
    std::optional<Date> until;  // none: it goes on
    bool for_fee = false;       // else for clarification
};
struct DutyFacts {
    Duty duty = Duty::sar;
    Date received;
    bool id_needed = false;
    std::optional<Date> id_shown = {};
    std::vector<Pause> pauses = {};  // in order of time
    bool extended = false;
};
struct DutyClock {
    enum class State : std::uint8_t { running, waits_for_id, paused } state = State::running;
    Date starts, due;          // due: as if what it waits for came today
    Date extend_by;            // last day on which an extension can be told
    std::optional<Date> acknowledge_by;
    bool beyond_table = false;  // a date lies after the last year of the bank holidays
    int days_left = 0;          // calendar days from today to due; negative: late
};
DutyClock clock_of(const DutyFacts& facts, const BankHolidays& holidays, Date today);
std::string_view name(DutyClock::State state);

constexpr Milliseconds breach_report_within = 72LL * 3'600'000;  // UK GDPR Art. 33: hours, whatever the day

}  // namespace beadle
