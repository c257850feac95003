#include "console/held.h"

#include <algorithm>

#include "base/text.h"
#include "console/words.h"
#include "mail/finding.h"

namespace beadle::console {
namespace {

constexpr std::int64_t looked_ahead = 20;
constexpr std::size_t most_seen = 3;

std::string reason_words(const Value& line) {
    const std::string reason = line.text("reason");
    if (reason == "ask") return "Sender asked";
    if (reason == "refused") return "Refused for these recipients";
    return "Held";
}

// What a reader takes for the reason: what was seen; who it goes to or comes from says less. Else the rule.
struct Seen {
    std::string words, alike;  // alike: what groups; that one of them was the first of its sender does not part them
};
Seen seen_in(const Value& line) {
    std::vector<std::string> first, second;
    for (const auto& k : line["kinds"].items()) {
        const auto kind = finding_kind(k.text());
        if (!kind) continue;
        const bool less = group_of(*kind) == FindingGroup::people || k.text() == "first-time-sender";
        (less ? second : first).push_back(kind_words(k.text()));
    }
    const std::string alike = join(first, ", ");
    std::vector<std::string>& shown = first.empty() ? second : first;
    if (shown.empty()) return {line["rules"].items().empty() ? "" : "the rule " + replace_all(line["rules"].items()[0].text(), "-", " "), alike};
    const std::size_t more = shown.size() > most_seen ? shown.size() - most_seen : 0;
    shown.resize(shown.size() - more);
    return {join(shown, ", ") + (more > 0 ? " and " + std::to_string(more) + " more" : ""), alike};
}

}  // namespace

bool is_reference(std::string_view t) {
    return t.size() == 9 && t[4] == '-' && std::all_of(t.begin(), t.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
           });
}

Value held_row(const Value& line, Milliseconds now) {
    std::vector<std::string> people;
    for (const auto& r : line["recipients"].items()) people.push_back(r.text());
    std::string to = join(people, ", ");
    const std::int64_t more = line.number("recipient_count") - static_cast<std::int64_t>(people.size());
    if (more > 0) to += " and " + std::to_string(more) + " more";
    const Seen seen = seen_in(line);
    const std::string subject = line.text("subject");
    return Value::map({{"id", line.text("id")}, {"href", "/held/" + line.text("id")}, {"sender", line.text("sender").empty() ? "(no sender)" : line.text("sender")},
                       {"to", to}, {"subject", subject.empty() ? "(no subject)" : subject}, {"why", reason_words(line)},
                       {"seen", seen.words}, {"alike", seen.alike}, {"rule", line["rules"].items().empty() ? "" : line["rules"].items()[0].text()},
                       {"way", line.text("origin") == "inside" ? "Going out" : "Coming in"},
                       {"at", london_words(line.text("at"))}, {"at_utc", line.text("at")},
                       {"age", age_words(now - wall_of(line.text("at")))},
                       {"state", state_words(line.text("state"))}, {"two", line.number("release_needs") > 1},
                       {"unsure", line.text("state") == "pending"}});
}

std::string next_after(const Desk& desk, const std::string& reference) {
    const Reply reply = desk.ask("console.held", Value::map({{"after", reference}, {"oldest_first", true}, {"limit", looked_ahead}}));
    for (const auto& line : reply.lines)
        if (const auto id = line.text("id"); !id.empty() && id != reference) return id;
    return "";
}

std::int64_t left_waiting(const Desk& desk) {
    return desk.ask("console.held", Value::map({{"limit", 1}})).first().number("total");
}

Value findings_of(const Value& item) {
    Value out = Value::list();
    for (const auto& f : item["inspection"]["findings"].items()) {
        const std::int64_t count = f.number("count");
        out.add(Value::map({{"kind", kind_words(f.text("kind"))}, {"count", count > 1 ? std::to_string(count) + " times" : ""},
                            {"where", f.text("location")}, {"sample", f.text("sample")}, {"evidence", f.text("evidence")},
                            {"sure", f.text("confidence") == "high" ? "sure" : f.text("confidence") == "medium" ? "likely" : "possible"},
                            {"recipient", f.text("recipient")}}));
    }
    return out;
}

Value rules_of(const Value& item) {
    Value out = Value::list();
    for (const auto& r : item["decision"]["rules"].items())
        out.add(Value::map({{"id", r.text("id")}, {"words", replace_all(r.text("id"), "-", " ")}, {"clause", r.text("clause")},
                            {"purpose", r.text("purpose")}, {"advice", r.text("advice")}, {"outcome", outcome_words(r.text("action"))},
                            {"watched", r.flag("watched")}, {"excepted_by", r.text("excepted_by")}}));
    return out;
}

bool holds_malware(const Value& item) {
    const auto& all = item["inspection"]["findings"].items();
    return std::any_of(all.begin(), all.end(), [](const Value& f) { return f.text("kind") == "malware"; });
}

}  // namespace beadle::console
