#include "records/acts.h"

#include <algorithm>
#include <map>

#include <nlohmann/json.hpp>

#include "base/text.h"

namespace beadle::records {

using nlohmann::json;

Event act_event(const Person& person, const char* kind, const Held* held, const std::string& reason, Details more) {
    Event e;
    e.kind = kind;
    e.person = printable(person.name, 64);
    Details details = {{"reason", reason}};
    if (held) {
        e.about = held->event;
        e.sender = held->sender;
        e.subject = held->subject;
        details.push_back({"id", held->reference});
    }
    details.insert(details.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
    e.body = json_texts(details);
    return e;
}

Result<Told> refused_act(Store& store, const Person& person, const std::string& verb, const Held* held,
                         const std::string& why) {
    Event e = act_event(person, "request-refused", held, why);
    e.outcome = verb;
    auto put = append(store, std::move(e));
    if (!put) return put.failure();
    Told out;
    out.answer.exit_code = 1;
    out.answer.problem = why;
    return out;
}

Result<std::int64_t> persons_asking(Store& store, const Person& person, const Held& held, const TwoPersons& kinds,
                                    const std::string& what) {
    auto rows = store.db.rows(std::string("SELECT ") + event_columns +
                                  " FROM events WHERE gateway = ?1 AND about = ?2 AND about <> 0 AND kind IN (?3, ?4)"
                                  " ORDER BY seq",
                              {store.gateway, held.event, std::string(kinds.approved), std::string(kinds.done)});
    if (!rows) return rows.failure();
    std::map<std::string, std::string> asked;
    for (const auto& row : *rows) {
        const Event e = event_of(row);
        auto chained = is_in_chain(store, e, octets(row.back()));
        if (!chained) return chained.failure();
        const json details = json::parse(e.body, nullptr, false);
        const bool of_this = details.is_object() && details.value("id", "") == held.reference;
        if (!*chained || (of_this && e.kind == kinds.done)) {
            asked.clear();
        } else if (of_this) {
            asked[e.person] = details.value("numbers", "");
        }
    }
    asked[printable(person.name, 64)] = what;
    return std::count_if(asked.begin(), asked.end(), [&](const auto& a) { return a.second == what; });
}

Result<Told> first_of_two(Store& store, const Person& person, const Held& held, const TwoPersons& kinds,
                          const std::string& what, const std::string& reason, const char* act_in_words,
                          const std::string& recipients) {
    Event e = act_event(person, kinds.approved, &held, reason, {{"numbers", what}});
    e.recipients = recipients;
    auto put = append(store, std::move(e));
    if (!put) return put.failure();
    Told out;
    out.answer.exit_code = 1;
    out.answer.problem =
        held.reference + " needs two persons: yours is noted, a second person has to ask for the same " + act_in_words;
    return out;
}

Result<FoundCase> find_case(Store& store, const std::string& reference) {
    auto held = find_held(store, reference);
    if (!held) return held.failure();
    if (!*held) return FoundCase{{}, "no kept message has the reference " + reference};
    auto untouched = is_as_recorded(store, **held);
    if (!untouched) return untouched.failure();
    if (!*untouched)
        return FoundCase{{}, reference + " was changed in the store by another hand: see beadle events verify"};
    return FoundCase{std::move(*held), ""};
}

}  // namespace beadle::records
