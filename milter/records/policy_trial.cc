// policy_trial.cc — policy.try: a version of the policy tried on what is kept.
#include <memory>

#include <nlohmann/json.hpp>

#include "base/london.h"
#include "council/trial.h"
#include "records/argument_reader.h"
#include "records/policy_versions.h"
#include "records/walk_jobs.h"

namespace beadle::records {
namespace {

using nlohmann::json;

constexpr std::int64_t most_tried = 10'000;

class TwoPolicies : public MessageJudge {
  public:
    CouncilFiles serving, draft;
    Settings settings;
    std::string line(const Held& held, const Inspection& inspection) const override {
        const Origin origin = held.origin == name(Origin::inside) ? Origin::inside : Origin::outside;
        const auto trial = judge_twice(serving, draft, settings, held.envelope, origin, inspection);
        if (!trial.changes()) return "";
        const json j{{"version", 1}, {"line", "change"}, {"id", held.reference}, {"at", utc_text(held.at)}, {"sender", held.sender},
                     {"subject", held.subject}, {"before", name(trial.before)}, {"after", name(trial.after)},
                     {"rules_gained", trial.rules_gained}, {"rules_lost", trial.rules_lost}};
        return j.dump(-1, ' ', false, json::error_handler_t::replace);
    }
};

}  // namespace

Result<std::unique_ptr<Job>> try_policy(Store& store, const Person& person, const std::string& arguments) {
    std::string id;
    WalkArguments walk;
    auto good = ArgumentReader()
                    .needed("id", id, "the number of the version to try, or \"file\"", 20)
                    .time("since", walk.which.since)
                    .time("until", walk.which.until)
                    .whole("from", walk.from, 0, 2 * most_tried)
                    .read(arguments);
    if (!good) return good.failure();
    auto number = number_named(store, id);
    if (!number) return number.failure();
    auto text = *number ? policy_text(store, **number) : Result<std::optional<std::string>>(std::optional<std::string>());
    if (!text) return text.failure();
    if (!*text) return fail(FailureKind::malformed, "arguments", "there is no version \"" + id + "\" of the policy");
    const auto& files = store.policy;
    const std::string today = london_time(store.clock.wall()).today;
    auto both = std::make_unique<TwoPolicies>();
    both->settings = files.settings;
    both->serving = read_council_files(files.bundle, files.settings, today);
    both->draft = read_draft(files.bundle, files.settings, today, policy_version_name(**number), **text);
    if (!both->draft.good())
        return fail(FailureKind::malformed, "arguments", "the version has errors now, so that nothing can be judged by it");
    walk.both = true;
    walk.which.limit = most_tried;
    walk.which.sort = "oldest";
    walk.most_ms = most_trial_ms;
    walk.why = "a trial of " + policy_version_name(**number);
    return try_stored(person, std::move(walk), std::move(both));
}

}  // namespace beadle::records
