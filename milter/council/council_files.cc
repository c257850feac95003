#include "council/council_files.h"

#include <algorithm>

#include "base/text.h"
#include "people/asking.h"
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

}  // namespace

CouncilFiles read_council_files(const Bundle& bundle, const Settings& settings, const std::string& today) {
    CouncilFiles out;
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
