#include "policy/read_rule.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "policy/read_conditions.h"
#include "policy/read_words.h"

namespace beadle::policy {
namespace {

const std::vector<std::string>& action_words() {
    static const std::vector<std::string> words = [] {
        std::vector<std::string> out;
        for (int i = 0; i <= static_cast<int>(Action::defer); ++i) out.emplace_back(name(static_cast<Action>(i)));
        return out;
    }();
    return words;
}

const std::vector<std::string>& teller_words() {
    static const std::vector<std::string> words = {"sender", "clerk"};  // in the order of Teller
    return words;
}

std::string read_id(StrictTable& table) {
    auto id = table.required_text("id");
    if (!id.empty() && !is_slug(id))
        table.report(table.at("id"), "an id is made of a-z, 0-9 and hyphens, like \"sensitive-in-clear\"");
    return id;
}

void read_sentences(StrictTable& table, Rule& rule) {
    for (auto [key, member] : {std::pair("clause", &Rule::clause), std::pair("advice", &Rule::advice)}) {
        rule.*member = table.text(key).value_or("");
        if (table.has(key) && trim(rule.*member).empty())
            table.report(table.at(key), '"' + std::string(key) + "\" must not be empty");
        if ((rule.*member).size() > 1000)
            table.report(table.at(key), '"' + std::string(key) + "\" is longer than 1000 octets");
    }
    rule.purpose = table.word("purpose", purpose_words()).value_or("");
    rule.retain = table.text("retain").value_or("");
    if (table.has("retain") && !is_slug(rule.retain))
        table.report(table.at("retain"), "a retention class is made of a-z, 0-9 and hyphens");
}

// true: at once; "released": when a person lets out what the rule kept back.
void read_incident(StrictTable& table, Rule& rule) {
    rule.incident_when_released = table.is_text("incident") && table.word("incident", {"released"}).value_or("") == "released";
    if (!table.is_text("incident")) rule.incident = table.boolean("incident").value_or(false);
}

// "recipient" never did anything: a warning for one release, so that no gateway stops over it.
void read_tellers(StrictTable& table, RuleDraft& draft) {
    constexpr std::string_view retired = "recipient";
    const auto& known = teller_words();
    auto words = read_words(table, "tell", known, "person who can be told", retired);
    draft.tells_recipient = std::erase(words, retired) > 0;
    for (const auto& word : words)
        draft.rule.tell.push_back(static_cast<Teller>(std::find(known.begin(), known.end(), word) - known.begin()));
}

void read_effects(StrictTable& table, RuleDraft& draft) {
    Rule& rule = draft.rule;
    if (const auto word = table.word("action", action_words())) rule.action = action(*word).value_or(Action::log);
    if (const auto word = table.word("otherwise", {"log", "flag", "reject", "quarantine"})) rule.otherwise = action(*word);
    read_tellers(table, draft);
    rule.add = read_words(table, "add", {"banner"}, "thing to add");
    rule.alert = table.boolean("alert").value_or(false);
    read_incident(table, rule);
    rule.journal = table.boolean("journal").value_or(false);
    rule.always = table.boolean("always").value_or(false);
    rule.release_needs = static_cast<std::uint32_t>(table.integer("release_needs", 1, 5).value_or(1));
    rule.watch = table.word("mode", {"enforce", "watch"}).value_or("") == "watch";
}

struct Key {
    std::string_view name;
    void (*copy)(Rule&, const Rule&);
    bool effect;  // dropped by action = "accept"
};
constexpr std::array<Key, 17> keys = {{
    {"clause", [](Rule& a, const Rule& b) { a.clause = b.clause; }, false},
    {"purpose", [](Rule& a, const Rule& b) { a.purpose = b.purpose; }, false},
    {"advice", [](Rule& a, const Rule& b) { a.advice = b.advice; }, false},
    {"when", [](Rule& a, const Rule& b) { a.when = b.when; }, false},
    {"and", [](Rule& a, const Rule& b) { a.all_of = b.all_of; }, false},
    {"unless", [](Rule& a, const Rule& b) { a.unless = b.unless; }, false},
    {"action", [](Rule& a, const Rule& b) { a.action = b.action; }, false},
    {"otherwise", [](Rule& a, const Rule& b) { a.otherwise = b.otherwise; }, true},
    {"tell", [](Rule& a, const Rule& b) { a.tell = b.tell; }, true},
    {"add", [](Rule& a, const Rule& b) { a.add = b.add; }, true},
    {"alert", [](Rule& a, const Rule& b) { a.alert = b.alert; }, true},
    {"incident", [](Rule& a, const Rule& b) { a.incident = b.incident, a.incident_when_released = b.incident_when_released; }, true},
    {"journal", [](Rule& a, const Rule& b) { a.journal = b.journal; }, true},
    {"retain", [](Rule& a, const Rule& b) { a.retain = b.retain; }, true},
    {"always", [](Rule& a, const Rule& b) { a.always = b.always; }, false},
    {"mode", [](Rule& a, const Rule& b) { a.watch = b.watch; }, false},
    {"release_needs", [](Rule& a, const Rule& b) { a.release_needs = b.release_needs; }, false},
}};

std::optional<Conditions> read_table(StrictFile& file, StrictTable& table, std::string_view key) {
    const auto inner = table.table(key);
    if (!inner) return std::nullopt;
    return read_conditions(file, *inner);
}

}  // namespace

bool RuleDraft::gives(std::string_view key) const { return std::find(given.begin(), given.end(), key) != given.end(); }

RuleDraft read_rule(StrictFile& file, StrictTable table) {
    const auto reports = file.diagnostics().size();
    RuleDraft draft{{}, table, table.keys()};
    Rule& rule = draft.rule;
    rule.id = read_id(table);
    read_sentences(table, rule);
    read_effects(table, draft);
    rule.when = read_table(file, table, "when");
    rule.all_of = read_table(file, table, "and");
    rule.unless = read_table(file, table, "unless");
    if (rule.unless && !rule.unless->narrows())
        table.report(table.at("unless"), "\"unless\" holds for every message, so that the rule never would");
    draft.flawed = file.diagnostics().size() > reports;
    return draft;
}

Rule overlay(const Rule& base, const RuleDraft& draft) {
    const bool off = draft.gives("action") && draft.rule.action == Action::accept;
    const Rule nothing;
    Rule out = base;
    for (const auto& key : keys) {
        if (draft.gives(key.name))
            key.copy(out, draft.rule);
        else if (off && key.effect)
            key.copy(out, nothing);
    }
    return out;
}

void check_rule(const Rule& rule, RuleDraft& draft, bool whole) {
    auto& table = draft.table;
    const auto missing = [&](std::string_view key, const std::string& hint) {
        table.report(table.at(),
                     "rule \"" + printable(rule.id, 64) + "\": \"" + std::string(key) + "\" is missing" + hint);
    };
    if (rule.clause.empty() && !draft.gives("clause")) missing("clause", "");
    if (rule.purpose.empty() && !draft.gives("purpose"))
        missing("purpose", "; known are " + join(purpose_words(), ", "));
    if (whole && !draft.gives("action")) missing("action", "; known are " + join(action_words(), ", "));
    const bool narrowed =
        draft.flawed || (rule.when && rule.when->narrows()) || (rule.all_of && rule.all_of->narrows());
    if (!rule.when && !draft.gives("when"))
        missing("when", "; when = {} means every message");
    else if (!narrowed && rule.action >= Action::ask)
        table.report(table.at("when"), "this holds for every message, and \"" + std::string(name(rule.action)) +
                                           "\" would stop all mail: say when");
    if (draft.gives("otherwise") && rule.action != Action::ask)
        table.report(table.at("otherwise"), "\"otherwise\" says what a rule with action = \"ask\" does where nobody can be asked");
    if (rule.always && rule.watch) table.report(table.at("mode"), "a rule with always = true cannot be watched only");
}

ExceptionDraft read_exception(StrictTable table) {
    Exception e;
    e.rule = table.required_text("rule");
    e.from = read_patterns(table, "from", true);
    e.to = read_patterns(table, "to", false);
    if (!table.has("from") && !table.has("to"))
        table.report(table.at(), "an exception says for whom: \"from\" or \"to\" is missing");
    auto finds = read_finds(table, "kinds", false);
    e.kinds = std::move(finds.words);
    e.kind_set = finds.kinds;
    e.until = table.date("until").value_or("");
    if (!table.has("until")) table.report(table.at(), "\"until\" is missing: every exception ends");
    e.reason = table.required_text("reason");
    e.approved_by = table.required_text("approved_by");
    return {std::move(e), table};
}

}  // namespace beadle::policy
