// page_mail.cc — All mail: what became of each, found by who, when and words.
#include "base/text.h"
#include "console/after.h"
#include "console/lists.h"
#include "console/routes.h"
#include "console/words.h"

namespace beadle::console {
namespace {

constexpr std::int64_t a_page = 50;

Value row_of(const Value& event) {
    std::vector<std::string> people;
    for (const auto& r : event["recipients"].items()) people.push_back(r.text());
    const std::string to = people.size() > 3 ? people[0] + " and " + std::to_string(people.size() - 1) + " more" : join(people, ", ");
    const std::string subject = event.text("subject"), sender = event.text("sender");
    return Value::map({{"href", "/mail/" + event.text("event")}, {"at", london_words(event.text("at"))}, {"at_utc", event.text("at")},
                       {"sender", sender.empty() ? "(no envelope sender)" : sender}, {"to", to.empty() ? event.text("recipients") : to},
                       {"subject", subject.empty() ? "(no subject)" : subject}, {"outcome", outcome_words(event.text("outcome"))},
                       {"stopped", event.text("outcome") != "accepted" && event.text("outcome") != "flagged" && event.text("outcome") != "released"}});
}

Fields filters_asked(const Fields& from) {
    Fields out;
    for (const char* name : {"q", "days", "status"})
        if (!from.one(name).empty()) out.add(name, from.one(name).substr(0, 300));
    return out;
}

// One's own: a link each, and a form to keep what is looked for now.
void add_saved(const Desk& desk, Value& data) {
    Value rows = Value::list();
    std::size_t number = 0;
    if (desk.may("search.list"))
        for (const auto& s : desk.ask("search.list").lines)
            rows.add(Value::map({{"number", std::to_string(++number)}, {"name", s.text("name")}, {"href", "/mail?" + s.text("query")}}));
    data.set("any_saved", !rows.empty()).set("saved", std::move(rows));
    data.set("may_save", desk.may("search.save") && !filters_asked(desk.query).pairs().empty());
    data.set("kept_days", desk.query.one("days")).set("kept_status", desk.query.one("status"));
}

}  // namespace

Response save_search(Desk& desk) {
    const std::string name = typed(desk, "name", 60), back = "/mail?" + filters_asked(desk.form).encoded();
    if (name.empty()) return desk.words(422, "Say what it is called", "A saved search needs a name. Nothing was saved.");
    const Reply reply = desk.ask("search.save", Value::map({{"name", name}, {"query", filters_asked(desk.form).encoded()}}));
    return reply.done() ? desk.go(back + "&done=saved") : desk.trouble(reply);
}

Response forget_search(Desk& desk) {
    const Reply reply = desk.ask("search.forget", Value::map({{"name", typed(desk, "name", 60)}}));
    return reply.done() ? desk.go("/mail?done=search-forgotten") : desk.trouble(reply);
}

Response show_mail(Desk& desk) {
    const Milliseconds now = desk.house.clock.wall();
    const std::string days = desk.query.one("days").empty() ? "7" : desk.query.one("days"), status = desk.query.one("status");
    Understood asked = mail_wanted(desk.query, now);
    const int count = days == "1" ? 1 : days == "30" ? 30 : days == "all" ? 0 : 7;
    Fields filters;
    for (const char* name : {"q", "days", "status"}) filters.add(name, desk.query.one(name));
    const Found found = page_of_events(desk, asked.arguments, a_page, "/mail", filters);
    const Reply& reply = found.reply;
    if (reply.exit_code == 2) return desk.words(400, "Not understood", reply.problem + ". Go back and type it another way.");
    if (!reply.done()) return desk.trouble(reply);
    Value rows = Value::list();
    for (const auto& event : reply.lines)
        if (!asked.attachment || has_attachment(event)) rows.add(row_of(event));
    Value data = Value::map({{"rows", rows}, {"any", !rows.empty()}, {"count", rows.items().size()}, {"q", desk.query.one("q")},
                             {"understood", asked.words},
                             {"range", count == 0 ? "all time that is kept" : count == 1 ? "today" : "the last " + std::to_string(count) + " days"},
                             {"days", choices(days, {{"1", "Today"}, {"7", "Last 7 days"}, {"30", "Last 30 days"}, {"all", "All that is kept"}})},
                             {"statuses", choices(status, {{"", "Any"}, {"accepted", "Delivered"}, {"flagged", "Delivered with a note"}, {"quarantined", "Held"}, {"split", "Held for some"},
                                                          {"asked", "Sender asked"}, {"rejected", "Refused"}, {"deferred", "Put off"}})},
                             {"more", found.more}, {"looked", found.looked}});
    add_export(desk, {"q", "days", "status"}, data);
    add_saved(desk, data);
    return desk.page("mail", "All mail", std::move(data));
}

}  // namespace beadle::console
