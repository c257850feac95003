// page_audit.cc — who did what: the events of persons, newest first.
#include "base/text.h"
#include "console/after.h"
#include "console/lists.h"
#include "console/routes.h"
#include "console/words.h"

namespace beadle::console {
namespace {

constexpr std::int64_t a_page = 100;

}  // namespace

Response show_audit(Desk& desk) {
    Fields filters;
    for (const char* name : {"q", "kind"}) filters.add(name, desk.query.one(name));
    const Found found = page_of_events(desk, audit_wanted(desk.query), a_page, "/audit", filters);
    const Reply& reply = found.reply;
    if (!reply.done()) return desk.trouble(reply);
    Value rows = Value::list();
    for (const auto& e : reply.lines) {
        const Value& d = e["details"];
        std::string more;
        for (const char* key : {"reason", "id", "account", "role", "address", "problem"})
            if (!d.text(key).empty()) more += (more.empty() ? "" : "; ") + d.text(key);
        rows.add(Value::map({{"at", london_words(e.text("at"))}, {"at_utc", e.text("at")}, {"what", event_words(e.text("kind"))}, {"outcome", e.text("kind") == "verdict" ? outcome_words(e.text("outcome")) : e.text("outcome")},
                             {"person", e.text("person").empty() ? "Beadle" : e.text("person")}, {"subject", e.text("subject")}, {"more", more}, {"number", e.number("event")}}));
    }
    Value data = Value::map({{"rows", rows}, {"any", !rows.empty()}, {"q", desk.query.one("q")}, {"kind", desk.query.one("kind")},
                                                   {"more", found.more}, {"looked", found.looked}});
    add_export(desk, {"q", "kind"}, data);
    return desk.page("audit", "Audit", std::move(data));
}

}  // namespace beadle::console
