// page_rules.cc — the policy that serves now, rule by rule in words, with what each did in 30 days.
#include <map>

#include "base/text.h"
#include "console/after.h"
#include "console/routes.h"
#include "console/words.h"

namespace beadle::console {
namespace {

std::string rate_words(const Value& figures) {
    const std::int64_t released = figures.number("released"), decided = released + figures.number("discarded");
    if (decided == 0) return "";
    return std::to_string(released * 100 / decided) + "% (" + std::to_string(released) + " of " + std::to_string(decided) + " were released)";
}

// The lines of policy::explain: when and then for everybody, the rest folded. Name and clause stand beside them.
void add_words(const std::string& words, Value& row) {
    Value says = Value::list(), more = Value::list();
    const auto lines = split(words, '\n');
    for (std::size_t i = 1; i < lines.size(); ++i) {
        const auto gap = lines[i].find("  ");
        const std::string label = gap == std::string::npos ? "" : lines[i].substr(0, gap), text(trim(gap == std::string::npos ? lines[i] : lines[i].substr(gap)));
        if (text.empty() || label == "Clause") continue;
        const bool is_plain = label == "When" || label == "And" || label == "Unless" || label == "Then";
        (is_plain ? says : more).add(Value::map({{"label", label}, {"text", text}}));
    }
    row.set("says", std::move(says)).set("more", std::move(more));
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
        Value row = Value::map({{"id", rule.text("id")}, {"clause", rule.text("clause")}, {"watch", rule.flag("watch")}, {"always", rule.flag("always")},
                             {"own_watch", rule.flag("own_watch")}, {"switch_to", rule.flag("own_watch") ? "enforce" : "watch"},
                             {"outcome", outcome_words(rule.text("action"))}, {"matched", std::to_string(f.number("matched"))},
                             {"rate", rate_words(f)}, {"link", "/mail?days=30&q=rule%3A" + percent_encoded(rule.text("id"))}});
        add_words(rule.text("words"), row);
        rows.add(std::move(row));
    }
    const Reply versions = desk.ask("policy.versions");
    std::string in_force = "The policy file serves";
    for (const auto& v : versions.lines)
        if (v.flag("serves") && v.number("id") != 0) in_force = "Version " + v.text("id") + " serves";
    const bool all_watch = policy.flag("watch");
    return desk.page("rules", "Policy", Value::map({{"in_force", in_force}, {"may_change", desk.may("policy.propose")}, {"all_watch", all_watch}, {"other_mode", all_watch ? "enforce" : "watch"},
                                                    {"policy_title", policy.text("title")}, {"adopted", day_words(policy.text("adopted"))}, {"review_due", day_words(policy.text("review_due"))},
                                                    {"policy_version", policy.text("version")}, {"rows", rows}, {"any", !rows.empty()}}));
}

}  // namespace beadle::console
