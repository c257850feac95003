// page_policy_trial.cc — a version of the policy tried on past mail, in steps of some seconds: what was found so far goes along in the
// form, so that nothing is kept here and leaving the page ends it.
#include <charconv>

#include "base/text.h"
#include "console/policy_form.h"
#include "console/routes.h"
#include "console/words.h"

namespace beadle::console {
namespace {

constexpr std::int64_t days = 30, day = 86'400'000;
constexpr std::size_t most_shown = 50;

std::int64_t number_of(const std::string& text) {
    std::int64_t out = 0;
    (void)std::from_chars(text.data(), text.data() + std::min<std::size_t>(text.size(), 9), out);
    return std::max<std::int64_t>(out, 0);
}

std::string joined(const Value& list) {
    std::vector<std::string> out;
    for (const auto& one : list.items()) out.push_back(one.text());
    return join(out, ", ");
}

// What earlier steps found: "id before after" in a field each, by which alone it is known.
struct SoFar {
    std::int64_t changed = 0, stopped = 0, delivered = 0, unread = 0, from = 0;
    std::string until;
    std::vector<std::string> told;
};

SoFar so_far(const Desk& desk) {
    SoFar out;
    out.changed = number_of(desk.form.one("changed"));
    out.stopped = number_of(desk.form.one("stopped"));
    out.delivered = number_of(desk.form.one("delivered"));
    out.unread = number_of(desk.form.one("unread"));
    out.from = number_of(desk.form.one("from"));
    out.until = desk.form.one("until").substr(0, 30);
    out.told = desk.form.all("told");
    if (out.told.size() > most_shown) out.told.resize(most_shown);
    if (out.until.empty()) out.until = utc_text(desk.house.clock.wall());
    return out;
}

bool is_stopped(const std::string& action) { return action == "ask" || action == "reject" || action == "quarantine" || action == "defer"; }

Value told_row(const std::string& told) {
    const auto parts = split(told.substr(0, 80), ' ');
    return parts.size() == 3 ? Value::map({{"id", parts[0]}, {"before", outcome_words(parts[1])}, {"after", outcome_words(parts[2])}}) : Value();
}

void take(const Value& line, SoFar& all, Value& rows) {
    const std::string before = line.text("before"), after = line.text("after");
    ++all.changed;
    all.stopped += !is_stopped(before) && is_stopped(after);
    all.delivered += is_stopped(before) && !is_stopped(after);
    if (all.told.size() >= most_shown) return;
    all.told.push_back(line.text("id") + " " + before + " " + after);
    rows.add(Value::map({{"id", line.text("id")}, {"subject", line.text("subject")}, {"sender", line.text("sender")}, {"before", outcome_words(before)},
                         {"after", outcome_words(after)}, {"lost", joined(line["rules_lost"])}, {"gained", joined(line["rules_gained"])}}));
}

Value carried(const SoFar& all) {
    Value out = Value::list();
    const auto put = [&](const char* field, const std::string& value) { out.add(Value::map({{"field", field}, {"value", value}})); };
    put("changed", std::to_string(all.changed));
    put("stopped", std::to_string(all.stopped));
    put("delivered", std::to_string(all.delivered));
    put("unread", std::to_string(all.unread));
    put("from", std::to_string(all.from));
    put("until", all.until);
    for (const auto& one : all.told) put("told", one);
    return out;
}

std::string changed_words(const SoFar& all) {
    if (all.changed == 0) return "None would be judged otherwise.";
    return std::to_string(all.changed) + " would be judged otherwise: " + std::to_string(all.stopped) + " that were delivered would be stopped, " +
           std::to_string(all.delivered) + " that were stopped would be delivered.";
}

}  // namespace

Response try_policy_version(Desk& desk) {
    const std::string id = desk.parts.empty() ? "" : desk.parts[0];
    if (!is_policy_version(id)) return desk.words(404, "No such version", "No version of the policy has this number.");
    SoFar all = so_far(desk);
    const Reply reply = desk.ask("policy.try", Value::map({{"id", id}, {"since", utc_text(desk.house.clock.wall() - days * day).substr(0, 10)}, {"until", all.until}, {"from", all.from}}));
    if (!reply.reached || !reply.needs.empty() || reply.exit_code > 1) return desk.trouble(reply);
    Value rows = Value::list();
    for (const auto& told : all.told)
        if (Value row = told_row(told); !row.empty()) rows.add(std::move(row));
    std::int64_t next = 0, of = 0;
    for (const auto& line : reply.lines) {
        if (line.text("line") == "change") take(line, all, rows);
        if (line.text("line") != "summary") continue;
        next = line.number("next"), of = line.number("of");
        all.unread += line.number("unread");
    }
    all.from = next;
    const bool finished = next >= of;
    const std::int64_t more = all.changed - static_cast<std::int64_t>(all.told.size());
    return desk.page("policy_trial", "Try on past mail", Value::map({{"name", id == "file" ? "The policy file" : "Version " + id}, {"href", "/rules/versions/" + id}, {"finished", finished},
                                                                   {"read", std::to_string(next)}, {"of", std::to_string(of)}, {"days", std::to_string(days)}, {"changed_words", changed_words(all)},
                                                                   {"unread", all.unread > 0 ? std::to_string(all.unread) : ""}, {"carried", carried(all)}, {"any", !rows.empty()},
                                                                   {"rows", std::move(rows)}, {"more", more > 0 ? std::to_string(more) : ""}}));
}

}  // namespace beadle::console
