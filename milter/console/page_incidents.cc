// page_incidents.cc — what may have to be reported: the list with its clocks, and the file of one: who got it, the decision.
#include "base/text.h"
#include "console/held.h"
#include "console/incident.h"
#include "console/routes.h"
#include "console/words.h"

namespace beadle::console {
namespace {

std::string number_of(const Desk& desk) { return desk.parts.empty() ? "" : desk.parts[0].substr(0, 40); }

Value row_of(const Value& i) {
    const std::int64_t left = i.number("hours_left");
    const bool open = i.text("state") == "open";
    return Value::map({{"number", i.text("number")}, {"href", "/incidents/" + i.text("number")}, {"what", i.text("what")}, {"open", open},
                       {"opened", london_words(i.text("opened_at"))}, {"aware", london_words(i.text("aware_at"))}, {"by", i.text("opened_by").empty() ? "Beadle" : i.text("opened_by")},
                       {"report_by", london_words(i.text("report_by"))}, {"soon", open && left < 24},
                       {"left", !open ? "closed" : left < 0 ? "the 72 hours are over" : std::to_string(left) + " hours left to report"}});
}

// Who got it and what was in it: from what was recorded, without opening anything.
void add_who(const Desk& desk, const std::string& number, Value& data) {
    const Reply reply = desk.ask("incident.who", Value::map({{"number", number}}));
    Value messages = Value::list(), alike = Value::list();
    for (const auto& line : reply.lines) {
        if (line.text("kind") == "message") {
            Value people = Value::list(), seen = Value::list();
            for (const auto& r : line["recipients"].items())
                people.add(Value::map({{"address", r.text("address")}, {"became", r.text("became").empty() ? outcome_words(r.text("decision")) : state_words(r.text("became"))}, {"server", r.text("mail_server")}}));
            for (std::size_t i = 0; i < line["seen"].keys().size(); ++i)
                seen.add(Value::map({{"words", kind_words(line["seen"].keys()[i])}, {"count", line["seen"].items()[i].text()}}));
            messages.add(Value::map({{"subject", line.text("subject")}, {"sender", line.text("sender")}, {"at", london_words(line.text("at"))},
                                     {"people", std::move(people)}, {"seen", std::move(seen)}, {"href", line.text("event").empty() ? "" : "/mail/" + line.text("event")}}));
        } else if (line.text("kind").starts_with("same-")) {
            alike.add(Value::map({{"how", line.text("kind") == "same-sender" ? "same sender" : "same attachment"}, {"href", "/mail/" + line.text("event")},
                                  {"at", london_words(line.text("at"))}, {"subject", line.text("subject")}, {"sender", line.text("sender")}}));
        }
    }
    data.set("messages", std::move(messages)).set("alike", std::move(alike));
}

Response file_page(Desk& desk, const std::string& number, const std::string& problem, int status) {
    const Reply reply = desk.ask("incident.show", Value::map({{"number", number}}));
    if (reply.reached && reply.needs.empty() && reply.exit_code == 1) return desk.words(404, "No such incident", "No incident has this number.");
    if (!reply.done()) return desk.trouble(reply);
    const Value& i = reply.first();
    Value fields = Value::list(), notes = Value::list();
    for (const auto& f : i["register"].items()) fields.add(Value::map({{"field", f.text("field")}, {"label", f.text("words")}, {"value", f.text("value")}}));
    for (const auto& n : i["notes"].items()) notes.add(Value::map({{"at", london_words(n.text("at"))}, {"person", n.text("person")}, {"text", n.text("text")}}));
    Value data = row_of(i);
    data.set("fields", std::move(fields)).set("notes", std::move(notes)).set("problem", problem).set("may_change", desk.may("incident.set"));
    data.set("read_only", i.text("state") != "open" || !desk.may("incident.set"));  // else the form shows the same
    data.set("may_close", desk.may("incident.close")).set("may_reopen", desk.may("incident.reopen"));
    add_who(desk, number, data);
    add_evidence(desk, i, data);
    return desk.page("incident", "Incident " + number, std::move(data), status);
}

Response after(Desk& desk, const Reply& reply, const std::string& number) {
    if (!reply.reached || !reply.needs.empty() || reply.exit_code > 2) return desk.trouble(reply);
    return reply.done() ? desk.go("/incidents/" + number + "?done=saved") : file_page(desk, number, reply.problem, 422);
}

}  // namespace

Response show_incidents(Desk& desk) {
    const std::string state = desk.query.one("state") == "all" ? "all" : "open";
    const Reply reply = desk.ask("incident.list", Value::map({{"state", state}}));
    if (!reply.done()) return desk.trouble(reply);
    Value rows = Value::list();
    for (const auto& line : reply.lines) rows.add(row_of(line));
    return desk.page("incidents", "Incidents", Value::map({{"rows", rows}, {"any", !rows.empty()}, {"all", state == "all"}, {"may_open", desk.may("incident.open")}}));
}

Response open_incident(Desk& desk) {
    Value arguments = Value::map({{"what", std::string(trim(desk.form.one("what"))).substr(0, 500)}});
    for (const char* field : {"about", "aware"})
        if (const std::string given(trim(desk.form.one(field))); !given.empty()) arguments.set(field, given.substr(0, 60));
    const Reply reply = desk.ask("incident.open", arguments);
    if (!reply.done() || reply.first().text("number").empty()) return desk.trouble(reply);
    return desk.go("/incidents/" + percent_encoded(reply.first().text("number")) + "?done=incident");
}

Response show_incident(Desk& desk) { return file_page(desk, number_of(desk), "", 200); }

Response set_incident(Desk& desk) {
    Value set = Value::map();
    for (const auto& [name, value] : desk.form.pairs())
        if (name.starts_with("f.") && !trim(value).empty()) set.set(name.substr(2, 60), value.substr(0, 4000));
    return after(desk, desk.ask("incident.set", Value::map({{"number", number_of(desk)}, {"set", json_of(set)}, {"reason", "on the page of the incident"}})), number_of(desk));
}

Response note_incident(Desk& desk) {
    return after(desk, desk.ask("incident.note", Value::map({{"number", number_of(desk)}, {"text", desk.form.one("text").substr(0, 4000)}})), number_of(desk));
}

Response close_incident(Desk& desk) { return after(desk, desk.ask("incident.close", Value::map({{"number", number_of(desk)}})), number_of(desk)); }

Response reopen_incident(Desk& desk) {
    return after(desk, desk.ask("incident.reopen", Value::map({{"number", number_of(desk)}, {"reason", desk.form.one("reason").substr(0, 500)}})), number_of(desk));
}

}  // namespace beadle::console
