// process_policy.cc — the adopted version of the policy on its way to the next generation: store, file, reload.
//
// The store says what was adopted; the file is a copy for beadled, which opens no store; the generation that serves says which
// version it has. Whatever of the three a kill left behind is brought in step by the next look, so each step may come twice.
#include "base/log.h"
#include "records/policy_versions.h"
#include "records/process.h"
#include "wire/policy.h"

namespace beadle::records {
namespace {

constexpr Milliseconds look_again = 10'000;  // another gateway may have adopted one in the shared store

// A store that was put back may have another text under the same number.
bool serves(const PolicyFiles& policy, const PolicyInForce& wanted) {
    const BundleFile* file = policy.bundle.first(BundleRole::policy);
    return wanted.number == policy.serves && (wanted.number == 0 || (file && file->octets == wanted.toml));
}

}  // namespace

void Process::follow_policy() {
    auto& policy = service_->store().policy;
    const bool is_due = opened_.db->is_shared() && clock_.steady() >= policy_at_;
    if (!policy.look && !is_due) return;
    const bool asked_for = policy.look;
    policy.look = false;
    policy_at_ = clock_.steady() + look_again;
    auto wanted = adopted(service_->store());
    const Status done = wanted ? keep_in_step(*wanted) : Status(wanted.failure());
    const std::string problem = done ? "" : done.failure().what;
    if (!problem.empty() && problem != policy.problem)
        log::error("the adopted version of the policy cannot be handed on, what serves now goes on", {{"cause", problem}});
    policy.problem = problem;
    if (!done || policy_in_force_path(policy.settings).empty() || serves(policy, *wanted)) return;
    if (asked_for || policy.asked != wanted->number) control_.send(wire::frame_of(wire::NeedReload{wanted->number}));
    policy.asked = wanted->number;
}

Status Process::keep_in_step(const PolicyInForce& wanted) {
    const Settings& settings = service_->store().policy.settings;
    const std::string path = policy_in_force_path(settings);
    if (path.empty()) return Done{};
    const auto known = read_policy_in_force(path, settings.user_record);
    const bool is_there = known && *known;
    if (wanted.number == 0) return known && !is_there ? Status(Done{}) : remove_policy_in_force(path);
    if (is_there && **known == wanted) return Done{};
    return write_policy_in_force(path, wanted);
}

}  // namespace beadle::records
