#include "records/matter_acts.h"

#include "base/calendar.h"
#include "base/text.h"

namespace beadle::records {

Event matter_event(const Person& person, const char* kind, const Matter& matter,
                const std::vector<std::pair<std::string, std::string>>& details) {
    Event e;
    e.kind = kind;
    e.person = printable(person.name, 64);
    e.about = matter.event;
    auto all = details;
    if (!matter.reference.empty()) all.emplace_back("id", matter.reference);
    e.body = json_texts(all);
    return e;
}

Result<Told> refuse_matter(Store& store, const Person& person, const std::string& verb, const std::string& why) {
    if (auto done = record_refusal(store, person, verb, why); !done) return done.failure();
    Told out;
    out.answer.exit_code = 1;
    out.answer.problem = why;
    return out;
}

Status check_day(const char* key, const std::string& day) {
    if (day.empty() || read_date(day)) return Done{};
    return fail(FailureKind::malformed, "arguments", "\"" + std::string(key) + "\" must be a day such as 2026-11-22");
}

}  // namespace beadle::records
