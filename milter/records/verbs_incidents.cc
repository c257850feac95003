// verbs_incidents.cc — incident.open, .list, .show, .set, .note, .close, .reopen, .who, .proof, .export.
#include "records/argument_reader.h"
#include "records/incident_acts.h"
#include "records/incident_jobs.h"
#include "records/verbs.h"

namespace beadle::records {
namespace {

Result<wire::Answer> list(Store& store, const Person&, const std::string& arguments) {
    std::string state = "open";
    std::int64_t limit = 100;
    if (auto good = ArgumentReader()
                        .word("state", state, {"open", "closed", "all"})
                        .whole("limit", limit, 1, 10'000)
                        .read(arguments);
        !good)
        return good.failure();
    auto all = incidents_of_state(store, state == "all" ? "" : state, limit);
    if (!all) return all.failure();
    wire::Answer out;
    for (const auto& i : *all) out.lines.push_back(incident_line_short(store, i));
    return out;
}

Result<std::optional<Incident>> asked_for(Store& store, const std::string& arguments) {
    std::string number;
    if (auto good = ArgumentReader().needed("number", number, "say which incident").read(arguments); !good)
        return good.failure();
    return find_incident(store, number);
}
Failure none() {
    return fail(FailureKind::malformed, "records", "there is no such incident: see beadle incident list --state all");
}

Result<wire::Answer> show(Store& store, const Person&, const std::string& arguments) {
    auto found = asked_for(store, arguments);
    if (!found) return found.failure();
    if (!*found) return wire::Answer{1, none().what, {}, false};
    return wire::Answer{0, "", {incident_line(store, **found)}, false};
}

template <class J>
Result<std::unique_ptr<Job>> about(Store& store, const Person&, const std::string& arguments) {
    auto found = asked_for(store, arguments);
    if (!found) return found.failure();
    if (!*found) return none();
    return std::unique_ptr<Job>(std::make_unique<J>(std::move(**found)));
}

}  // namespace

std::span<const Verb> incident_verbs() {
    static constexpr Verb verbs[] = {
        {.name = "incident.open", .write = open_by_hand},
        {.name = "incident.list", .read = list},
        {.name = "incident.show", .read = show},
        {.name = "incident.set", .write = set_fields},
        {.name = "incident.note", .write = add_note},
        {.name = "incident.close", .write = close_incident},
        {.name = "incident.reopen", .write = reopen_incident},
        {.name = "incident.export", .write = note_export},
        {.name = "incident.who", .job = about<IncidentWho>},
        {.name = "incident.proof", .job = about<IncidentProof>},
    };
    return verbs;
}

}  // namespace beadle::records
