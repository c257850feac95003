#include "council/council_files.h"

#include <algorithm>

#include "base/text.h"
#include "people/asking.h"
#include "people/direction.h"
#include "settings/policy_in_force.h"
#include "settings/retention.h"
#include "settings/setting_checks.h"

namespace beadle {
namespace {

void append(Diagnostics& to, Diagnostics from) {
    for (auto& d : from) to.push_back(std::move(d));
}

const BundleFile& file_of(const BundleFile* file) {
    static const BundleFile none;
    return file ? *file : none;
}

// What a person may say otherwise about a rule that always holds: the words, and whose clause it is.
policy::Rule without_words(policy::Rule rule) {
    rule.clause.clear();
    rule.purpose.clear();
    rule.advice.clear();
    return rule;
}

// Senders whom exceptions name by an address of the council that is no member's: a member's log-in names somebody else.
void warn_of_unproven(const std::vector<policy::GrantedSender>& granted, const policy::Policy& policy, const Directory& directory,
                      Diagnostics& warnings) {
    const auto is_ours = [&](const Address& a) { return a.domain.empty() || people::is_council(a, policy.domains); };
    const auto is_members = [&](const std::string& pattern) {
        const auto fits = [&](const std::string& address) { return address_matches(pattern, parse_address(address), policy.domains); };
        return std::any_of(directory.members().begin(), directory.members().end(), [&](const Member& m) {
            return fits(m.mailbox) || std::any_of(m.aliases.begin(), m.aliases.end(), fits);
        });
    };
    std::vector<std::string> unproven;
    const policy::GrantedSender* first = nullptr;
    for (const auto& g : granted) {
        const auto at = g.pattern.find('@');
        if (at == g.pattern.npos || g.pattern.starts_with("*@")) continue;
        const Address address = at + 1 == g.pattern.size() ? Address{} : parse_address(g.pattern);
        if (!is_ours(address) || is_members(g.pattern)) continue;
        if (!first) first = &g;
        unproven.push_back(printable(g.pattern, 200));
    }
    if (!first) return;
    Diagnostic d = first->place;  // one for all
    d.message = "these senders of exceptions are nobody's mailbox or alias in the directory, so that no member's log-in proves them: " +
                join(unproven, ", ") + "; the exceptions count only from [session] networks, the council's own cloud relay or a log-in "
                "that is no member's";
    warnings.push_back(std::move(d));
}

}  // namespace

CouncilFiles read_council_files(const Bundle& bundle, const Settings& settings, const std::string& today) {
    CouncilFiles out;
    std::vector<policy::GrantedSender> granted;
    if (const BundleFile* own = bundle.first(BundleRole::policy)) {
        const auto& base = file_of(bundle.first(BundleRole::base_policy));
        auto read = policy::read_policy(base.octets, base.path, own->octets, own->path, today);
        const auto ways = people::ways_to_ask(settings, read.policy.domains);
        if (!ways.problem.empty()) policy::refuse_unanswerable(read, ways.problem);
        if (auto retention = retention_of(bundle)) {
            append(out.diagnostics, std::move(retention->diagnostics));
            policy::refuse_unknown_classes(read, retention->schedule.ids());
        }
        out.policy = std::move(read.policy);
        granted = std::move(read.granted);
        append(out.diagnostics, std::move(read.diagnostics));
        out.warnings = std::move(read.warnings);
        if (policy_version_number(own->path) != 0)
            out.warnings.push_back({file_of(operators_policy(bundle)).path, 0, 0,
                                    "is not what serves: " + own->path + " does, until the file is adopted again "
                                    "(beadle policy adopt file)", ""});
    }
    append(out.warnings, dead_relays(settings));
    auto directory = Directory::read(bundle, out.policy.domains);
    out.directory = std::move(directory.directory);
    if (directory.diagnostics.empty()) warn_of_unproven(granted, out.policy, out.directory, out.warnings);
    append(out.diagnostics, std::move(directory.diagnostics));
    append(out.warnings, std::move(directory.warnings));
    return out;
}

Diagnostics unsafe(const policy::Policy& operators, const policy::Policy& draft, const std::string& name) {
    Diagnostics out;
    for (const auto& rule : operators.rules) {
        if (!rule.always) continue;
        const auto same = std::find_if(draft.rules.begin(), draft.rules.end(), [&](const auto& r) { return r.id == rule.id; });
        if (same != draft.rules.end() && without_words(*same) == without_words(rule)) continue;
        out.push_back({name, 0, 0,
                       "rule \"" + printable(rule.id, 64) + "\" always holds: a version may change its clause, purpose and advice, and "
                       "nothing else; whoever keeps the policy file on the gateway can",
                       ""});
    }
    return out;
}

CouncilFiles read_draft(const Bundle& running, const Settings& settings, const std::string& today, const std::string& name,
                        const std::string& toml) {
    auto out = read_council_files(with_policy(running, name, toml), settings, today);
    if (!out.good()) return out;
    const auto& base = file_of(running.first(BundleRole::base_policy));
    const auto& file = file_of(operators_policy(running));
    append(out.diagnostics, unsafe(policy::read_policy(base.octets, base.path, file.octets, file.path, today).policy, out.policy, name));
    return out;
}

}  // namespace beadle
