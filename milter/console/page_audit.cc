// page_audit.cc — who did what: the events of persons, newest first.
#include "base/text.h"
#include "console/routes.h"
#include "console/words.h"

namespace beadle::console {
namespace {

constexpr std::int64_t a_page = 100;

}  // namespace

Response show_audit(Desk& desk) {
    Value arguments = Value::map({{"limit", a_page}});
    if (const std::string text(trim(desk.query.one("q"))); !text.empty()) arguments.set("text", text.substr(0, 200));
    if (const std::string kind(trim(desk.query.one("kind"))); !kind.empty()) arguments.set("kind", kind.substr(0, 60));
    if (const auto before = desk.query.one("before"); wall_of(before) != 0) arguments.set("until", before);
    const Reply reply = desk.ask("events.search", arguments);
    if (!reply.done()) return desk.trouble(reply);
    Value rows = Value::list();
    for (const auto& e : reply.lines) {
        const Value& d = e["details"];
        std::string more;
        for (const char* key : {"reason", "id", "account", "role", "address", "problem"})
            if (!d.text(key).empty()) more += (more.empty() ? "" : "; ") + d.text(key);
        rows.add(Value::map({{"at", london_words(e.text("at"))}, {"at_utc", e.text("at")}, {"what", replace_all(e.text("kind"), "-", " ")}, {"outcome", e.text("kind") == "verdict" ? outcome_words(e.text("outcome")) : e.text("outcome")},
                             {"person", e.text("person").empty() ? "Beadle" : e.text("person")}, {"subject", e.text("subject")}, {"more", more}, {"number", e.number("event")}}));
    }
    Fields more;
    for (const char* name : {"q", "kind"}) more.add(name, desk.query.one(name));
    if (!reply.lines.empty()) more.add("before", reply.lines.back().text("at"));
    const bool goes_on = static_cast<std::int64_t>(reply.lines.size()) == a_page;
    return desk.page("audit", "Audit", Value::map({{"rows", rows}, {"any", !rows.empty()}, {"q", desk.query.one("q")}, {"kind", desk.query.one("kind")},
                                                   {"more", goes_on ? "/audit?" + more.encoded() : ""}}));
}

}  // namespace beadle::console
