// page_reports.cc — a month or a year for the meeting: what came, what each clause stopped, false alarms, who looked at content.
#include <algorithm>
#include <map>

#include "base/calendar.h"
#include "base/text.h"
#include "console/after.h"
#include "console/routes.h"
#include "console/words.h"

namespace beadle::console {
namespace {

constexpr int months_shown = 13, years_shown = 3;
constexpr std::int64_t enough = 5, half = 50;  // of a rule before it is said that it is mostly wrong; per cent

std::string two(int n) { return (n < 10 ? "0" : "") + std::to_string(n); }

std::string period_words(const std::string& period) {
    const std::string day = day_words(period.size() == 7 ? period + "-01" : "");
    return day.empty() ? period : day.substr(day.find(' ') + 1);
}

// The months of a year back, newest first, then the years.
Choices periods(Milliseconds now) {
    const std::string today = date_text(london_date(now));
    int year = 0, month = 0;
    for (std::size_t i = 0; i < 4; ++i) year = year * 10 + (today[i] - '0');
    month = (today[5] - '0') * 10 + (today[6] - '0');
    Choices out;
    for (int i = 0, y = year, m = month; i < months_shown; ++i, y = m == 1 ? y - 1 : y, m = m == 1 ? 12 : m - 1) {
        const std::string name = std::to_string(y) + "-" + two(m);
        out.emplace_back(name, period_words(name));
    }
    for (int i = 0; i < years_shown; ++i) out.emplace_back(std::to_string(year - i), "The year " + std::to_string(year - i));
    return out;
}

// A row of a table with its bar: the length is of a hundred, against the most of the column.
Value bar_row(const std::string& label, std::int64_t count, std::int64_t most) {
    return Value::map({{"label", label}, {"count", std::to_string(count)}, {"bar", std::to_string(most == 0 ? 0 : count * 100 / most)}});
}

Value bars(const std::vector<std::pair<std::string, std::int64_t>>& all) {
    std::int64_t most = 0;
    for (const auto& [label, count] : all) most = std::max(most, count);
    Value out = Value::list();
    for (const auto& [label, count] : all)
        if (count > 0) out.add(bar_row(label, count, most));
    return out;
}

Value volume(const Value& mail) {
    std::vector<std::pair<std::string, std::int64_t>> out;
    for (const auto& [key, label] : {std::pair{"inbound", "Came in"}, {"outbound", "Went out"}, {"internal", "Within the council"}}) out.emplace_back(label, mail.number(key));
    for (const char* key : {"accepted", "flagged", "asked", "quarantined", "split", "rejected", "deferred"}) out.emplace_back(outcome_words(key), mail.number(key));
    for (const auto& [key, label] : {std::pair{"released", "Released by a person"}, {"discarded", "Discarded by a person"}, {"overridden", "Sent after all by its sender"}, {"incidents", "Incidents opened"}, {"incidents closed", "Incidents closed"}})
        out.emplace_back(label, mail.number(key));
    return bars(out);
}

constexpr std::int64_t chart_width = 1000, chart_height = 200;

// A column for each day from the first to the last with mail, of a year for each month with mail, with how much of it was stopped; the table says the same in numbers.
void add_days(const Reply& reply, bool by_month, Value& data) {
    std::map<std::string, std::pair<std::int64_t, std::int64_t>> counts;
    for (const auto& line : reply.lines)
        if (line.text("kind") == "day") {
            auto& [all, stopped] = counts[line.text("day").substr(0, by_month ? 7 : 10)];
            all += line.number("messages");
            stopped += line.number("stopped");
        }
    if (!counts.empty() && !by_month)  // a day without mail stands among the others
        if (const auto first = read_date(counts.begin()->first), last = read_date(counts.rbegin()->first); first && last)
            for (auto day = *first; day < *last; day += std::chrono::days(1)) counts[date_text(day)];
    std::int64_t most = 1, x = 0;
    for (const auto& [day, n] : counts) most = std::max(most, n.first);
    const std::int64_t step = chart_width / std::max<std::int64_t>(1, static_cast<std::int64_t>(counts.size()));
    Value out = Value::list();
    for (const auto& [day, n] : counts) {
        const std::int64_t high = n.first * chart_height / most, low = n.second * chart_height / most;
        out.add(Value::map({{"label", by_month ? period_words(day) : day_words(day)}, {"count", std::to_string(n.first)}, {"stopped", std::to_string(n.second)}, {"x", std::to_string(x)},
                            {"width", std::to_string(std::max<std::int64_t>(1, step * 4 / 5))}, {"y", std::to_string(chart_height - high)}, {"height", std::to_string(high)},
                            {"stopped_y", std::to_string(chart_height - low)}, {"stopped_height", std::to_string(low)}}));
        x += step;
    }
    data.set("any_days", counts.size() > 1).set("days", std::move(out)).set("by", by_month ? "month" : "day").set("most", std::to_string(most));
}

std::string share(std::int64_t part, std::int64_t whole) { return whole == 0 ? "–" : std::to_string(std::min<std::int64_t>(part * 100 / whole, 100)) + "%"; }

// What the council might change: said, never done.
std::string proposal_of(const Value& rule) {
    const std::int64_t hits = rule.number("hits"), released = rule.number("released") + rule.number("overridden");
    if (hits >= enough && released * 100 >= hits * half) return "mostly let through in the end: look at it";
    if (rule.number("would") > 0 && hits == 0) return "only watched so far";
    return "";
}

std::string clause_words(const std::string& clause) {
    if (clause.empty()) return "No clause";
    return clause[0] >= '0' && clause[0] <= '9' ? "Clause " + clause : clause;
}

Value clause_row(const Value& line, const char* key, std::int64_t most) {
    const std::int64_t hits = line.number("hits"), released = line.number("released") + line.number("overridden");
    const std::string name = std::string(key) == "clause" ? (clause_words(line.text("clause"))) : replace_all(line.text("rule"), "-", " ");
    return Value::map({{"label", name}, {"clause", line.text("clause")}, {"hits", std::to_string(hits)}, {"bar", std::to_string(most == 0 ? 0 : hits * 100 / most)}, {"released", line.text("released")},
                       {"overridden", line.text("overridden")}, {"incidents", line.text("incidents")}, {"would", line.text("would")}, {"excepted", line.text("excepted")},
                       {"rate", share(released, hits)}, {"rate_bar", std::to_string(hits == 0 ? 0 : std::min<std::int64_t>(released * 100 / hits, 100))}, {"proposal", proposal_of(line)}});
}

bool ever_matched(const Value& line) { return line.number("hits") + line.number("would") + line.number("excepted") > 0; }

Value rows_of(const Reply& reply, const char* kind) {
    std::int64_t most = 0;
    for (const auto& line : reply.lines)
        if (line.text("kind") == kind) most = std::max(most, line.number("hits"));
    Value out = Value::list();
    for (const auto& line : reply.lines)
        if (line.text("kind") == kind && ever_matched(line)) out.add(clause_row(line, kind, most));
    return out;
}

Response access_page(Desk& desk, const std::string& period, Value data) {
    const Reply reply = desk.ask("report", Value::map({{"period", period}, {"access", true}}));
    if (!reply.done()) return desk.trouble(reply);
    Value people = Value::list(), runs = Value::list();
    for (const auto& line : reply.lines) {
        const Value row = Value::map({{"person", line.text("person")}, {"act", replace_all(line.text("act"), "-", " ")}, {"times", line.text("times")}});
        if (line.text("kind") == "access") people.add(row);
        if (line.text("kind") == "retention") runs.add(row);
    }
    const bool any = !people.empty();
    data.set("people", std::move(people)).set("any_people", any).set("runs", std::move(runs)).set("access", true);
    return desk.page("report", "Who looked at content: " + period_words(period), std::move(data));
}

}  // namespace

Response show_report(Desk& desk) {
    const Choices all = periods(desk.house.clock.wall());
    const std::string asked = desk.query.one("period"), period = asked.empty() ? all[1].first : asked.substr(0, 10);
    const bool access = desk.query.one("of") == "access";
    Value data = Value::map({{"periods", choices(period, all)}, {"period", period}, {"period_words", period_words(period)},
                             {"kinds", choices(access ? "access" : "", {{"", "What the policy did"}, {"access", "Who looked at content"}})}});
    if (access) return access_page(desk, period, std::move(data));
    const Reply reply = desk.ask("report", Value::map({{"period", period}}));
    if (reply.reached && reply.exit_code == 2) return desk.words(400, "Not understood", "A report is of a month like 2026-10 or of a year like 2026.");
    if (!reply.reached) return desk.words(503, "It takes longer", "Counting takes longer than a page can wait. Ask for a month, or let the administrator run: beadle report --year 2026. No mail waits for it.");
    if (!reply.done()) return desk.trouble(reply);
    const Reply given = desk.ask("acknowledge.list");
    std::int64_t have = 0;
    for (const auto& line : given.lines) have += !line.text("on").empty();
    std::vector<std::string> never;
    for (const auto& line : reply.lines)
        if (line.text("kind") == "rule" && !ever_matched(line)) never.push_back(replace_all(line.text("rule"), "-", " "));
    std::vector<std::pair<std::string, std::int64_t>> topics;
    for (const auto& line : reply.lines)
        if (line.text("kind") == "topic") topics.emplace_back(kind_words(line.text("finding")), line.number("messages"));
    std::stable_sort(topics.begin(), topics.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
    const Value& first = reply.first();
    const Value clauses = rows_of(reply, "clause"), rules = rows_of(reply, "rule"), topic_rows = bars(topics);
    data.set("policy", first.text("policy")).set("total", std::to_string(first["mail"].number("total"))).set("any_mail", first["mail"].number("total") > 0);
    add_days(reply, period.size() == 4, data);
    data.set("volume", volume(first["mail"])).set("clauses", clauses).set("any_clauses", !clauses.empty()).set("rules", rules).set("any_rules", !rules.empty());
    data.set("never", join(never, ", ")).set("never_count", never.size());
    data.set("topics", topic_rows).set("any_topics", !topic_rows.empty()).set("have", std::to_string(have)).set("members", given.lines.size());
    data.set("made", london_words(utc_text(desk.house.clock.wall())));
    return desk.page("report", "Report: " + period_words(period), std::move(data));
}

}  // namespace beadle::console
