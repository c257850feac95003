// verbs_policy.cc — policy.propose, .adopt, .check, .versions, .version, .try.
#include "records/policy_versions.h"
#include "records/verbs.h"

namespace beadle::records {

std::span<const Verb> policy_verbs() {
    static constexpr Verb verbs[] = {
        {.name = "policy.propose", .write = propose_policy},
        {.name = "policy.adopt", .write = adopt_policy},
        {.name = "policy.check", .read = check_policy},
        {.name = "policy.versions", .read = list_policies},
        {.name = "policy.version", .read = show_policy},
        {.name = "policy.signatures", .read = show_signatures},
        {.name = "policy.try", .job = try_policy},
    };
    return verbs;
}

}  // namespace beadle::records
