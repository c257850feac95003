#include "cli/change.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/text.h"
#include "cli/judge_text.h"
#include "cli/value.h"
#include "mail/json.h"

namespace beadle::cli {
namespace {

constexpr std::size_t most_listed = 20;

std::vector<std::string> acting_rules(const Decision& decision) {
    std::vector<std::string> ids;
    for (const auto& hit : decision.hits)
        if (hit.excepted_by.empty()) ids.push_back(hit.watched ? hit.id + " (watching)" : hit.id);
    std::sort(ids.begin(), ids.end());
    return ids;
}

bool same(const Finding& a, const Finding& b) {
    return a.kind == b.kind && a.location == b.location && a.recipient == b.recipient && a.confidence == b.confidence &&
           a.count == b.count && a.sample == b.sample;
}

// Those of `from` that `other` has not; each of `other` stands for one.
std::vector<Finding> only_in(const std::vector<Finding>& from, const std::vector<Finding>& other) {
    std::vector<bool> used(other.size());
    std::vector<Finding> out;
    for (const auto& f : from) {
        std::size_t i = 0;
        while (i < other.size() && (used[i] || !same(f, other[i]))) ++i;
        if (i < other.size())
            used[i] = true;
        else
            out.push_back(f);
    }
    return out;
}

std::vector<std::string> only_in(const std::vector<std::string>& from, const std::vector<std::string>& other) {
    std::vector<std::string> out;
    std::set_difference(from.begin(), from.end(), other.begin(), other.end(), std::back_inserter(out));
    return out;
}

std::string findings_text(const std::vector<Finding>& findings, const char* mark, const Look& look) {
    std::string out;
    for (std::size_t i = 0; i < std::min(findings.size(), most_listed); ++i) {
        const Finding& f = findings[i];
        std::string what = fmt::format("{}, {}", words(f.kind), name(f.confidence));
        if (f.count > 1) what += fmt::format(" × {}", f.count);
        if (!f.sample.empty()) what += ", " + printable(f.sample, 80);
        what += ", in " + printable(f.location, 200);
        if (!f.evidence.empty()) what += ": " + printable(f.evidence, 300);
        out += wrapped(look, std::string("    ") + mark + " ", what);
    }
    if (findings.size() > most_listed) out += fmt::format("    {} and {} more\n", mark, findings.size() - most_listed);
    return out;
}

std::string rules_text(const char* front, const std::vector<std::string>& rules, const Look& look) {
    return rules.empty() ? "" : wrapped(look, front, printable(join(rules, ", "), 2000));
}

std::string findings_json(const std::vector<Finding>& findings) {
    std::vector<std::string> values;
    for (const auto& f : findings) values.push_back(to_json(f));
    return json_list(values);
}

}  // namespace

bool is_stopped(Action a) {
    return a == Action::ask || a == Action::reject || a == Action::quarantine || a == Action::defer;
}

bool Change::changes_verdict() const {
    return std::any_of(recipients.begin(), recipients.end(), [](const auto& r) { return r.before != r.after; });
}

bool Change::any() const {
    return changes_verdict() || !rules_gained.empty() || !rules_lost.empty() || !findings_gained.empty() ||
           !findings_lost.empty();
}

Change change_of(const Judged& before, const Judged& after) {
    Change out;
    out.file = before.file;
    out.before = before.decision.strongest();
    out.after = after.decision.strongest();
    const auto& was = before.decision.recipients;
    const auto& is = after.decision.recipients;
    for (std::size_t i = 0; i < std::min(was.size(), is.size()); ++i)  // of one envelope, in its order
        out.recipients.push_back({was[i].address, was[i].action, is[i].action});
    const auto rules_before = acting_rules(before.decision), rules_after = acting_rules(after.decision);
    out.rules_gained = only_in(rules_after, rules_before);
    out.rules_lost = only_in(rules_before, rules_after);
    out.findings_gained = only_in(after.facts.inspection.findings, before.facts.inspection.findings);
    out.findings_lost = only_in(before.facts.inspection.findings, after.facts.inspection.findings);
    return out;
}

std::string change_as_text(const Change& c, const Look& look) {
    if (!c.any()) return "";
    const auto verdict = [&](Action a) { return paint(look, ink_of(name(a)), name(a)); };
    std::string out = paint(look, Ink::bold, printable(c.file, 300)) + ": ";
    out += c.changes_verdict() ? verdict(c.before) + " → " + verdict(c.after) : verdict(c.after) + " as before";
    out += "\n";
    for (const auto& r : c.recipients)
        if (r.before != r.after)
            out += "    to " + printable(r.address, 200) + ": " + verdict(r.before) + " → " + verdict(r.after) + "\n";
    out += rules_text("    rules gained: ", c.rules_gained, look) + rules_text("    rules lost: ", c.rules_lost, look);
    return out + findings_text(c.findings_lost, "-", look) + findings_text(c.findings_gained, "+", look);
}

std::string change_as_json(const Change& c) {
    std::vector<std::string> recipients;
    for (const auto& r : c.recipients)
        recipients.push_back(json_object({{"address", json_text(r.address)},
                                          {"before", json_text(name(r.before))},
                                          {"after", json_text(name(r.after))}}));
    return json_object({{"version", "1"},
                        {"about", "\"message\""},
                        {"file", json_text(c.file)},
                        {"changed", c.any() ? "true" : "false"},
                        {"before", json_text(name(c.before))},
                        {"after", json_text(name(c.after))},
                        {"recipients", json_list(recipients)},
                        {"rules_gained", json_texts(c.rules_gained)},
                        {"rules_lost", json_texts(c.rules_lost)},
                        {"findings_gained", findings_json(c.findings_gained)},
                        {"findings_lost", findings_json(c.findings_lost)}});
}

}  // namespace beadle::cli
