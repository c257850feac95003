// page_request.cc — the file of one request: its clock, the searches, the review set, what goes out, how it ends.
#include <algorithm>

#include "base/text.h"
#include "console/after.h"
#include "console/request_words.h"
#include "console/routes.h"
#include "console/words.h"

namespace beadle::console {
namespace {

constexpr std::size_t a_page = 25;

std::string id_of(const Desk& desk) { return "R-" + desk.parts[0].substr(0, 12); }
std::string path_of(const Desk& desk) { return "/requests/" + desk.parts[0].substr(0, 12); }

std::size_t first_of(const Desk& desk) {
    const std::string from = desk.form.has("from") ? desk.form.one("from") : desk.query.one("from");
    std::size_t out = 0;
    for (const char c : from.substr(0, 5)) out = c >= '0' && c <= '9' ? out * 10 + static_cast<std::size_t>(c - '0') : out;
    return out;
}

// What was typed for a message counts before what is recorded: after a mistake nothing has to be typed again.
std::string field_of(const Desk& desk, const std::string& name, const std::string& recorded) { return desk.form.has(name) ? desk.form.one(name) : recorded; }

Value item_row(const Desk& desk, const Value& item, const std::string& same_as) {
    const std::string n = item.text("item"), decision = item.text("decision");
    const std::string chosen = field_of(desk, "d." + n, decision == "found" ? "" : decision);
    Choices all = {{"", "Not decided"}};
    for (const auto& one : review_decisions()) all.push_back(one);
    return Value::map({{"n", n}, {"subject", item.text("subject")}, {"sender", item.text("sender")}, {"to", joined(item["recipients"])}, {"at", london_words(item.text("at"))},
                       {"files", joined(item["attachments"])}, {"case", item.text("case")}, {"event", item.text("event")}, {"same_as", same_as},
                       {"decisions", choices(chosen, all)}, {"decided", label_of(review_decisions(), decision == "found" ? "" : decision)},
                       {"reason", field_of(desk, "r." + n, item.text("reason"))}, {"strings", field_of(desk, "s." + n, joined(item["strings"], "\n"))},
                       {"person", item.text("person")}});
}

// One page of the review set; copies of one message name the first.
Value review_set(const Desk& desk, const Reply& reply, Value& data) {
    std::vector<std::pair<std::string, std::string>> known;  // Message-ID, item
    Value rows = Value::list();
    const bool undecided = desk.query.one("show") == "undecided";
    std::size_t left = 0, out = 0, redacted = 0, back = 0, skipped = 0, from = first_of(desk);
    bool more = false;
    for (std::size_t i = 1; i < reply.lines.size(); ++i) {
        const Value& item = reply.lines[i];
        const std::string decision = item.text("decision"), mail = item.text("message_id");
        const auto first = std::find_if(known.begin(), known.end(), [&](const auto& k) { return !mail.empty() && k.first == mail; });
        const std::string same_as = first == known.end() ? "" : first->second;
        if (same_as.empty()) known.emplace_back(mail, item.text("item"));
        ++(decision == "found" ? left : decision == "include" ? out : decision == "redact" ? redacted : back);
        if (undecided && decision != "found") continue;
        if (skipped < from) ++skipped;
        else if (rows.items().size() < a_page) rows.add(item_row(desk, item, same_as));
        else more = true;
    }
    data.set("count", reply.lines.size() - 1).set("left", std::to_string(left)).set("out", std::to_string(out)).set("redacted", std::to_string(redacted));
    data.set("back", std::to_string(back)).set("all_decided", left == 0 && reply.lines.size() > 1).set("any_items", reply.lines.size() > 1);
    data.set("undecided", undecided).set("from", from == 0 ? "" : std::to_string(from));
    const std::string tail = undecided ? "&show=undecided" : "";
    if (more) data.set("later", path_of(desk) + "?from=" + std::to_string(from + a_page) + tail);
    if (from > 0) data.set("earlier", path_of(desk) + "?from=" + std::to_string(from > a_page ? from - a_page : 0) + tail);
    return rows;
}

void add_acts(const Desk& desk, const Value& r, Value& data) {
    const std::string kind = r.text("kind"), clock = r["clock"].text("state");
    const bool open = r.text("state") == "open", stops = kind == "sar" || kind == "foi" || kind == "eir";
    data.set("may_change", open && desk.may("request.review")).set("may_close", open && desk.may("request.close"));
    data.set("may_read", desk.may("quarantine.show"));
    data.set("may_acknowledge", r["clock"].text("acknowledged").empty()).set("acknowledge_by", day_words(r["clock"].text("acknowledge_by")));
    data.set("acknowledged", day_words(r["clock"].text("acknowledged"))).set("wants_id", r.flag("id_needed") && r.text("id_shown").empty());
    data.set("id_shown", day_words(r.text("id_shown"))).set("may_pause", stops && clock != "paused").set("may_resume", clock == "paused");
    data.set("may_extend", stops && !r["clock"].flag("extended")).set("extend_by", day_words(r["clock"].text("extend_by"))).set("extended", r["clock"].flag("extended"));
    data.set("is_foi", kind == "foi" || kind == "eir").set("contact", r.text("contact")).set("found_by", joined(r["identifiers"])).set("hold", r.text("hold"));
    data.set("hold_path", r.text("hold").size() > 2 ? "/retention/holds/" + r.text("hold").substr(2) : "").set("opened_by", r.text("opened_by"));
    data.set("outcome", r.text("outcome")).set("terms", field_of(desk, "terms", joined(r["identifiers"], "\n")));
    for (const char* name : {"mailboxes", "exclude", "since", "until"}) data.set(name, desk.form.one(name));
}

Response file_page(Desk& desk, const std::string& problem, int status) {
    const Reply reply = desk.ask("request.show", Value::map({{"id", id_of(desk)}}));
    if (reply.reached && reply.needs.empty() && (reply.exit_code == 1 || reply.exit_code == 2)) return desk.words(404, "No such request", "No request has this number. Look under Requests.");
    if (!reply.done()) return desk.trouble(reply);
    const Value& r = reply.first();
    Value data = request_row(r);
    data.set("problem", problem).set("path", path_of(desk)).set("history", history_of_request(r));
    add_acts(desk, r, data);
    data.set("items", review_set(desk, reply, data));
    const std::string title = r.text("id") + ": " + data.text("kind");
    return desk.page("request", title, std::move(data), status);
}

// What somebody decided of a message on this page, when it is not what is recorded; nothing: it is.
Value decided(const Desk& desk, const Value& item) {
    const std::string n = item.text("item"), decision = desk.form.one("d." + n), reason(trim(desk.form.one("r." + n)));
    const Value strings = lines_of(desk.form.one("s." + n));
    const bool redact = decision == "redact";
    const bool same = decision == item.text("decision") && reason == item.text("reason") && (!redact || joined(strings, "\n") == joined(item["strings"], "\n"));
    if (!desk.form.has("d." + n) || decision.empty() || same) return Value();
    Value out = Value::map({{"id", id_of(desk)}, {"item", item.number("item")}, {"decision", decision}});
    if (!reason.empty()) out.set("reason", reason.substr(0, 500));
    if (redact && !strings.empty()) out.set("strings", strings);
    return out;
}

}  // namespace

Response show_request(Desk& desk) { return file_page(desk, "", 200); }

// The last part of the path is the verb; the table of routes holds which there are.
Response act_on_request(Desk& desk) {
    const std::string act = desk.request.path.substr(desk.request.path.rfind('/') + 1);
    Value arguments = Value::map({{"id", id_of(desk)}});
    for (const char* name : {"reason", "on"})
        if (const std::string given = typed(desk, name); !given.empty()) arguments.set(name, given);
    if (act == "pause" && desk.form.has("fee")) arguments.set("fee", true);
    return after_act(desk, desk.ask("request." + act, arguments), path_of(desk), file_page);
}

Response search_request(Desk& desk) {
    Value arguments = Value::map({{"id", id_of(desk)}});
    for (const char* name : {"terms", "mailboxes", "exclude"})
        if (const Value list = lines_of(desk.form.one(name)); !list.empty()) arguments.set(name, list);
    for (const char* name : {"since", "until"})
        if (const std::string day = typed(desk, name); !day.empty()) arguments.set(name, day);
    return after_act(desk, desk.ask("request.search", arguments), path_of(desk), file_page, "searched");
}

Response review_request(Desk& desk) {
    const Reply now = desk.ask("request.show", Value::map({{"id", id_of(desk)}}));
    if (!now.done()) return desk.trouble(now);
    for (std::size_t i = 1; i < now.lines.size(); ++i) {
        const Value arguments = decided(desk, now.lines[i]);
        if (arguments.empty()) continue;
        Reply reply = desk.ask("request.review", arguments);
        if (!reply.reached || !reply.needs.empty() || reply.exit_code > 2) return desk.trouble(reply);
        if (reply.done()) continue;
        return file_page(desk, "Message " + now.lines[i].text("item") + ": " + reply.problem + ". What stands before it was saved.", 422);
    }
    std::string tail = first_of(desk) == 0 ? "" : "&from=" + std::to_string(first_of(desk));
    if (desk.form.one("show") == "undecided") tail = "&show=undecided";  // the list has become shorter
    return desk.go(path_of(desk) + "?done=saved" + tail);
}

}  // namespace beadle::console
