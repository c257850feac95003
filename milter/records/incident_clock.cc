// incident_clock.cc — the 72 hours of an incident: the clerk is reminded at 24, 48 and 66 until it is decided.
#include <nlohmann/json.hpp>

#include "records/due.h"
#include "records/incidents.h"
#include "records/say.h"

namespace beadle::records {
namespace {

using nlohmann::json;

constexpr std::int64_t steps[] = {24, 48, 66};

bool is_decided(const Incident& i) {
    const auto fields = json::parse(i.fields, nullptr, false);
    return fields.is_object() && !fields.value("decision", "").empty();
}

// The last step that has passed; what was missed while nothing ran is not told after it.
std::int64_t step_of(const Incident& i, Milliseconds now) {
    std::int64_t out = 0;
    for (const auto step : steps)
        if (now >= i.aware_at + step * hour) out = step;
    return out;
}

Status remind(Store& store, Incident i, std::int64_t step) {
    i.reminded = step;
    Event e;
    e.kind = "incident-reminder";
    e.body = json{{"incident", i.number}, {"hours", step}}.dump();
    if (auto done = change_incident(store, i, std::move(e)); !done) return done;
    const auto left = i.aware_at + report_within - store.clock.wall();
    const json values{{"number", i.number},
                      {"what", i.what},
                      {"aware", london_minute(i.aware_at)},
                      {"report_by", london_minute(i.aware_at + report_within)},
                      {"left", left > 0 ? in_words(left) : ""},
                      {"passed", left <= 0}};
    return say_to_clerk(
        store, {"incident-reminder:" + i.number + ":" + std::to_string(step) + ":" + std::to_string(i.aware_at), "",
                "incident-reminder", "Incident " + i.number + " waits for a decision",
                values.dump(-1, ' ', false, json::error_handler_t::replace)});
}

}  // namespace

Result<DueDone> remind_of_incidents(Store& store) {
    auto open = incidents_of_state(store, "open", 1000);
    if (!open) return open.failure();
    for (const auto& i : *open) {
        const auto step = step_of(i, store.clock.wall());
        if (step <= i.reminded || is_decided(i) || !is_untouched(store, i)) continue;
        if (auto done = remind(store, i, step); !done) return done.failure();
        return DueDone{true, false};
    }
    return DueDone{};
}

}  // namespace beadle::records
