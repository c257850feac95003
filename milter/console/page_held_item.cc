// page_held_item.cc — one kept message: why, what was seen, who is meant, and what becomes of it.
#include <algorithm>

#include "base/text.h"
#include "console/held.h"
#include "console/routes.h"
#include "console/words.h"

namespace beadle::console {
namespace {

Value recipients_of(const Value& item) {
    Value out = Value::list();
    std::size_t number = 0;
    for (const auto& r : item["recipients"].items())
        out.add(Value::map({{"number", ++number}, {"address", r.text("address")}, {"waits", r.text("state") == "held"},
                            {"state", state_words(r.text("state"))}, {"note", r.text("note")}}));
    return out;
}

std::string written_by(const Value& item) {
    for (const auto& a : item["inspection"]["addresses"].items())
        if (ascii_iequal(a.text("field"), "from"))
            return a.text("display").empty() ? a.text("address") : a.text("display") + " <" + a.text("address") + ">";
    return "";
}

Value parts_of(const Value& item) {
    Value out = Value::list();
    for (const auto& e : item["inspection"]["entities"].items()) {
        std::vector<std::string> path;
        for (const auto& name : e["path"].items()) path.push_back(name.text());
        const std::string seen = e.text("detected_type");
        out.add(Value::map({{"name", path.empty() ? e.text("filename") : join(path, " › ")}, {"part", e.text("part")},
                            {"type", e.text("media_type")}, {"seen", seen}, {"differs", !seen.empty() && seen != e.text("media_type")},
                            {"size", size_words(e.number("octets"))}}));
    }
    return out;
}

Value not_looked_into(const Value& item) {
    Value out = Value::list();
    for (const auto& n : item["inspection"]["coverage"]["not_inspected"].items())
        out.add(Value::map({{"where", n.text("location")}, {"why", replace_all(n.text("reason"), "-", " ")}, {"detail", n.text("detail")}}));
    return out;
}

Value history_of(const Value& item) {
    Value out = Value::list();
    for (const auto& e : item["history"].items())
        out.add(Value::map({{"at", london_words(e.text("at"))}, {"what", event_words(e.text("kind"))}, {"outcome", outcome_words(e.text("outcome"))},
                            {"person", e.text("person").empty() ? "Beadle" : e.text("person")}, {"reason", e.text("reason")},
                            {"reply", e.text("reply")}, {"problem", e.text("problem")}}));
    return out;
}

Value tabs(const std::string& chosen, const std::string& id, bool reads) {
    Value out = Value::list();
    for (const auto& [name, label] : {std::pair{"seen", "What was seen"}, {"text", "Text"}, {"html", "As HTML"}, {"parts", "Attachments"},
                                      {"headers", "Sender and headers"}, {"history", "History"}})
        if (reads || (std::string_view(name) != "text" && std::string_view(name) != "html")) out.add(Value::map({{"label", label}, {"href", "/held/" + id + "?tab=" + name}, {"current", chosen == name}}));
    return out;
}

// As records/release_right.h decides: the page offers nobody what would be refused.
bool releases_malware(const Desk& desk) { return desk.who.text("role") == "admin" || desk.who.text("role") == "chair"; }

std::string reply_path(const std::string& next, const std::string& done, const std::string& id) {
    return (next.empty() ? std::string("/held") : "/held/" + next) + "?done=" + done + "&id=" + id;
}

}  // namespace

Response show_held_item(Desk& desk) {
    const std::string id = desk.parts[0];
    if (!is_reference(id)) return desk.words(404, "No such mail", "No held mail has this reference. Look for it under Held mail.");
    const Reply reply = desk.ask("quarantine.show", Value::map({{"id", id}}));
    if (reply.reached && reply.exit_code == 1) return desk.words(404, "No such mail", "No held mail has the reference " + id + ". It may have been decided and removed: look for it under All mail.");
    if (!reply.done()) return desk.trouble(reply);
    const Value& item = reply.first();
    const std::string state = item.text("state"), tab = desk.query.one("tab").empty() ? "seen" : desk.query.one("tab");
    const std::string by = written_by(item), sender = item.text("sender");
    const bool open = (state == "pending" || state == "held"), malware = holds_malware(item);
    const bool may_release = open && desk.may("quarantine.release") && (!malware || releases_malware(desk));
    const std::string subject = item.text("subject");
    Value data = Value::map({{"id", id}, {"subject", subject.empty() ? "(no subject)" : subject}, {"why", why_sentence(item)},
                             {"sender", sender.empty() ? "(no envelope sender: an automatic mail)" : sender}, {"written_by", by},
                             {"differs", !by.empty() && !sender.empty() && ascii_lower(by).find(ascii_lower(sender)) == std::string::npos},
                             {"recipients", recipients_of(item)}, {"age", age_words(desk.house.clock.wall() - wall_of(item.text("at")))},
                             {"at", london_words(item.text("at"))}, {"size", size_words(item.number("size"))},
                             {"way", item.text("origin") == "inside" ? "Going out" : "Coming in"}, {"state", state_words(state)},
                             {"open", open}, {"unsure", state == "pending"}, {"two", item.number("release_needs") > 1},
                             {"malware", malware}, {"not_yours", malware && open && !may_release}, {"rules", rules_of(item)}, {"findings", findings_of(item)},
                             {"parts", parts_of(item)}, {"not_inspected", not_looked_into(item)}, {"history", history_of(item)},
                             {"tabs", tabs(tab, id, desk.may("quarantine.content"))}, {"tab_" + tab, true}, {"may_release", may_release}, {"may_save", open && desk.may("quarantine.export")}, {"may_more", may_release || (open && desk.may("quarantine.discard"))},
                             {"may_discard", open && desk.may("quarantine.discard")}, {"queue_id", item.text("queue_id")},
                             {"message_id", item.text("message_id")}, {"note", item.text("note")}, {"event", item.number("event")},
                             {"superseded_by", item.text("superseded_by")}, {"left", left_waiting(desk)}, {"next", next_after(desk, id)},
                             {"question", item["question"].text("state")}, {"may_return", open && desk.may("quarantine.return") && item.text("origin") == "inside"},
                             {"may_correct", may_release && desk.may("exception.list")},
                             {"may_incident", desk.may("incident.open")}});
    if (tab == "text" || tab == "html") add_content(desk, id, tab, data);
    return desk.page("held_item", subject.empty() ? "Held mail " + id : subject.substr(0, 80), std::move(data));
}

bool is_first_of_two(const Reply& reply) {
    return reply.reached && reply.needs.empty() && reply.exit_code == 1 && reply.problem.find("second person") != std::string::npos;
}

Response take_return(Desk& desk) {
    const std::string id = desk.parts[0], note(trim(desk.form.one("note")));
    if (!is_reference(id)) return desk.words(404, "No such mail", "No held mail has this reference.");
    if (note.empty()) return desk.words(422, "Say what to change", "Write to the sender what they should do. Nothing was changed.");
    const std::string next = next_after(desk, id);
    const Reply reply = desk.ask("quarantine.return", Value::map({{"id", id}, {"note", note.substr(0, 4000)}}));
    return reply.done() ? desk.go(reply_path(next, "returned", id)) : desk.trouble(reply);
}

Response take_release(Desk& desk) {
    const std::string id = desk.parts[0];
    if (!is_reference(id)) return desk.words(404, "No such mail", "No held mail has this reference.");
    Value people = Value::list();
    for (const auto& address : desk.form.all("to")) people.add(address);
    if (desk.form.has("choose") && people.empty())
        return desk.words(422, "Nobody chosen", "Tick at least one recipient. Nothing was sent.");
    const std::string next = next_after(desk, id);
    Value arguments = Value::map({{"id", id}, {"reason", desk.form.one("reason").substr(0, 500)}});
    Value instead = Value::list();
    const std::string wrong = desk.form.one("wrong"), right(trim(desk.form.one("right")));
    if (!right.empty()) {
        instead.add(wrong + "=" + right);
        arguments.set("instead", instead);
    } else if (!people.empty()) {
        arguments.set("recipients", people);
    }
    if (desk.form.has("allow")) arguments.set("allow_sender_days", 30);
    const Reply reply = desk.ask("quarantine.release", arguments);
    if (is_first_of_two(reply)) return desk.go(reply_path(next, "approved", id));
    if (reply.needs == "proof") return desk.go("/prove?next=/held/" + id);
    if (!reply.done()) return desk.trouble(reply);
    return desk.go(reply_path(next, "released", id));
}

Response take_discard(Desk& desk) {
    const std::string id = desk.parts[0], reason(trim(desk.form.one("reason")));
    if (!is_reference(id)) return desk.words(404, "No such mail", "No held mail has this reference.");
    if (reason.empty()) return desk.words(422, "Say why", "What is deleted needs a reason: it is kept in the records. Nothing was changed.");
    const std::string next = next_after(desk, id);
    const Reply reply = desk.ask("quarantine.discard", Value::map({{"id", id}, {"reason", reason.substr(0, 500)}}));
    if (is_first_of_two(reply)) return desk.go(reply_path(next, "approved", id));
    if (!reply.done()) return desk.trouble(reply);
    return desk.go(reply_path(next, "discarding", id));
}

Response take_undo(Desk& desk) {
    const std::string id = desk.parts[0];
    if (!is_reference(id)) return desk.words(404, "No such mail", "No held mail has this reference.");
    const Reply reply = desk.ask("quarantine.undo", Value::map({{"id", id}}));
    if (reply.reached && reply.needs.empty() && reply.exit_code == 1)
        return desk.words(409, "Too late", "The seconds to undo it are over: the mail was discarded.");
    if (!reply.done()) return desk.trouble(reply);
    return desk.go("/held/" + id + "?done=undone&id=" + id);
}

}  // namespace beadle::console
