// page_me.cc — one's own account: where one is signed in, and new recovery codes.
#include "console/routes.h"
#include "console/words.h"

namespace beadle::console {

Response show_me(Desk& desk) {
    const Reply reply = desk.ask("session.list");
    if (!reply.done()) return desk.trouble(reply);
    Value rows = Value::list();
    for (const auto& s : reply.lines)
        rows.add(Value::map({{"mark", s.text("mark")}, {"this", s.flag("this")}, {"at", london_words(s.text("at"))}, {"seen", london_words(s.text("seen_at"))},
                             {"address", s.text("address")}, {"browser", s.text("browser")}}));
    return desk.page("me", "Your account", Value::map({{"rows", rows}, {"name", desk.who.text("name")}, {"mail", desk.who.text("mail")},
                                                       {"codes_left", std::to_string(reply.first().number("codes_left"))}}));
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
