#include "records/report.h"

#include <algorithm>
#include <map>
#include <set>

#include <nlohmann/json.hpp>

#include "base/london.h"
#include "base/text.h"
#include "mail/finding.h"

#include "records/access_kinds.h"
#include "records/acknowledgements.h"
#include "records/held.h"

namespace beadle::records {
namespace {

using nlohmann::json;
using Numbers = std::map<std::string, std::int64_t>;

constexpr std::int64_t window = 200;
constexpr std::size_t most_keys = 2000, most_periods = 60;

std::string dump(const json& j) { return j.dump(-1, ' ', false, json::error_handler_t::replace); }
json at(const json& j, const char* key) { return j.is_object() && j.contains(key) ? j.at(key) : json(); }
std::string word(const json& j, const char* key) {
    const auto v = at(j, key);
    return v.is_string() ? v.get<std::string>() : std::string();
}
bool truth(const json& j, const char* key) {
    const auto v = at(j, key);
    return v.is_boolean() && v.get<bool>();
}

std::string two(int n) { return (n < 10 ? "0" : "") + std::to_string(n); }
Period month_of(int year, int month) {
    const std::string name = std::to_string(year) + "-" + two(month);
    const std::string next =
        month == 12 ? std::to_string(year + 1) + "-01" : std::to_string(year) + "-" + two(month + 1);
    return {name, london_wall(name + "-01", 0).value_or(0), london_wall(next + "-01", 0).value_or(0)};
}
Period year_of(int year) {
    return {std::to_string(year), london_wall(std::to_string(year) + "-01-01", 0).value_or(0),
            london_wall(std::to_string(year + 1) + "-01-01", 0).value_or(0)};
}
int number_at(const std::string& s, std::size_t at, std::size_t count) {
    int out = 0;
    for (std::size_t i = at; i < at + count; ++i) {
        if (i >= s.size() || s[i] < '0' || s[i] > '9') return -1;
        out = out * 10 + (s[i] - '0');
    }
    return out;
}

std::string percent(std::int64_t part, std::int64_t whole) {
    return whole == 0 ? "" : std::to_string((part * 100 + whole / 2) / whole) + "%";
}

}  // namespace

Result<Period> period_named(const std::string& name) {
    const int year = number_at(name, 0, 4);
    if (name.size() == 4 && year >= 1970 && year < 3000) return year_of(year);
    const int month = name.size() == 7 && name[4] == '-' ? number_at(name, 5, 2) : -1;
    if (year >= 1970 && year < 3000 && month >= 1 && month <= 12) return month_of(year, month);
    return fail(FailureKind::malformed, "report",
                "say a month like 2026-10 or a year like 2026, not \"" + printable(name, 20) + "\"");
}

Period month_before(std::int64_t wall) {
    const auto today = london_time(wall).today;
    const int year = number_at(today, 0, 4), month = number_at(today, 5, 2);
    return month == 1 ? month_of(year - 1, 12) : month_of(year, month - 1);
}
Period year_before(std::int64_t wall) { return year_of(number_at(london_time(wall).today, 0, 4) - 1); }

struct Tally::Counts {
    Numbers mail;  // total, directions, outcomes, acts
    std::map<std::string, Numbers> clauses, rules, people, days;  // days: those of London
    std::map<std::string, std::string> clause_of;  // rule -> clause
    Numbers topics, runs;

