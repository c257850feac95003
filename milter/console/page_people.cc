// page_people.cc — the members of the directory: who is here, who leaves, training, who has acknowledged the notice.
#include <map>

#include "base/calendar.h"
#include "base/text.h"
#include "console/after.h"
#include "console/people_words.h"
#include "console/routes.h"

namespace beadle::console {
namespace {

std::string stay_of(const Value& m, const std::string& today) {
    const std::string from = m.text("from"), until = m.text("until");
    if (m.text("role") == "former") return until.empty() ? "has left" : "left on " + day_words(until);
    if (!until.empty() && until < today) return "left on " + day_words(until);
    if (!from.empty() && from > today) return "comes on " + day_words(from);
    return until.empty() ? "" : "leaves on " + day_words(until);
}

Value row_of(const Value& m, const Value& acknowledged, const std::string& today) {
    const std::string role = replace_all(m.text("role"), "-", " "), day = acknowledged.text("on");
    return Value::map({{"name", m.text("name")}, {"mailbox", m.text("mailbox")}, {"role", role}, {"stay", stay_of(m, today)}, {"here", m.flag("here")},
                       {"trained", day_words(m.text("trained"))}, {"day", day_words(day)}, {"missing", m.flag("here") && day.empty()}});
}

Response people_page(Desk& desk, const std::string& problem, int status) {
    const Reply members = desk.ask("people.list"), given = desk.ask("acknowledge.list");
    if (!members.done()) return desk.trouble(members);
    if (!given.reached || given.exit_code > 1) return desk.trouble(given);  // 1: somebody has not yet
    std::map<std::string, const Value*> days;
    for (const auto& line : given.lines) days[ascii_lower(line.text("mailbox"))] = &line;
    const std::string today = date_text(london_date(desk.house.clock.wall()));
    Value rows = Value::list();
    std::size_t missing = 0, here = 0;
    for (const auto& m : members.lines) {
        static const Value none;
        const auto at = days.find(ascii_lower(m.text("mailbox")));
        rows.add(row_of(m, at == days.end() ? none : *at->second, today));
        missing += rows.items().back().flag("missing");
        here += m.flag("here");
    }
    return desk.page("people", "People", Value::map({{"rows", rows}, {"any", !rows.empty()}, {"problem", problem}, {"tabs", people_tabs("/people")},
                                                     {"missing_count", std::to_string(missing)}, {"here_count", std::to_string(here)}, {"all_have", missing == 0},
                                                     {"may_record", desk.may("acknowledge.record")}}), status);
}

}  // namespace

Value people_tabs(const std::string& current) {
    Value out = Value::list();
    for (const auto& [path, label] : {std::pair{"/people", "Members"}, {"/people/suspended", "Suspended mail"}})
        out.add(Value::map({{"href", path}, {"label", label}, {"current", current == path}}));
    return out;
}

Response show_people(Desk& desk) { return people_page(desk, "", 200); }

Response record_acknowledgement(Desk& desk) {
    Value arguments = Value::map({{"address", typed(desk, "address", 320)}});
    if (const std::string day = typed(desk, "date"); !day.empty()) arguments.set("date", day);
    return after_act(desk, desk.ask("acknowledge.record", arguments), "/people", people_page);
}

}  // namespace beadle::console
