#include "notices/notices.h"

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "notices/layout.h"
#include "notices/templates.h"
#include "notices/values.h"

namespace beadle::notices {
namespace {

using nlohmann::json;

std::string clause_of(const RuleWords& rule) {
    return rule.clause.empty() ? "rule " + shown(rule.id, 80) : "clause " + shown(rule.clause, 40);
}

json list_of(const std::vector<std::string>& items, const char* key) {
    json out = json::array();
    for (const auto& item : items) out.push_back({{key, item}});  // layout.h shows the first ones and counts the rest
    return out;
}

void put_list(json& to, const char* name, const std::vector<std::string>& items) {
    if (items.empty()) return;
    to[std::string("has_") + name] = true;
    to[name] = list_of(items, "words");
}

std::vector<std::string> clauses_of(const Matter& m, const std::string& council) {
    std::vector<std::string> out;
    for (const auto& rule : m.rules) {
        const auto words = clause_of(rule) + " of the policy of " + council;
        if (out.empty() || out.back() != words) out.push_back(words);
    }
    return out;
}

std::vector<std::string> advice_of(const Matter& m) {
    std::vector<std::string> out;
    for (const auto& rule : m.rules) {
        const auto words = shown(rule.advice, 400);
        bool known = words.empty();
        for (const auto& a : out) known = known || a == words;
        if (!known) out.push_back(words);
    }
    return out;
}

Words rendered(const Templates& templates, const char* kind, const Matter& m) {
    return templates.render(kind, values_of(m)).value_or(Words{});
}

}  // namespace

std::vector<std::string> seen_lines(const std::vector<SeenWords>& seen) {
    std::vector<std::string> items;
    for (const auto& s : seen) {
        std::string line = shown(s.what, 80);
        if (s.count > 1) line += " (" + std::to_string(s.count) + ")";
        if (!s.sample.empty()) line += ": " + shown(s.sample, 120);
        if (!s.location.empty()) line += ", in " + shown(s.location);
        items.push_back(std::move(line));
    }
    return items;
}

std::string values_of(const Matter& m) {
    const std::string council = m.council.empty() ? "the council" : shown(m.council, 120);
    const auto subject = shown(m.subject, 120);
    json out{{"council", council},
             {"clerk", m.clerk_address.empty() ? "the Town Clerk" : "the Town Clerk (" + shown(m.clerk_address, 200) + ")"},
             {"name", shown(m.sender_name, 120)},
             {"ask_whom", shown(m.ask_whom, 200)},
             {"reference", m.reference},
             {"message", subject.empty() ? "(no subject)" : "\"" + subject + "\""},
             {"from", m.sender.empty() ? "(an automatic message without a sender)" : shown(m.sender)},
             {"what_became", shown(m.what_became, 80)},
             {"delivered_to_others", m.delivered_to_others}};
    std::vector<std::string> recipients;
    for (const auto& r : m.recipients) recipients.push_back(shown(r));
    out["recipients"] = list_of(recipients, "address");
    put_list(out, "clauses", clauses_of(m, council));
    put_list(out, "seen", seen_lines(m.seen));
    put_list(out, "advice", advice_of(m));
    return out.dump(-1, ' ', false, json::error_handler_t::replace);
}

Words held(const Templates& templates, const Matter& m) { return rendered(templates, "held", m); }
Words refused(const Templates& templates, const Matter& m) { return rendered(templates, "refused", m); }
Words flagged(const Templates& templates, const Matter& m) { return rendered(templates, "flagged", m); }
Words alert(const Templates& templates, const Matter& m, bool at_once) {
    return rendered(templates, at_once ? "alert" : "clerk-alert", m);
}

}  // namespace beadle::notices
