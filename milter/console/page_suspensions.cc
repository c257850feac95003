// page_suspensions.cc — whose mail to outside is stopped: asked by one person, approved by another, ended by its day or by hand.
#include "base/text.h"
#include "console/after.h"
#include "console/people_words.h"
#include "console/routes.h"
#include "console/words.h"

namespace beadle::console {
namespace {

constexpr const char* path = "/people/suspended";

std::string state_of_suspension(const std::string& state) {
    for (const auto& [word, words] : {std::pair{"asked", "Waits for a second person"}, {"active", "Suspended"}, {"lifted", "Ended early"}, {"ended", "Ended"}, {"withdrawn", "Never came into force"}})
        if (state == word) return words;
    return state;
}

Value row_of(const Desk& desk, const Value& s) {
    const std::string state = s.text("state"), me = desk.who.text("name");
    const bool waits = state == "asked", runs = waits || state == "active";
    return Value::map({{"address", s.text("address")}, {"state", state_of_suspension(state)}, {"runs", runs}, {"active", state == "active"}, {"reason", s.text("reason")},
                       {"asked_by", s.text("asked_by")}, {"asked_at", london_words(s.text("asked_at"))}, {"until", london_words(s.text("until"))}, {"approved_by", s.text("approved_by")},
                       {"ended_at", london_words(s.text("ended_at"))}, {"ended_by", s.text("ended_by")}, {"end_reason", s.text("end_reason")},
                       {"may_approve", waits && s.text("asked_by") != me && desk.may("suspend.approve")}, {"may_lift", runs && desk.may("suspend.lift")}});
}

Response suspensions_page(Desk& desk, const std::string& problem, int status) {
    const bool all = desk.query.one("state") == "all";
    Value arguments = Value::map();
    if (all) arguments.set("all", true);
    const Reply reply = desk.ask("suspend.list", arguments), members = desk.ask("people.list");
    if (!reply.done()) return desk.trouble(reply);
    Value rows = Value::list(), mailboxes = Value::list();
    for (const auto& line : reply.lines) {
        Value row = row_of(desk, line);
        row.set("n", std::to_string(rows.items().size() + 1));
        rows.add(std::move(row));
    }
    for (const auto& m : members.lines)
        if (m.flag("here")) mailboxes.add(Value::map({{"mailbox", m.text("mailbox")}, {"name", m.text("name")}}));
    Value data = Value::map({{"rows", rows}, {"any", !rows.empty()}, {"all", all}, {"problem", problem}, {"tabs", people_tabs(path)}, {"mailboxes", mailboxes}, {"may_add", desk.may("suspend.add")}});
    for (const char* name : {"whose", "why", "until_day"}) data.set(name, desk.form.one(name));
    return desk.page("suspensions", "Suspended mail", std::move(data), status);
}

}  // namespace

Response show_suspensions(Desk& desk) { return suspensions_page(desk, "", 200); }

Response ask_suspension(Desk& desk) {
    const Reply reply = desk.ask("suspend.add", Value::map({{"address", typed(desk, "whose", 320)}, {"reason", typed(desk, "why")}, {"until", typed(desk, "until_day")}}));
    if (reply.reached && reply.needs.empty() && reply.exit_code == 1 && reply.lines.empty())  // a refusal may speak of a second person too
        return suspensions_page(desk, reply.problem + ".", 422);
    return after_act(desk, reply, path, suspensions_page);
}

Response approve_suspension(Desk& desk) {
    const Reply reply = desk.ask("suspend.approve", Value::map({{"address", typed(desk, "address", 320)}}));
    if (reply.reached && reply.needs.empty() && reply.exit_code == 1) return suspensions_page(desk, reply.problem + ".", 422);
    return after_act(desk, reply, path, suspensions_page, "suspended");
}

Response lift_suspension(Desk& desk) {
    return after_act(desk, desk.ask("suspend.lift", Value::map({{"address", typed(desk, "address", 320)}, {"reason", typed(desk, "reason")}})), path, suspensions_page, "lifted");
}

}  // namespace beadle::console
