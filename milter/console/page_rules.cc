// page_rules.cc — the policy that serves now, rule by rule in words, with what each did in 30 days.
#include <map>

#include "console/routes.h"
#include "console/words.h"

namespace beadle::console {
namespace {

std::string rate_words(const Value& figures) {
    const std::int64_t released = figures.number("released"), decided = released + figures.number("discarded");
    if (decided == 0) return "";
    return std::to_string(released * 100 / decided) + "% (" + std::to_string(released) + " of " + std::to_string(decided) + " were released)";
}

}  // namespace

Response show_rules(Desk& desk) {
    const Reply reply = desk.ask("console.rules");
    if (!reply.done()) return desk.trouble(reply);
    std::map<std::string, const Value*> figures;
    for (const auto& line : reply.lines) figures[line.text("rule")] = &line;
    const Value policy = desk.house.policy ? desk.house.policy() : Value();
    Value rows = Value::list();
    for (const auto& rule : policy["rules"].items()) {
        static const Value none;
        const auto at = figures.find(rule.text("id"));
        const Value& f = at == figures.end() ? none : *at->second;
        rows.add(Value::map({{"id", rule.text("id")}, {"clause", rule.text("clause")}, {"words", rule.text("words")}, {"watch", rule.flag("watch")},
                             {"outcome", outcome_words(rule.text("action"))}, {"matched", std::to_string(f.number("matched"))},
                             {"rate", rate_words(f)}, {"link", "/mail?days=30&q=rule%3A" + percent_encoded(rule.text("id"))}}));
    }
    return desk.page("rules", "Policy", Value::map({{"policy_title", policy.text("title")}, {"adopted", policy.text("adopted")}, {"review_due", policy.text("review_due")},
                                                    {"policy_version", policy.text("version")}, {"rows", rows}, {"any", !rows.empty()}}));
}

}  // namespace beadle::console
