#include <algorithm>
#include <iterator>
#include <map>

#include "base/strict_toml.h"
#include "base/text.h"
#include "policy/policy.h"
#include "policy/read_rule.h"
#include "policy/read_words.h"

namespace beadle::policy {
namespace {

constexpr std::size_t most_rules = 500, most_exceptions = 500;

using Drafts = std::vector<RuleDraft>;

Drafts read_rules(StrictFile& file) {
    Drafts out;
    std::map<std::string, int> lines;
    auto tables = file.root().tables("rule");
    if (tables.size() > most_rules) {
        tables[most_rules].report(tables[most_rules].at(), "more than 500 rules: none of the " +
                                                               std::to_string(tables.size()) + " is looked at");
        for (auto& table : tables) table.pass_over();
        return out;
    }
    for (auto& table : tables) {
        auto draft = read_rule(file, table);
        const auto [at, fresh] = lines.emplace(draft.rule.id, table.at("id").line);
        if (!fresh && !draft.rule.id.empty()) {
            table.report(table.at("id"), "a rule \"" + printable(draft.rule.id, 64) + "\" already stands in line " +
                                             std::to_string(at->second));
            continue;
        }
        out.push_back(std::move(draft));
    }
    return out;
}

void read_council(StrictFile& file, Policy& policy) {
    auto root = file.root();
    auto council = root.table("council");
    if (!council) {
        if (!root.has("council")) file.report({1, 1}, "[council] with name and domains is missing");
        return;
    }
    policy.council = council->required_text("name");
    const auto domains = council->text_or_texts("domains");
    if (!council->has("domains") || (domains && domains->empty()))
        council->report(council->at(), "\"domains\" is missing: the mail domains that are the council's own");
    for (const auto& [domain, at] : domains.value_or(std::vector<PlacedText>{})) {
        const auto folded = fold_domain(domain);
        const bool plain = is_address_pattern(domain) && domain.find_first_of("@*") == std::string::npos;
        if (!plain || folded.find('.') == std::string::npos)
            council->report(at, '"' + printable(domain, 80) + "\" is not a mail domain");
        else if (std::find(policy.domains.begin(), policy.domains.end(), folded) != policy.domains.end())
            council->report(at, '"' + printable(domain, 80) + "\" stands here twice");
        else
            policy.domains.push_back(folded);
    }
}

void read_heading(StrictFile& file, Policy& policy, const std::string& today, Diagnostics& warnings) {
    auto root = file.root();
    auto table = root.table("policy");
    if (!table) {
        if (!root.has("policy")) file.report({1, 1}, "[policy] with title, adopted and review_due is missing");
        return;
    }
    policy.title = table->required_text("title");
    policy.adopted = table->date("adopted").value_or("");
    policy.review_due = table->date("review_due").value_or("");
    for (const char* key : {"adopted", "review_due"})
        if (!table->has(key)) table->report(table->at(), '"' + std::string(key) + "\" is missing");
    policy.watch = table->word("mode", {"enforce", "watch"}).value_or("") == "watch";
    policy.banner = read_banner(*table);
    if (policy.review_due.empty()) return;
    const auto at = table->at("review_due");
    if (policy.review_due < policy.adopted)
        table->report(at, "the review is due before the policy was adopted");
    else if (policy.review_due < today)
        warnings.push_back(
            {file.name(), at.line, at.column, "the policy was due for review on " + policy.review_due, ""});
}

// Articles 9 and 10 of the UK GDPR; and a password is not to be shared at all, whatever the way.
KindSet always_sealed() {
    KindSet out;
    for (const auto kind : {FindingKind::special_category, FindingKind::criminal_offence, FindingKind::safeguarding,
                            FindingKind::credential, FindingKind::private_key})
        out.set(static_cast<std::size_t>(kind));
    return out;
}

void read_protection(StrictFile& file, Policy& policy) {
    auto root = file.root();
    auto table = root.table("protection");
    if (!table) return;
    policy.enforced_tls = read_patterns(*table, "enforced_tls", false);
    policy.verified_only = table->boolean("verified_only").value_or(false);
    policy.sealed_all_the_same |= read_finds(*table, "sealed_all_the_same", true).kinds;
}

// What a council may not take from a rule that base marks as always.
void check_always(const Rule& base, RuleDraft& draft) {
    if (!base.always) return;
    auto& table = draft.table;
    const std::string id = '"' + printable(base.id, 64) + '"';
    if (draft.gives("action") && draft.rule.action == Action::accept)
        table.report(table.at("action"), id + " holds always and cannot be switched off");
    if (draft.gives("always") && !draft.rule.always)
        table.report(table.at("always"), id + " holds always; a council's file cannot take that back");
}

void warn_of_rule(const Rule& rule, const RuleDraft& draft, const std::string& file, Diagnostics& warnings) {
    const auto at = draft.table.at();
    const std::string id = "rule \"" + printable(rule.id, 64) + "\" ";
    const bool stops = rule.action >= Action::ask && rule.action <= Action::quarantine;
    const bool broad = rule.when && !rule.when->narrows_beyond_direction() &&
                       !(rule.all_of && rule.all_of->narrows_beyond_direction());
    if (stops && broad)
        warnings.push_back({file, at.line, at.column, id + "stops every message of that direction", ""});
    if (stops && rule.advice.empty())
        warnings.push_back({file, at.line, at.column, id + "stops mail but has no advice: say what to do instead", ""});
    if (draft.tells_recipient) {
        const auto told = draft.table.at("tell");
        warnings.push_back({file, told.line, told.column,
                            id + "has tell = \"recipient\", which does nothing and is ignored; the next release refuses it: sender and "
                                 "clerk can be told",
                            ""});
    }
}

// Of rules that the council wrote: in what leaves there is no mark that anybody could see.
void warn_of_unseen_flag(const Rule& rule, const RuleDraft& draft, const std::string& file, Diagnostics& warnings) {
    const bool leaves = rule.when && rule.when->direction == std::vector{Direction::outbound};
    if (rule.action != Action::flag || !leaves || !rule.tell.empty() || rule.alert || rule.incident) return;
    const auto at = draft.table.at("action");
    warnings.push_back({file, at.line, at.column,
                        "rule \"" + printable(rule.id, 64) + "\" flags mail that leaves the council, which bears no mark: the records and the clerk's "
                        "digest alone name it; tell = [\"sender\"] or [\"clerk\"] tells somebody", ""});
}

// What is held against other files afterwards; `draft`: where it is said.
void note_for_later(const Rule& rule, const RuleDraft& draft, const std::string& file, PolicyRead& read) {
    const auto place = [&](const char* key) {
        const auto at = draft.gives(key) ? draft.table.at(key) : draft.table.at();
        return Diagnostic{file, at.line, at.column, "", ""};
    };
    if (rule.action == Action::ask) read.asking.push_back({rule.id, place("action"), rule.otherwise.has_value()});
    if (!rule.retain.empty()) read.retaining.push_back({rule.retain, place("retain")});
}

std::vector<Rule> merge(Drafts& base, Drafts& council, const std::string& base_file, const std::string& file,
                        PolicyRead& read) {
    Diagnostics& warnings = read.warnings;
    std::map<std::string, RuleDraft*> changed;
    for (auto& draft : council) changed.emplace(draft.rule.id, &draft);
    std::vector<Rule> out;
    for (auto& draft : base) {
        check_rule(draft.rule, draft, true);
        const auto found = changed.find(draft.rule.id);
        if (found == changed.end()) {
            warn_of_rule(draft.rule, draft, base_file, warnings);
            note_for_later(draft.rule, draft, base_file, read);
            out.push_back(std::move(draft.rule));
            continue;
        }
        check_always(draft.rule, *found->second);
        out.push_back(overlay(draft.rule, *found->second));
        check_rule(out.back(), *found->second, false);
        warn_of_rule(out.back(), *found->second, file, warnings);
        const bool here = found->second->gives("action");
        note_for_later(out.back(), here ? *found->second : draft, here ? file : base_file, read);
        changed.erase(found);
    }
    for (auto& draft : council) {
        if (!changed.contains(draft.rule.id)) continue;
        check_rule(draft.rule, draft, true);
        warn_of_rule(draft.rule, draft, file, warnings);
        warn_of_unseen_flag(draft.rule, draft, file, warnings);
        note_for_later(draft.rule, draft, file, read);
        out.push_back(std::move(draft.rule));
    }
    return out;
}

void check_named_rule(ExceptionDraft& draft, const std::vector<Rule>& rules) {
    const Exception& e = draft.exception;
    StrictTable& table = draft.table;
    if (e.rule.empty()) return;
    const auto named = std::find_if(rules.begin(), rules.end(), [&](const Rule& r) { return r.id == e.rule; });
    if (named == rules.end()) {
        std::vector<std::string> ids;
        ids.reserve(rules.size());
        for (const auto& r : rules) ids.push_back(r.id);
        table.report(table.at("rule"), "no rule has the id \"" + printable(e.rule, 64) + '"', nearest(e.rule, ids));
    } else if (named->always) {
        table.report(table.at("rule"), '"' + printable(e.rule, 64) + "\" holds always and takes no exception");
    } else if (!e.kinds.empty() && named->when &&
               ((named->when->kinds | (named->all_of ? named->all_of->kinds : KindSet{})) & e.kind_set).none()) {
        table.report(table.at("kinds"), '"' + printable(e.rule, 64) + "\" looks for none of these kinds");
    }
}

// `rules` null: the base could not be read, so that every id would seem unknown.
std::vector<Exception> read_exceptions(StrictFile& file, const std::vector<Rule>* rules, const std::string& today,
                                       PolicyRead& read) {
    std::vector<Exception> out;
    auto tables = file.root().tables("exception");
    if (tables.size() > most_exceptions) {
        tables[most_exceptions].report(tables[most_exceptions].at(), "more than 500 exceptions: none of the " +
                                                                         std::to_string(tables.size()) + " is looked at");
        for (auto& table : tables) table.pass_over();
        return out;
    }
    for (auto& table : tables) {
        auto draft = read_exception(table);
        if (rules) check_named_rule(draft, *rules);
        const auto at = table.at("until");
        const bool ended = !draft.exception.until.empty() && draft.exception.until < today;
        const auto from = table.at("from");
        if (!ended)
            for (const auto& pattern : draft.exception.from)
                read.granted.push_back({pattern, {file.name(), from.line, from.column, "", ""}});
        if (ended)
            read.warnings.push_back({file.name(), at.line, at.column,
                                     "this exception ended on " + draft.exception.until + " and has no effect any more",
                                     ""});
        out.push_back(std::move(draft.exception));
    }
    return out;
}

enum class Base { none, there, unknown };  // unknown: named, but nothing can be said of what the rules would change

Base base_of(StrictFile& file, const std::string& base_file, std::string_view base_octets, Diagnostics& warnings) {
    auto root = file.root();
    if (!root.has("extends")) {
        warnings.push_back(
            {file.name(), 1, 1, "without extends = \"base\" nothing of base.toml holds, malware included", ""});
        return Base::none;
    }
    const auto word = root.text("extends");
    if (word && *word != "base")
        file.report(root.at("extends"), '"' + printable(*word, 64) + "\" cannot be extended", "base");
    else if (word && base_file == file.name())
        file.report(root.at("extends"), "the file extends itself; name the council's own file as the policy");
    else if (word && base_octets.empty())
        file.report(root.at("extends"), "the base policy is missing or empty");
    else if (word)
        return Base::there;
    return Base::unknown;
}

}  // namespace

PolicyRead read_policy(std::string_view base_octets, const std::string& base_file, std::string_view octets,
                       const std::string& file, const std::string& today) {
    PolicyRead read;
    auto& [policy, asking, retaining, granted, errors, warnings] = read;
    policy.sealed_all_the_same = always_sealed();
    policy.version = sha256_hex(std::string(base_octets) + std::string(octets)).substr(0, 16);
    StrictFile council(file, octets);
    const Base named = council.parsed() ? base_of(council, base_file, base_octets, warnings) : Base::there;
    StrictFile base(base_file, named == Base::unknown ? std::string_view() : base_octets);
    const bool mergeable = base.parsed() && named != Base::unknown;
    Drafts base_rules, council_rules;
    if (base.parsed()) base_rules = read_rules(base);
    if (council.parsed()) {
        if (named == Base::none) base_rules.clear();
        read_council(council, policy);
        read_heading(council, policy, today, warnings);
        read_protection(council, policy);
        council_rules = read_rules(council);
    }
    if (mergeable) policy.rules = merge(base_rules, council_rules, base_file, file, read);
    if (council.parsed())
        policy.exceptions = read_exceptions(council, mergeable ? &policy.rules : nullptr, today, read);
    for (StrictFile* f : {&base, &council}) {
        if (f->parsed()) f->finish();
        std::move(f->diagnostics().begin(), f->diagnostics().end(), std::back_inserter(errors));
    }
    return read;
}

void refuse_unanswerable(PolicyRead& read, const std::string& why) {
    std::vector<std::string> eased;
    const AskingRule* first = nullptr;
    for (const auto& rule : read.asking) {
        if (rule.otherwise) {
            if (!first) first = &rule;
            eased.push_back(printable(rule.id, 64));
            continue;
        }
        Diagnostic d = rule.place;
        d.message = "rule \"" + printable(rule.id, 64) + "\" asks the sender, but " + why +
                    "; or say what it does where nobody can be asked: otherwise = \"flag\"";
        read.diagnostics.push_back(std::move(d));
    }
    if (!first) return;
    Diagnostic d = first->place;  // one for all: they stand in the shipped files
    d.message = "these rules ask the sender, but " + why + "; until then they do what their \"otherwise\" says: " + join(eased, ", ");
    read.warnings.push_back(std::move(d));
}

void refuse_unknown_classes(PolicyRead& read, const std::vector<std::string>& known) {
    for (const auto& named : read.retaining) {
        if (std::find(known.begin(), known.end(), named.id) != known.end()) continue;
        Diagnostic d = named.place;
        d.message = "the retention schedule has no class \"" + named.id + "\"";
        d.suggestion = nearest(named.id, known);
        read.diagnostics.push_back(std::move(d));
    }
}

}  // namespace beadle::policy