    void count(Numbers& in, const std::string& key, std::int64_t by = 1) {
        if (in.contains(key) || in.size() < most_keys) in[key] += by;
    }
    void count(std::map<std::string, Numbers>& in, const std::string& key, const char* what) {
        if (in.contains(key) || in.size() < most_keys) ++in[key][what];
    }
    void rule(const std::string& id, const std::string& clause, const char* what) {
        count(rules, id, what);
        clause_of.emplace(id, clause);
    }
    void verdict(const Event& e);
    Status decided(Store& store, const Event& e, const char* what);
    std::string words_of(const Numbers& n) const;
};

void Tally::Counts::verdict(const Event& e) {
    const auto body = json::parse(e.body, nullptr, false);
    const json decision = at(body, "decision");
    count(mail, "total");
    count(mail, word(decision, "direction").empty() ? "not judged" : word(decision, "direction"));
    count(mail, e.outcome);
    std::set<std::string> clauses_hit;
    std::set<std::size_t> findings;
    bool stopped = false;
    for (const auto& rule_hit : at(decision, "rules")) {
        const std::string id = word(rule_hit, "id"), clause = word(rule_hit, "clause"),
                          action = word(rule_hit, "action");
        const bool acts = !truth(rule_hit, "watched") && word(rule_hit, "excepted_by").empty();
        rule(id, clause, acts ? "hits" : truth(rule_hit, "watched") ? "would" : "excepted");
        if (!acts) continue;
        clauses_hit.insert(clause);
        const bool stops = action == "ask" || action == "reject" || action == "quarantine";
        stopped = stopped || stops;
        if (stops)
            for (const auto& index : at(rule_hit, "findings"))
                if (index.is_number_unsigned()) findings.insert(index.get<std::size_t>());
    }
    for (const auto& clause : clauses_hit) count(clauses, clause, "hits");
    const std::string day = london_time(e.at).today;
    count(days, day, "total");
    if (stopped) count(days, day, "stopped");
    const json seen = at(at(body, "inspection"), "findings");
    std::set<std::string> kinds;
    for (const auto index : findings)
        if (seen.is_array() && index < seen.size()) kinds.insert(word(seen[index], "kind"));
    if (stopped)
        for (const auto& kind : kinds) count(topics, kind);
}

// What a person or the sender decided about a kept copy counts for the rules and clauses that had kept it.
Status Tally::Counts::decided(Store& store, const Event& e, const char* what) {
    count(mail, what);
    const auto body = json::parse(e.body, nullptr, false);
    const auto reference = as_reference(word(body, "id"));
    if (reference.empty()) return Done{};
    auto held = find_held(store, reference);
    if (!held) return held.failure();
    if (!*held) return Done{};
    std::set<std::string> seen;
    for (const auto& id : split((*held)->rules, ' ')) {
        if (id.empty()) continue;
        count(rules, id, what);
        if (const auto clause = clause_of.find(id); clause != clause_of.end()) seen.insert(clause->second);
    }
    if (seen.empty())
        for (const auto& clause : split((*held)->clauses, ',')) seen.insert(std::string(trim(clause)));
    for (const auto& clause : seen) count(clauses, clause, what);
    return Done{};
}

std::string Tally::Counts::words_of(const Numbers& n) const {
    const auto get = [&](const char* key) { return n.contains(key) ? n.at(key) : 0; };
    std::string out = std::to_string(get("hits")) + " times";
    if (get("released") > 0)
        out += ", " + std::to_string(get("released")) + " released (" + percent(get("released"), get("hits")) + ")";
    if (get("overridden") > 0) out += ", " + std::to_string(get("overridden")) + " sent by the sender's answer";
    if (get("incidents") > 0) out += ", " + std::to_string(get("incidents")) + " incidents";
    return out;
}

Tally::Tally() : counts_(std::make_unique<Counts>()) {}
Tally::~Tally() = default;
Tally::Tally(Tally&&) noexcept = default;
Tally& Tally::operator=(Tally&&) noexcept = default;

Tally Tally::from(const std::string& text) {
    Tally out;
    const auto j = json::parse(text, nullptr, false);
    if (!j.is_object()) return out;
    auto& c = *out.counts_;
    const auto read = [&](const char* key, auto& into) {
        if (j.contains(key)) into = j.at(key).get<std::decay_t<decltype(into)>>();
    };
    read("mail", c.mail), read("clauses", c.clauses), read("rules", c.rules), read("people", c.people);
    read("clause_of", c.clause_of), read("topics", c.topics), read("runs", c.runs), read("days", c.days);
    return out;
}

std::string Tally::kept() const {
    const auto& c = *counts_;
    return dump({{"mail", c.mail},
                 {"clauses", c.clauses},
                 {"rules", c.rules},
                 {"people", c.people},
                 {"clause_of", c.clause_of},
                 {"topics", c.topics},
                 {"runs", c.runs},
                 {"days", c.days}});
}

Status Tally::add(Store& store, const Event& e) {
    auto& c = *counts_;
    if (e.kind == "verdict") return c.verdict(e), Done{};
    if (!e.person.empty() && shows_content(e.kind)) c.count(c.people, e.person, e.kind.c_str());
    if (e.kind == "release-asked") return c.decided(store, e, "released");
    if (e.kind == "answer" && (e.outcome == "sent" || e.outcome == "separate"))
        return c.decided(store, e, "overridden");
    if (e.kind == "discarded") c.count(c.mail, "discarded");
    if (e.kind == "incident-opened") {
        c.count(c.mail, "incidents");
        for (const auto& id : split(e.rules, ' '))
            if (!id.empty()) {
                c.count(c.rules, id, "incidents");
                if (const auto clause = c.clause_of.find(id); clause != c.clause_of.end())
                    c.count(c.clauses, clause->second, "incidents");
            }
    }
    if (e.kind == "incident-closed") c.count(c.mail, "incidents closed");
    if (e.kind.starts_with("retention-") || e.kind == "destroyed") c.count(c.runs, e.kind);
    return Done{};
}

std::vector<std::string> Tally::report_lines(const Store& store, const Period& period) const {
    const auto& c = *counts_;
    std::vector<std::string> out;
    json first{{"version", 1},
               {"kind", "period"},
               {"period", period.name},
               {"council", store.council.name},
               {"policy", store.council.policy_title},
               {"from", utc_text(period.from)},
               {"until", utc_text(period.until)},
               {"mail", c.mail}};
    out.push_back(dump(first));
    for (const auto& [clause, n] : c.clauses) {
        json line{{"version", 1}, {"kind", "clause"}, {"clause", clause}};
        for (const auto* key : {"hits", "released", "overridden", "incidents"})
            line[key] = n.contains(key) ? n.at(key) : 0;
        out.push_back(dump(line));
    }
    std::set<std::string> told;
    const auto put_rule = [&](const std::string& id, const std::string& clause) {
        const auto found = c.rules.find(id);
        json line{{"version", 1}, {"kind", "rule"}, {"rule", id}, {"clause", clause}};
        for (const auto* key : {"hits", "would", "excepted", "released", "overridden", "incidents"})
            line[key] = found != c.rules.end() && found->second.contains(key) ? found->second.at(key) : 0;
        told.insert(id);
        out.push_back(dump(line));
    };
    for (const auto& rule : store.council.rules) put_rule(rule.id, rule.clause);
    for (const auto& [id, n] : c.rules)
        if (!told.contains(id)) put_rule(id, c.clause_of.contains(id) ? c.clause_of.at(id) : "");
    for (const auto& [day, n] : c.days)
        out.push_back(dump({{"version", 1}, {"kind", "day"}, {"day", day}, {"messages", n.at("total")}, {"stopped", n.contains("stopped") ? n.at("stopped") : 0}}));
    for (const auto& [kind, n] : c.topics)
        out.push_back(dump({{"version", 1}, {"kind", "topic"}, {"finding", kind}, {"messages", n}}));
    return out;
}

std::vector<std::string> Tally::access_lines(const Period& period) const {
    std::vector<std::string> out;
    std::int64_t all = 0;
    for (const auto& [person, acts] : counts_->people)
        for (const auto& [kind, n] : acts) {
            out.push_back(dump({{"version", 1}, {"kind", "access"}, {"person", person}, {"act", kind}, {"times", n}}));
            all += n;
        }
    for (const auto& [kind, n] : counts_->runs)
        out.push_back(dump({{"version", 1}, {"kind", "retention"}, {"act", kind}, {"times", n}}));
    out.insert(out.begin(), dump({{"version", 1},
                                  {"kind", "period"},
                                  {"period", period.name},
                                  {"from", utc_text(period.from)},
                                  {"until", utc_text(period.until)},
                                  {"access", all}}));
    return out;
}

std::string Tally::monthly_values(Store& store, const Period& period) const {
    const auto& c = *counts_;
    const auto get = [&](const char* key) { return std::to_string(c.mail.contains(key) ? c.mail.at(key) : 0); };
    const auto held = [&] {
        std::int64_t n = 0;
        for (const auto* key : {"quarantined", "asked", "split"}) n += c.mail.contains(key) ? c.mail.at(key) : 0;
        return std::to_string(n);
    };
    json out{{"period", period.name},
             {"flag", period.name.size() == 4 ? "--year" : "--month"},
             {"total", get("total")},
             {"inbound", get("inbound")},
             {"outbound", get("outbound")},
             {"internal", get("internal")},
             {"held", held()},
             {"refused", get("rejected")},
             {"released", get("released")},
             {"overridden", get("overridden")},
             {"incidents", get("incidents")},
             {"closed", get("incidents closed")}};
    const auto put = [&](const char* name, const std::vector<std::string>& lines) {
        auto list = json::array();
        for (const auto& line : lines) list.push_back({{"words", line}});
        out[std::string("has_") + name] = !lines.empty();
        out[name] = std::move(list);
    };
    std::vector<std::string> clauses, topics;
    for (const auto& [clause, n] : c.clauses)
        clauses.push_back((clause.empty() ? "no clause" : "Clause " + clause) + ": " + c.words_of(n));
    std::vector<std::pair<std::int64_t, std::string>> most;
    for (const auto& [kind, n] : c.topics) most.emplace_back(-n, kind);
    std::sort(most.begin(), most.end());
    for (std::size_t i = 0; i < most.size() && i < 5; ++i) {
        const auto kind = finding_kind(most[i].second);
        topics.push_back((kind ? std::string(words(*kind)) : most[i].second) + ": " + std::to_string(-most[i].first) +
                         " messages");
    }
    put("clauses", clauses);
    put("topics", topics);
    put("untrained", untrained(store));
    put("unacknowledged", unacknowledged(store));
    return dump(out);
}

std::string Tally::access_values(const Period& period) const {
    auto people = json::array(), runs = json::array();
    for (const auto& [person, acts] : counts_->people)
        for (const auto& [kind, n] : acts)
            people.push_back({{"words", person + ": " + replace_all(kind, "-", " ") + ", " + std::to_string(n) +
                                            (n == 1 ? " time" : " times")}});
    for (const auto& [kind, n] : counts_->runs)
        runs.push_back({{"words", replace_all(kind, "-", " ") + ": " + std::to_string(n)}});
    json out{{"period", period.name},
             {"nobody", people.empty()},
             {"has_people", !people.empty()},
             {"has_runs", !runs.empty()}};
    out["people"] = std::move(people);
    out["runs"] = std::move(runs);
    return dump(out);
}

Result<bool> tally_step(Store& store, const Period& period, std::int64_t& next, Tally& tally) {
    if (next == 0) {
        auto first = store.db.rows("SELECT seq FROM events WHERE gateway = ?1 AND at >= ?2 AND at < ?3 ORDER BY at, seq LIMIT 1",
            {store.gateway, period.from, period.until});
        if (!first) return first.failure();
        if (first->empty()) return true;
        next = integer(first->front().front());
    }
    auto rows = store.db.rows(
        std::string("SELECT ") + event_columns + " FROM events WHERE gateway = ?1 AND seq >= ?2 ORDER BY seq LIMIT ?3",
        {store.gateway, next, window});
    if (!rows) return rows.failure();
    for (const auto& row : *rows) {
        const Event e = event_of(row);
        if (e.at >= period.until) return true;
        if (e.at >= period.from)
            if (auto added = tally.add(store, e); !added) return added.failure();
        next = e.seq + 1;
    }
    return static_cast<std::int64_t>(rows->size()) < window;
}

void ReportJob::begin(const Store& store) {
    begun_ = true;
    erasures_ = store.erasures;
    const auto found = store.counted.find(period_.name);
    if (found == store.counted.end() || found->second.erasures != erasures_) return;
    next_ = found->second.next;
    tally_ = Tally::from(found->second.tally);
}

void ReportJob::note(Store& store) const {
    if (erasures_ != store.erasures) return;
    if (store.counted.size() >= most_periods && !store.counted.contains(period_.name)) store.counted.clear();
    store.counted[period_.name] = {next_, erasures_, tally_.kept()};
}

bool ReportJob::step(Store& store, wire::Answer& answer) {
    if (!begun_) begin(store);
    auto finished = tally_step(store, period_, next_, tally_);
    if (!finished) {
        answer.exit_code = 4;
        answer.problem = "the records cannot be read now: " + finished.failure().what;
        return true;
    }
    if (!*finished) return false;
    note(store);
    for (auto& line : access_ ? tally_.access_lines(period_) : tally_.report_lines(store, period_))
        answer.lines.push_back(std::move(line));
    return true;
}

}  // namespace beadle::records
