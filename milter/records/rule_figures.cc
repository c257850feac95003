#include "records/rule_figures.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "base/text.h"

namespace beadle::records {
namespace {

constexpr std::int64_t window = 2000;
constexpr std::size_t most_rules = 2000;

bool ends(wire::Answer& answer, const Failure& why) {
    answer.exit_code = 4;
    answer.problem = "the records cannot be read now: " + why.what;
    return true;
}

}  // namespace

RuleFigures::Figures* RuleFigures::of(const std::string& rule) {
    if (rule.empty() || (rules_.size() >= most_rules && !rules_.contains(rule))) return nullptr;
    return &rules_[rule];
}

bool RuleFigures::begin(Store& store, wire::Answer& answer) {
    begun_ = true;
    auto rows = store.db.rows("SELECT coalesce(max(seq), 0) FROM events WHERE gateway = ?1", {store.gateway});
    if (!rows) return ends(answer, rows.failure());
    high_ = integer(rows->front().front());
    return false;
}

// Newest first, until a window lies wholly before the time.
bool RuleFigures::step(Store& store, wire::Answer& answer) {
    if (!begun_ && begin(store, answer)) return true;
    const std::int64_t from = std::max<std::int64_t>(1, high_ - window + 1);
    auto rows = store.db.rows(
        "SELECT rules, count(*) FROM events WHERE gateway = ?1 AND seq >= ?2 AND seq <= ?3 AND kind = 'verdict'"
        " AND at >= ?4 GROUP BY rules",
        {store.gateway, from, high_, since_});
    if (!rows) return ends(answer, rows.failure());
    for (const auto& row : *rows)
        for (const auto& rule : split(text(row[0]), ' '))
            if (auto* figures = of(rule)) figures->matched += integer(row[1]);
    auto oldest = store.db.rows("SELECT at FROM events WHERE gateway = ?1 AND seq = ?2", {store.gateway, from});
    if (!oldest) return ends(answer, oldest.failure());
    const bool before = oldest->empty() || integer(oldest->front().front()) < since_;
    high_ = from - 1;
    return before || high_ < 1 ? finish(store, answer) : false;
}

bool RuleFigures::finish(Store& store, wire::Answer& answer) {
    auto rows = store.db.rows(
        "SELECT rules, state, count(*) FROM held WHERE at >= ?1 AND state IN ('released', 'discarded') GROUP BY rules, state", {since_});
    if (!rows) return ends(answer, rows.failure());
    for (const auto& row : *rows)
        for (const auto& rule : split(text(row[0]), ' '))
            if (auto* figures = of(rule)) (text(row[1]) == "released" ? figures->released : figures->discarded) += integer(row[2]);
    for (const auto& [rule, f] : rules_)
        answer.lines.push_back(nlohmann::json{{"version", 1}, {"rule", rule}, {"matched", f.matched}, {"released", f.released}, {"discarded", f.discarded}}
                                   .dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
    return true;
}

}  // namespace beadle::records
