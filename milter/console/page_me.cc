// page_me.cc — one's own account: where one is signed in, another password, new recovery codes.
#include "console/password.h"
#include "console/routes.h"
#include "console/words.h"

namespace beadle::console {

namespace {

Response me_page(Desk& desk, const std::string& problem) {
    const Reply reply = desk.ask("session.list");
    if (!reply.done()) return desk.trouble(reply);
    Value rows = Value::list();
    for (const auto& s : reply.lines)
        rows.add(Value::map({{"mark", s.text("mark")}, {"this", s.flag("this")}, {"at", london_words(s.text("at"))}, {"seen", london_words(s.text("seen_at"))},
                             {"address", s.text("address")}, {"browser", s.text("browser")}}));
    return desk.page("me", "Your account", Value::map({{"rows", rows}, {"name", desk.who.text("name")}, {"mail", desk.who.text("mail")},
                                                       {"codes_left", std::to_string(reply.first().number("codes_left"))}, {"fresh", desk.who.flag("fresh")},
                                                       {"password_problem", problem}}), problem.empty() ? 200 : 422);
}

}  // namespace

Response show_me(Desk& desk) { return me_page(desk, ""); }

// The records take it only from who gave the present password and a code within the last ten minutes.
Response change_my_password(Desk& desk) {
    if (!desk.who.flag("fresh")) return desk.go("/prove?next=/me");
    const std::string password = desk.form.one("new"), name = desk.who.text("name");
    if (password != desk.form.one("again")) return me_page(desk, "The two are not the same. Type the new password twice.");
    if (const auto why = why_not(password, name, desk.house.council); !why.empty()) return me_page(desk, why);
    const Reply salt = desk.ask("session.salt", Value::map({{"name", name}}));
    if (!salt.done()) return desk.trouble(salt);
    const auto proof = proof_of(password, salt.first().text("salt"));
    if (!proof) return desk.trouble(Reply{});
    const Reply reply = desk.ask("session.password", Value::map({{"proof", *proof}}));
    if (reply.needs == "proof") return desk.go("/prove?next=/me");
    return reply.done() ? desk.go("/me?done=password") : desk.trouble(reply);
}

Response end_my_session(Desk& desk) {
    const Reply reply = desk.ask("session.end", Value::map({{"mark", desk.form.one("mark").substr(0, 64)}}));
    return reply.done() ? desk.go("/me?done=session") : desk.trouble(reply);
}

Response new_codes(Desk& desk) {
    const Reply reply = desk.ask("session.codes");
    if (reply.needs == "proof") return desk.go("/prove?next=/me");
    if (!reply.done()) return desk.trouble(reply);
    return desk.page("codes", "Print your recovery codes", Value::map({{"codes", reply.first()["codes"]}}));
}

}  // namespace beadle::console
