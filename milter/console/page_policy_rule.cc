// page_policy_rule.cc — one rule as a form: what it does, how sure it must be, its advice; and an exception with its end.
#include "base/text.h"
#include "console/routes.h"
#include "console/words.h"
#include "mail/decision.h"
#include "policy/edit_text.h"

namespace beadle::console {
namespace {

Value choice(const std::string& value, const std::string& label, const std::string& now) {
    return Value::map({{"value", value}, {"label", label}, {"chosen", value == now}});
}

}  // namespace

Response show_policy_rule(Desk& desk) {
    const std::string id = desk.parts.empty() ? "" : desk.parts[0];
    const Value policy = desk.house.policy ? desk.house.policy() : Value();
    const Value* rule = nullptr;
    for (const auto& one : policy["rules"].items())
        if (one.text("id") == id) rule = &one;
    if (!rule) return desk.words(404, "No such rule", "The policy has no rule of this name.");
    const Reply now = desk.ask("policy.version", Value::map({{"id", "current"}}));
    if (!now.done()) return desk.trouble(now);
    const std::string action = rule->text("action"), confidence = rule->text("confidence"), mode = rule->flag("own_watch") ? "watch" : "enforce";
    Value actions = Value::list(), sure = Value::list(), modes = Value::list();
    for (const Action a : {Action::accept, Action::log, Action::flag, Action::ask, Action::reject, Action::quarantine})
        actions.add(choice(std::string(name(a)), a == Action::accept ? "Nothing: the rule is switched off" : outcome_words(name(a)), action));
    for (const auto& [word, label] : {std::pair("low", "Possible"), std::pair("medium", "Likely"), std::pair("high", "Beyond reasonable doubt")}) sure.add(choice(word, label, confidence));
    modes.add(choice("enforce", "It acts", mode)).add(choice("watch", "It only watches", mode));
    return desk.page("policy_rule", id, Value::map({{"id", id}, {"clause", rule->text("clause")}, {"always", rule->flag("always")}, {"actions", actions}, {"action", action}, {"modes", modes},
                                                    {"mode", mode}, {"advice", rule->text("advice")}, {"confidence", confidence}, {"sure", sure},
                                                    {"may_confidence", !confidence.empty() && policy::has_condition(now.first().text("toml"), id)}}));
}

}  // namespace beadle::console
