#include "base/duties.h"

#include <algorithm>

namespace beadle {
namespace {

using std::chrono::days;

constexpr int first_period = 20, extended_period = 40;  // working days
constexpr int acknowledge_days = 30;
constexpr int longest_walk = 4000;  // days: a fee that never came ends the walk

bool is_paused(const DutyFacts& facts) { return !facts.pauses.empty() && !facts.pauses.back().until; }

bool is_information(Duty d) { return d == Duty::foi || d == Duty::eir; }

Date start_of(const DutyFacts& facts, Date today) {
    Date start = facts.received;
    if (facts.id_needed) start = std::max(start, facts.id_shown.value_or(std::max(today, facts.received)));
    if (!is_information(facts.duty)) return start;
    for (const auto& p : facts.pauses)
        if (!p.for_fee) start = std::max(start, p.until.value_or(std::max(today, p.from)));
    return start;
}

int days_paused(const DutyFacts& facts, Date start, Date today) {
    int out = 0;
    for (const auto& p : facts.pauses) {
        const Date from = std::max(p.from, start), until = p.until.value_or(std::max(today, from));
        if (until > from) out += static_cast<int>((until - from).count());
    }
    return out;
}

bool is_between_fee(const DutyFacts& facts, Date day, Date today) {
    return std::any_of(facts.pauses.begin(), facts.pauses.end(), [&](const Pause& p) {
        return p.for_fee && day > p.from && day <= p.until.value_or(std::max(today, p.from));
    });
}

// Day 1 is the next working day after `start`.
Date working_days_after(const DutyFacts& facts, Date start, int count, const BankHolidays& holidays, Date today) {
    Date day = start;
    for (int walked = 0; count > 0 && walked < longest_walk; ++walked) {
        day += days{1};
        const bool works = is_information(facts.duty) ? is_working_day_anywhere(day, holidays) : is_working_day(day, holidays);
        if (works && !is_between_fee(facts, day, today)) --count;
    }
    return day;
}

Date month_end(const DutyFacts& facts, Date start, int months, const BankHolidays& holidays, Date today) {
    return this_or_next_working_day(same_date_later(start, months) + days{days_paused(facts, start, today)}, holidays);
}

}  // namespace

std::string_view name(Duty d) {
    constexpr std::string_view names[] = {"sar", "foi", "eir", "complaint", "dp-complaint"};
    return names[static_cast<std::size_t>(d)];
}

std::optional<Duty> duty(std::string_view word) {
    for (int i = 0; i <= static_cast<int>(Duty::dp_complaint); ++i)
        if (name(static_cast<Duty>(i)) == word) return static_cast<Duty>(i);
    return std::nullopt;
}

std::string_view name(DutyClock::State state) {
    constexpr std::string_view names[] = {"running", "waits-for-id", "paused"};
    return names[static_cast<std::size_t>(state)];
}

DutyClock clock_of(const DutyFacts& facts, const BankHolidays& holidays, Date today) {
    DutyClock out;
    out.starts = start_of(facts, today);
    const auto monthly = facts.duty == Duty::sar;
    const auto period = [&](bool extended) {
        if (monthly) return month_end(facts, out.starts, extended ? 3 : 1, holidays, today);
        if (facts.duty == Duty::dp_complaint)
            return this_or_next_working_day(facts.received + days{acknowledge_days}, holidays);
        return working_days_after(facts, out.starts, extended ? extended_period : first_period, holidays, today);
    };
    out.extend_by = period(false);
    out.due = facts.extended ? period(true) : out.extend_by;
    if (facts.duty == Duty::dp_complaint) out.acknowledge_by = out.due;
    if (is_paused(facts)) out.state = DutyClock::State::paused;
    if (facts.id_needed && !facts.id_shown) out.state = DutyClock::State::waits_for_id;
    out.beyond_table = out.due > holidays.known_until;
    out.days_left = static_cast<int>((out.due - today).count());
    return out;
}

}  // namespace beadle
