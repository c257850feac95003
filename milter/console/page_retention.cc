// page_retention.cc — what is kept for how long, what is due, destroying it, which leaves a certificate.
#include <map>

#include "base/text.h"
#include "console/after.h"
#include "console/retention_words.h"
#include "console/routes.h"

namespace beadle::console {
namespace {

constexpr std::size_t most_ids = 500, most_certificates = 300;
constexpr std::int64_t most_counted = 1000;  // of what is due of a class; the certificate counts them all

std::string class_path(const Desk& desk) { return "/retention/class/" + desk.parts[0].substr(0, 64); }

// The runs that wait for a second person; of one class, or of all.
Value waiting_runs(const Desk& desk, const std::string& of_class) {
    Value out = Value::list();
    const Reply runs = desk.ask("retention.certificates", Value::map({{"state", "asked"}}));
    for (const auto& line : runs.lines)
        if (line.text("state") == "asked" && (of_class.empty() || line.text("class") == of_class)) out.add(run_row(line));
    return out;
}

Response class_page(Desk& desk, const std::string& problem, int status) {
    const std::string id = desk.parts[0].substr(0, 64);
    const Reply schedule = desk.ask("retention.schedule"), due = desk.ask("retention.due", Value::map({{"class", id}, {"most", most_counted}}));
    if (!schedule.done()) return desk.trouble(schedule);
    if (!due.done()) return desk.trouble(due);
    for (const auto& line : schedule.lines) {
        if (line.text("class") != id) continue;
        Value data = class_row(line, due.first());
        const Value runs = waiting_runs(desk, id);
        data.set("problem", problem).set("runs", runs).set("tabs", retention_tabs("")).set("path", class_path(desk));
        data.set("may_run", data.flag("reviewed") && (data.flag("any_due") || !runs.empty()) && desk.may("retention.run"));
        data.set("may_approve", !data.text("change").empty() && desk.may("retention.approve"));
        const std::string title = data.text("what");
        return desk.page("retention_class", title, std::move(data), status);
    }
    return desk.words(404, "No such class", "The schedule has no class of this name. Look under Retention.");
}

}  // namespace

Response show_retention(Desk& desk) {
    const Reply schedule = desk.ask("retention.schedule"), due = desk.ask("retention.due", Value::map({{"most", most_counted}}));
    if (!schedule.done()) return desk.trouble(schedule);
    if (!due.done()) return desk.trouble(due);
    std::map<std::string, const Value*> counts;
    for (const auto& line : due.lines) counts[line.text("class")] = &line;
    Value rows = Value::list();
    for (const auto& line : schedule.lines) {
        static const Value none;
        const auto at = counts.find(line.text("class"));
        rows.add(class_row(line, at == counts.end() ? none : *at->second));
    }
    return desk.page("retention", "Retention", Value::map({{"rows", rows}, {"any", !rows.empty()}, {"runs", waiting_runs(desk, "")}, {"tabs", retention_tabs("/retention")}}));
}

Response show_class(Desk& desk) { return class_page(desk, "", 200); }

Response run_class(Desk& desk) {
    const Reply reply = desk.ask("retention.run", Value::map({{"class", desk.parts[0].substr(0, 64)}}));
    const bool nothing = reply.first().text("state") == "nothing-due";
    return after_act(desk, reply, class_path(desk), class_page, nothing ? "nothing-due" : "destroyed");
}

Response approve_class(Desk& desk) {
    return after_act(desk, desk.ask("retention.approve", Value::map({{"class", desk.parts[0].substr(0, 64)}})), class_path(desk), class_page);
}

Response show_certificates(Desk& desk) {
    const Reply reply = desk.ask("retention.certificates");
    if (!reply.done()) return desk.trouble(reply);
    Value rows = Value::list();
    for (auto at = reply.lines.rbegin(); at != reply.lines.rend() && rows.items().size() < most_certificates; ++at) rows.add(run_row(*at));
    const bool more = reply.lines.size() > most_certificates;
    return desk.page("certificates", "Certificates of destruction", Value::map({{"rows", rows}, {"any", !rows.empty()}, {"more", more}, {"tabs", retention_tabs("/retention/certificates")}}));
}

Response show_certificate(Desk& desk) {
    const Reply reply = desk.ask("retention.certificate", Value::map({{"id", "D-" + desk.parts[0].substr(0, 12)}}));
    if (reply.reached && reply.needs.empty() && (reply.exit_code == 1 || reply.exit_code == 2)) return desk.words(404, "No such certificate", "No certificate has this number. Look under Retention, Certificates.");
    if (!reply.done()) return desk.trouble(reply);
    const Value& run = reply.first();
    Value ids = Value::list();
    for (const auto& one : run["ids"].items())
        if (ids.items().size() < most_ids) ids.add(Value::map({{"words", one.text()}}));
    Value data = run_row(run);
    const std::size_t all = run["ids"].items().size();
    data.set("ids", ids).set("more_ids", all > most_ids ? std::to_string(all - most_ids) : "").set("ids_match", run.flag("ids_match")).set("tabs", retention_tabs(""));
    return desk.page("certificate", "Certificate " + run.text("id"), std::move(data));
}

}  // namespace beadle::console
