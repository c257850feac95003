#include "records/rule_figures.h"

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

// Newest first, a window of those that a rule matched after the other, until one is not full.
bool RuleFigures::step(Store& store, wire::Answer& answer) {
    auto rows = store.db.rows(
        "SELECT rules, at, seq FROM events WHERE gateway = ?1 AND kind = 'verdict' AND rules <> '' AND at >= ?2"
        " AND (at, seq) < (?3, ?4) ORDER BY at DESC, seq DESC LIMIT ?5",
        {store.gateway, since_, at_, seq_, window});
    if (!rows) return ends(answer, rows.failure());
    for (const auto& row : *rows) {
        for (const auto& rule : split(text(row[0]), ' '))
            if (auto* figures = of(rule)) ++figures->matched;
        at_ = integer(row[1]);
        seq_ = integer(row[2]);
    }
    return static_cast<std::int64_t>(rows->size()) < window && finish(store, answer);
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
