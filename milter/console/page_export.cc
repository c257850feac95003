// page_export.cc — a list as a file: all mail, held mail, audit, with the filters of its page; who took it stands in the records.

#include "base/text.h"
#include "console/after.h"
#include "console/lists.h"
#include "console/routes.h"
#include "console/table_file.h"
#include "console/words.h"

namespace beadle::console {
namespace {

constexpr std::size_t most_rows = 5000;
constexpr std::int64_t at_once = 200;

struct Taken {
    TableFile table;
    bool cut = false;
    Reply reply;  // the last one of the records
};

void add_event(const Value& e, bool mail, TableFile& table) {
    const std::string at = e.text("at"), people = joined(e["recipients"], " "), rules = joined(e["rules"], " ");
    const Value& d = e["details"];
    if (mail) table.rows.push_back({e.text("event"), at, london_stamp(at), e.text("sender"), people.empty() ? e.text("recipients") : people, e.text("subject"), e.text("outcome"), rules.empty() ? e.text("rules") : rules, e.text("queue_id"), e.text("message_id")});
    else table.rows.push_back({e.text("event"), at, london_stamp(at), e.text("person"), e.text("kind"), e.text("outcome"), d.text("id"), d.text("reason"), e.text("subject")});
}

// Newest first, piece after piece.
Taken events(const Desk& desk, Value arguments, bool mail, bool attachment) {
    Taken out;
    std::size_t looked_at = 0;
    for (bool more = true; more && !out.cut;) {
        arguments.set("limit", at_once);
        out.reply = desk.ask("events.search", arguments);
        if (!out.reply.done()) return out;
        for (const auto& e : out.reply.lines)
            if (!attachment || has_attachment(e)) add_event(e, mail, out.table);
        looked_at += out.reply.lines.size();
        more = static_cast<std::int64_t>(out.reply.lines.size()) == at_once;
        out.cut = out.table.rows.size() > most_rows || looked_at > 4 * most_rows;
        if (more) arguments.set("under", out.reply.lines.back().number("event"));
    }
    return out;
}

Taken mail_of(const Desk& desk) {
    const Understood wanted = mail_wanted(desk.form, desk.house.clock.wall());
    Taken out = events(desk, wanted.arguments, true, wanted.attachment);
    out.table.columns = {"event", "at", "at_london", "sender", "recipients", "subject", "outcome", "rules", "queue_id", "message_id"};
    return out;
}

Taken audit_of(const Desk& desk) {
    Taken out = events(desk, audit_wanted(desk.form), false, false);
    out.table.columns = {"event", "at", "at_london", "person", "kind", "outcome", "about", "reason", "subject"};
    return out;
}

Taken held_of(const Desk& desk) {
    Taken out;
    out.table.columns = {"id", "at", "at_london", "sender", "recipients", "recipient_count", "subject", "reason", "rules", "clauses", "origin", "state", "size"};
    Value wanted = held_wanted(desk.form);
    wanted.set("limit", at_once);
    for (bool more = true; more && !out.cut;) {
        out.reply = desk.ask("console.held", wanted);
        if (!out.reply.done()) return out;
        std::int64_t count = 0;
        for (const auto& h : out.reply.lines) {
            if (h.text("id").empty()) continue;
            ++count;
            const std::string at = h.text("at");
            out.table.rows.push_back({h.text("id"), at, london_stamp(at), h.text("sender"), joined(h["recipients"], " "), h.text("recipient_count"), h.text("subject"), h.text("reason"),
                                      joined(h["rules"], " "), h.text("clauses"), h.text("origin"), h.text("state"), h.text("size")});
            wanted.set("after", h.text("id"));
        }
        more = count == at_once;
        out.cut = out.table.rows.size() > most_rows;
    }
    return out;
}

std::string filters_of(const Desk& desk) {
    Fields out;
    for (const auto& [name, value] : desk.form.pairs())
        if (name != "seal" && name != "format") out.add(name, value.substr(0, 100));
    return out.encoded().substr(0, 900);
}

}  // namespace

Response export_list(Desk& desk) {
    const std::string list = desk.here.substr(1), format = desk.form.one("format") == "json" ? "json" : "csv";
    const Taken taken = list == "mail" ? mail_of(desk) : list == "held" ? held_of(desk) : audit_of(desk);
    if (taken.reply.reached && taken.reply.exit_code == 2) return desk.words(400, "Not understood", taken.reply.problem + ". Go back and type it another way.");
    if (!taken.reply.done()) return desk.trouble(taken.reply);
    if (taken.cut) return desk.words(422, "Too much for one file", "A file holds at most " + std::to_string(most_rows) + " rows. Nothing was saved. Go back and narrow the search, to a shorter time for example.");
    Response out;
    out.body = format == "json" ? json_of(taken.table) : csv_of(taken.table);
    const Reply noted = desk.ask("console.exported", Value::map({{"list", list}, {"format", format}, {"count", taken.table.rows.size()}, {"sha256", sha256_hex(out.body)}, {"asked", filters_of(desk)}}));
    if (!noted.done()) return desk.trouble(noted);  // nothing leaves that is not on record
    out.type = format == "json" ? "application/json" : "text/csv; charset=utf-8";
    out.shown = Shown::download;
    out.file_name = list + "-" + utc_text(desk.house.clock.wall()).substr(0, 10) + "." + format;
    return out;
}

}  // namespace beadle::console
