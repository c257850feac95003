// page_holds.cc — legal holds: which stand, placing one, what one is on, and lifting it, which takes two persons.
#include "base/text.h"
#include "console/after.h"
#include "console/retention_words.h"
#include "console/routes.h"
#include "console/words.h"

namespace beadle::console {
namespace {

constexpr const char* list_path = "/retention/holds";

std::string id_of(const Desk& desk) { return "H-" + desk.parts[0].substr(0, 12); }
std::string path_of(const Desk& desk) { return std::string(list_path) + "/" + desk.parts[0].substr(0, 12); }

std::string reach_of(const Value& h) {
    std::vector<std::string> out;
    if (!h["people"].empty()) out.push_back("mail of " + joined(h["people"], " or "));
    if (!h["terms"].empty()) out.push_back("with the words " + joined(h["terms"], " or "));
    if (!h.text("from").empty()) out.push_back("from " + day_words(h.text("from")));
    if (!h.text("to").empty()) out.push_back("to " + day_words(h.text("to")));
    return join(out, ", ");
}

Value row_of(const Value& h) {
    const std::string number = h.text("id").size() > 2 ? h.text("id").substr(2) : "", request = h.text("request");
    const bool open = h.text("state") == "in-force";
    return Value::map({{"id", h.text("id")}, {"href", list_path + ("/" + number)}, {"case", h.text("case")}, {"open", open}, {"reach", reach_of(h)},
                       {"reason", h.text("reason")}, {"by", h.text("person")}, {"review", day_words(h.text("review"))}, {"review_due", h.flag("review_due")},
                       {"request", request}, {"request_path", request.size() > 2 ? "/requests/" + request.substr(2) : ""},
                       {"asked_by", open ? h.text("lift_person") : ""}, {"lift_reason", h.text("lift_reason")}});
}

Response list_page(Desk& desk, const std::string& problem, int status) {
    const bool all = desk.query.one("state") == "all";
    const Reply reply = desk.ask("hold.list", Value::map({{"state", all ? "all" : "in-force"}}));
    if (!reply.done()) return desk.trouble(reply);
    Value rows = Value::list();
    for (const auto& line : reply.lines) rows.add(row_of(line));
    Value data = Value::map({{"rows", rows}, {"any", !rows.empty()}, {"all", all}, {"problem", problem}, {"may_add", desk.may("hold.add")}, {"tabs", retention_tabs(list_path)}});
    for (const char* name : {"matter", "why", "people", "terms", "from", "to", "review_on"}) data.set(name, desk.form.one(name));
    return desk.page("holds", "Holds", std::move(data), status);
}

Response hold_page(Desk& desk, const std::string& problem, int status) {
    const Reply reply = desk.ask("hold.show", Value::map({{"id", id_of(desk)}}));
    if (reply.reached && reply.needs.empty() && (reply.exit_code == 1 || reply.exit_code == 2)) return desk.words(404, "No such hold", "No hold has this number. Look under Retention, Holds.");
    if (!reply.done()) return desk.trouble(reply);
    const Value& h = reply.first();
    Value cases = Value::list(), history = Value::list();
    for (const auto& one : h["cases"].items()) cases.add(Value::map({{"id", one.text()}}));
    for (const auto& e : h["history"].items())
        history.add(Value::map({{"at", london_words(e.text("at"))}, {"what", replace_all(e.text("kind"), "-", " ")}, {"person", e.text("person")}, {"more", e.text("reason")}}));
    Value data = row_of(h);
    data.set("problem", problem).set("kept", h.text("kept_messages")).set("size", size_words(h.number("octets"))).set("cases", std::move(cases)).set("history", std::move(history));
    data.set("may_lift", h.text("state") == "in-force" && h.text("request").empty() && desk.may("hold.lift")).set("tabs", retention_tabs(list_path));
    return desk.page("hold", h.text("id") + ": hold", std::move(data), status);
}

}  // namespace

Response show_holds(Desk& desk) { return list_page(desk, "", 200); }
Response show_hold(Desk& desk) { return hold_page(desk, "", 200); }

Response add_hold(Desk& desk) {
    Value arguments = Value::map({{"case", typed(desk, "matter", 200)}, {"reason", typed(desk, "why")}});
    for (const char* name : {"people", "terms"})
        if (const Value list = lines_of(desk.form.one(name)); !list.empty()) arguments.set(name, list);
    for (const auto& [field, argument] : {std::pair{"from", "from"}, {"to", "to"}, {"review_on", "review"}})
        if (const std::string day = typed(desk, field); !day.empty()) arguments.set(argument, day);
    return after_act(desk, desk.ask("hold.add", arguments), list_path, list_page, "hold");
}

Response lift_hold(Desk& desk) {
    return after_act(desk, desk.ask("hold.lift", Value::map({{"id", id_of(desk)}, {"reason", typed(desk, "reason")}})), path_of(desk), hold_page, "lifted");
}

}  // namespace beadle::console
