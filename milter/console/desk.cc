#include "console/desk.h"

#include <sodium.h>

#include <algorithm>

#include "base/text.h"
#include "console/assets.h"
#include "console/render.h"
#include "console/words.h"

namespace beadle::console {
namespace {

struct NavigationRow {
    const char *path, *label, *right;
};
constexpr NavigationRow navigation[] = {
    {"/today", "Today", "console.today"}, {"/held", "Held mail", "console.held"},   {"/mail", "All mail", "events.search"},
    {"/incidents", "Incidents", "incident.list"}, {"/requests", "Requests", "request.list"},
    {"/retention", "Retention", "retention.due"}, {"/reports", "Reports", "report"},
    {"/rules", "Policy", "console.rules"}, {"/people", "People", "people.list"}, {"/audit", "Audit", "events.search"},
    {"/access", "Access", "user.list"},   {"/health", "Health", "status"}, {"/own", "My held mail", "own.list"},
};

std::string sealed(const std::string& token) { return sha256("beadle page " + token); }

}  // namespace

const Value& Reply::first() const {
    static const Value none;
    return lines.empty() ? none : lines.front();
}

Reply ask_records(Asker& asker, const std::string& token, const std::string& verb, const Value& arguments,
                  const std::string& client) {
    const auto answer = asker.ask({token, verb, json_of(arguments), client});
    Reply out;
    if (!answer) {
        out.exit_code = 4;
        out.problem = answer.failure().what;
        return out;
    }
    out.reached = true;
    out.exit_code = answer->exit_code;
    out.problem = answer->problem;
    for (const auto& line : answer->lines) {
        auto value = parse_json(line);
        if (!value) {  // never a list that lacks one
            out.exit_code = 4;
            out.problem = "an answer of the records could not be read";
            return out;
        }
        out.lines.push_back(std::move(*value));
    }
    out.needs = out.first().text("needs");
    return out;
}

Reply Desk::ask(const std::string& verb, const Value& arguments) const {
    return ask_records(house.asker, token, verb, arguments, request.address);
}

std::string Desk::seal() const {
    const std::string right = sealed(token);
    std::string mask(right.size(), '\0');
    randombytes_buf(mask.data(), mask.size());
    std::string out = mask;
    for (std::size_t i = 0; i < right.size(); ++i) out += static_cast<char>(right[i] ^ mask[i]);
    return hex(out);
}

bool Desk::is_sealed() const {
    const auto given = unhex(form.one("seal"));
    const std::string right = sealed(token);
    if (!given || given->size() != 2 * right.size()) return false;
    std::string open;
    for (std::size_t i = 0; i < right.size(); ++i) open += static_cast<char>((*given)[i] ^ (*given)[right.size() + i]);
    return sodium_memcmp(open.data(), right.data(), right.size()) == 0;
}

Response Desk::page(std::string_view name, const std::string& title, Value data, int status) const {
    Value pages = Value::list();
    for (const auto& row : navigation)
        if (may(row.right) && has_route(row.path))
            pages.add(Value::map({{"href", row.path}, {"label", row.label}, {"current", here == row.path}}));
    data.set("title", title).set("council", house.council).set("pages", std::move(pages)).set("status_bad", status >= 400);
    data.set("account", who.text("name")).set("role_words", role_words(role())).set("signed_in", !token.empty());
    data.set("seal", token.empty() ? "" : seal()).set("idle_minutes", 30).set("here", request.path);
    data.set("css", asset_path("console.css")).set("govuk", asset_path("govuk.css")).set("script", asset_path("console.js"));
    data.set("icon", asset_path("icon.svg")).set("account_ends", who.text("account_until").empty() ? "" : london_words(who.text("account_until")));
    const std::string done = done_words(query.one("done"), query.one("id"));
    if (!done.empty() && request.method == "GET") data.set("notice", done);
    if (query.one("done") == "discarding" && !done.empty() && may("quarantine.undo")) data.set("undo", query.one("id"));
    Response out;
    out.status = status;
    out.body = render(name, data);
    return out;
}

Response Desk::go(const std::string& path) const {
    Response out;
    out.status = 303;
    out.location = path;
    out.body = render("moved", Value::map({{"path", path}}));
    return out;
}

Response Desk::words(int status, const std::string& title, const std::string& words) const {
    return page("words", title, Value::map({{"words", words}}), status);
}

Response Desk::trouble(const Reply& reply) const {
    if (!reply.reached || reply.exit_code >= 4)
        return words(503, "Not now", "The mail gateway cannot look at its records now. No mail is lost: the sending servers try "
                                     "again. Nothing was changed. Please try again in a minute.");
    if (reply.needs == "proof") return go("/prove?next=" + percent_encoded(request.method == "GET" ? request.path : here));
    if (reply.needs == "sign-in") return go("/sign-in");
    if (reply.needs == "right") return words(403, "Not yours to do", "Your role does not allow this. Nothing was changed. Ask somebody whose role does: who has which stands under Access.");
    return words(reply.exit_code == 2 ? 400 : 409, "That did not happen", reply.problem + ". Nothing else was changed.");
}

}  // namespace beadle::console
