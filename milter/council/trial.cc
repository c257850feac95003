#include "council/trial.h"

#include <algorithm>
#include <iterator>

#include "people/asking.h"
#include "people/people.h"

namespace beadle {
namespace {

Decision judged(const CouncilFiles& files, const Settings& settings, const Envelope& envelope, Origin origin, const Inspection& inspection) {
    auto facts = people::facts_of(envelope, origin, inspection, files.directory, files.policy.domains, envelope.received_at,
                                  settings.session_networks, settings.session_authentication_servers);
    facts.asking = people::asking_of(facts, files.directory, people::ways_to_ask(settings, files.policy.domains));
    return policy::decide(files.policy, facts);
}

std::vector<std::string> acting(const Decision& decision) {
    std::vector<std::string> ids;
    for (const auto& hit : decision.hits)
        if (hit.excepted_by.empty()) ids.push_back(hit.watched ? hit.id + " (watching)" : hit.id);
    std::sort(ids.begin(), ids.end());
    return ids;
}

std::vector<std::string> only_in(const std::vector<std::string>& from, const std::vector<std::string>& other) {
    std::vector<std::string> out;
    std::set_difference(from.begin(), from.end(), other.begin(), other.end(), std::back_inserter(out));
    return out;
}

}  // namespace

Trial judge_twice(const CouncilFiles& serving, const CouncilFiles& draft, const Settings& settings, const Envelope& envelope, Origin origin,
                  const Inspection& inspection) {
    const auto before = judged(serving, settings, envelope, origin, inspection);
    const auto after = judged(draft, settings, envelope, origin, inspection);
    const auto rules_before = acting(before), rules_after = acting(after);
    return {before.strongest(), after.strongest(), only_in(rules_after, rules_before), only_in(rules_before, rules_after)};
}

}  // namespace beadle
