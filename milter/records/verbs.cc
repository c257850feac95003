#include "records/verbs.h"

#include "records/policy_versions.h"
#include "records/saved_searches.h"

namespace beadle::records {

std::span<const std::span<const Verb>> all_verbs() {
    static const std::span<const Verb> all[] = {
        account_verbs(),
        console_verbs(),
        event_verbs(),
        duty_verbs(),
        incident_verbs(),
        quarantine_verbs(),
        suspension_verbs(),
        search_verbs(),
        session_verbs(),
        content_verbs(),
        hold_verbs(),
        retention_verbs(),
        request_verbs(),
        policy_verbs(),
    };
    return all;
}

const Verb* verb_named(std::string_view name) {
    for (const auto& topic : all_verbs())
        for (const auto& verb : topic)
            if (verb.name == name) return &verb;
    return nullptr;
}

}  // namespace beadle::records
