#include "console/clocks.h"

#include "base/calendar.h"
#include "console/after.h"
#include "console/request_words.h"
#include "console/words.h"

namespace beadle::console {
namespace {

constexpr std::int64_t days_ahead = 7, hours_ahead = 24, review_days_ahead = 61;
constexpr Milliseconds day = 24LL * 3'600'000, backup_late = 2 * day, signatures_old = 7 * day;

void put(Clocks& to, const std::string& words, const std::string& href, bool urgent) {
    to.rows.add(Value::map({{"words", words}, {"href", href}, {"urgent", urgent}}));
    to.urgent = to.urgent || urgent;
}

void add_requests(const Desk& desk, Clocks& to) {
    const Reply reply = desk.ask("request.list");
    for (const auto& line : reply.lines) {
        const Value row = request_row(line);
        const bool runs = line["clock"].text("state") == "running";
        if (!line.text("outcome").empty()) put(to, row.text("id") + ": a second person has to close it", row.text("href"), false);
        if (runs && line["clock"].number("days_left") <= days_ahead) put(to, row.text("id") + ", " + row.text("who") + ": " + row.text("clock"), row.text("href"), line["clock"].number("days_left") <= 1);
    }
}

void add_incidents(const Desk& desk, Clocks& to) {
    const Reply reply = desk.ask("incident.list");
    for (const auto& line : reply.lines) {
        const std::int64_t left = line.number("hours_left");
        put(to, "Incident " + line.text("number") + ": " + (left < 0 ? "the 72 hours are over" : std::to_string(left) + " hours left to report"), "/incidents/" + line.text("number"), left < hours_ahead);
    }
}

void add_holds(const Desk& desk, Clocks& to) {
    const Reply reply = desk.ask("hold.list");
    for (const auto& line : reply.lines) {
        const std::string href = "/retention/holds/" + (line.text("id").size() > 2 ? line.text("id").substr(2) : "");
        if (!line.text("lift_person").empty()) put(to, "Hold " + line.text("id") + ": a second person has to lift it", href, false);
        if (line.flag("review_due")) put(to, "Hold " + line.text("id") + ", " + line.text("case") + ": is it still needed?", href, false);
    }
}

void add_runs(const Desk& desk, Clocks& to) {
    const Reply reply = desk.ask("retention.certificates", Value::map({{"state", "asked"}}));
    for (const auto& line : reply.lines) put(to, line.text("id") + ": a second person has to agree to destroying what is due", "/retention/class/" + line.text("class"), false);
}

void add_suspensions(const Desk& desk, Clocks& to) {
    const Reply reply = desk.ask("suspend.list");
    for (const auto& line : reply.lines)
        if (line.text("state") == "asked") put(to, "Mail of " + line.text("address") + ": a second person has to approve that it is suspended", "/people/suspended", true);
}

void add_ages(const Desk& desk, Clocks& to) {
    const Reply reply = desk.ask("console.ages");
    if (!reply.done()) return;
    const Value& ages = reply.first();
    const Milliseconds now = desk.house.clock.wall(), backup = wall_of(ages.text("backup_at")), signatures = wall_of(ages.text("signatures_at"));
    if (backup == 0) put(to, "No backup of the records was made yet", "/health", false);
    else if (now - backup > backup_late) put(to, "The last backup of the records is " + age_words(now - backup) + " old", "/health", false);
    if (signatures != 0 && now - signatures >= signatures_old) put(to, "The malware signatures are " + age_words(now - signatures) + " old", "/health", true);
    const auto review = read_date(ages.text("review_due"));
    if (review && (*review - london_date(now)).count() <= review_days_ahead) put(to, (*review < london_date(now) ? "The policy was due for review on " : "The policy is due for review on ") + day_words(ages.text("review_due")), "/rules", false);
}

struct ClockSource {
    const char* right;
    void (*add)(const Desk&, Clocks&);
};
constexpr ClockSource sources[] = {{"incident.list", add_incidents}, {"request.list", add_requests}, {"suspend.list", add_suspensions},
                                   {"retention.certificates", add_runs}, {"hold.list", add_holds}, {"console.ages", add_ages}};

}  // namespace

Clocks clocks_of(const Desk& desk) {
    Clocks out;
    for (const auto& source : sources)
        if (desk.may(source.right)) source.add(desk, out);
    return out;
}

std::string age_of(const std::string& utc, Milliseconds now) {
    return wall_of(utc) == 0 ? "never" : age_words(now - wall_of(utc)) + " ago, " + london_words(utc);
}

}  // namespace beadle::console
