// page_own.cc — what a member wrote and Beadle holds: why it waits, and taking it back.
#include "console/held.h"
#include "console/routes.h"
#include "console/words.h"

namespace beadle::console {

Response show_own(Desk& desk) {
    const Reply reply = desk.ask("own.list", Value::map({{"oldest_first", true}, {"limit", 100}}));
    if (!reply.done()) return desk.trouble(reply);
    Value rows = Value::list();
    for (const auto& line : reply.lines)
        if (!line.text("id").empty()) rows.add(held_row(line, desk.house.clock.wall()));
    return desk.page("own", "My held mail", Value::map({{"rows", rows}, {"any", !rows.empty()}, {"mail", desk.who.text("mail")}}));
}

Response withdraw_own(Desk& desk) {
    const Reply reply = desk.ask("own.withdraw", Value::map({{"id", desk.parts[0].substr(0, 20)}}));
    return reply.done() ? desk.go("/own?done=withdrawn") : desk.trouble(reply);
}

}  // namespace beadle::console
