// page_access.cc — who may sign in, and letting somebody in or out.
#include "base/text.h"
#include "console/routes.h"
#include "console/words.h"

namespace beadle::console {
namespace {

constexpr const char* all_roles[] = {"clerk", "deputy", "rfo", "admin", "auditor", "chair", "contractor", "member"};

Response access_page(Desk& desk, const std::string& problem, const Value& invited, int status) {
    const Reply reply = desk.ask("user.list");
    if (!reply.done()) return desk.trouble(reply);
    Value rows = Value::list();
    for (const auto& a : reply.lines) {
        const std::string state = a.text("state");
        rows.add(Value::map({{"name", a.text("name")}, {"role", role_words(a.text("role"))}, {"mail", a.text("mail")}, {"state", state},
                             {"until", london_words(a.text("until"))}, {"seen", london_words(a.text("signed_in_at"))}, {"live", state != "ended"}}));
    }
    Value roles = Value::list();
    for (const char* role : all_roles) roles.add(Value::map({{"value", role}, {"label", role_words(role)}, {"chosen", desk.form.one("role") == role}}));
    Value data = Value::map({{"rows", rows}, {"any", !rows.empty()}, {"roles", roles}, {"problem", problem}, {"may_add", desk.may("user.add")},
                             {"name", desk.form.one("name")}, {"mail", desk.form.one("mail")}, {"until", desk.form.one("until")}});
    if (!invited.empty())
        data.set("invited", Value::map({{"name", invited.text("name")}, {"link", desk.house.public_address + invited.text("set_up")}, {"until", london_words(invited.text("set_up_until"))}}));
    return desk.page("access", "Access", std::move(data), status);
}

Response after(Desk& desk, const Reply& reply) {
    if (reply.needs == "proof") return desk.go("/prove?next=/access");
    if (!reply.needs.empty() || !reply.reached || reply.exit_code > 2) return desk.trouble(reply);
    if (!reply.done()) return access_page(desk, reply.problem, Value(), 422);
    return access_page(desk, "", reply.first(), 200);
}

}  // namespace

Response show_access(Desk& desk) { return access_page(desk, "", Value(), 200); }

Response add_account(Desk& desk) {
    Value arguments = Value::map({{"name", std::string(trim(desk.form.one("name")))}, {"role", desk.form.one("role")}, {"mail", std::string(trim(desk.form.one("mail")))}});
    if (const std::string until(trim(desk.form.one("until"))); !until.empty()) arguments.set("until", until);
    return after(desk, desk.ask("user.add", arguments));
}

Response reset_account(Desk& desk) { return after(desk, desk.ask("user.reset", Value::map({{"name", desk.form.one("account")}}))); }

Response remove_account(Desk& desk) {
    const Reply reply = desk.ask("user.remove", Value::map({{"name", desk.form.one("account")}}));
    return reply.done() ? desk.go("/access?done=removed") : after(desk, reply);
}

}  // namespace beadle::console
