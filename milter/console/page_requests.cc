// page_requests.cc — requests for information and complaints: the list with its clocks, and opening one.
#include "base/text.h"
#include "console/after.h"
#include "console/request_words.h"
#include "console/routes.h"

namespace beadle::console {
namespace {

Response list_page(Desk& desk, const std::string& problem, int status) {
    const bool all = desk.query.one("state") == "all";
    const Reply reply = desk.ask("request.list", Value::map({{"state", all ? "all" : "open"}}));
    if (!reply.done()) return desk.trouble(reply);
    Value rows = Value::list();
    for (const auto& line : reply.lines) rows.add(request_row(line));
    const std::string kind = desk.form.one("kind");
    Value data = Value::map({{"rows", rows}, {"any", !rows.empty()}, {"all", all}, {"problem", problem}, {"may_open", desk.may("request.open")},
                             {"kinds", choices(kind, request_kinds())}, {"who", desk.form.one("who")}, {"contact", desk.form.one("contact")},
                             {"received", desk.form.one("received")}, {"identifiers", desk.form.one("identifiers")}, {"id_needed", desk.form.has("id_needed")}});
    return desk.page("requests", "Requests", std::move(data), status);
}

}  // namespace

Response show_requests(Desk& desk) { return list_page(desk, "", 200); }

Response open_request(Desk& desk) {
    const std::string kind = typed(desk, "kind");
    Value arguments = Value::map({{"kind", kind}, {"name", typed(desk, "who", 200)}, {"received", typed(desk, "received")}});
    if (const Value found_by = lines_of(desk.form.one("identifiers")); !found_by.empty()) arguments.set("identifiers", found_by);
    if (const std::string contact = typed(desk, "contact"); !contact.empty()) arguments.set("contact", contact);
    if (desk.form.has("id_needed")) arguments.set("id_needed", true);
    const Reply reply = desk.ask("request.open", arguments);
    return after_act(desk, reply, request_path(reply.first().text("id")), list_page, "request");
}

}  // namespace beadle::console
