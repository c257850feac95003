#include "cli/matters_text.h"

#include <fmt/core.h>

#include <map>

#include "base/text.h"
#include "cli/records_text.h"
#include "cli/value.h"

namespace beadle::cli {
namespace {

using Lines = std::vector<std::string>;

std::vector<Value> values_of(const Lines& lines) {
    std::vector<Value> out;
    for (const auto& line : lines)
        if (auto v = Value::parse(line); v && v->kind() == Value::Kind::object) out.push_back(std::move(*v));
    return out;
}

std::string number(const Value& v) { return fmt::format("{:.0f}", v.number()); }
std::string or_dash(const Value& v, std::size_t most = 200) {
    const auto s = v.text(most);
    return s.empty() ? "–" : s;
}
std::string minute(const Value& v) {
    auto s = v.text(40);
    if (s.size() < 16 || s[10] != 'T') return s;
    s.resize(16);
    s[10] = ' ';
    return s;
}
std::string size_of(const Value& v) {
    const double n = v.number();
    if (n < 10'000) return fmt::format("{:.0f} bytes", n);
    return n < 10'000'000 ? fmt::format("{:.0f} KB", n / 1000) : fmt::format("{:.1f} MB", n / 1'000'000);
}
std::string row(const char* key, const std::string& value) { return value.empty() ? "" : fmt::format("  {:<22} {}\n", key, value); }
std::string counts(const Value& object) {
    std::vector<std::string> out;
    for (const auto& [key, n] : object.fields()) out.push_back(printable(key, 120) + ": " + number(n));
    return join(out, ", ");
}

// ---- holds -----------------------------------------------------------------------------------------------------------

std::string reach(const Value& h) {
    std::vector<std::string> out;
    if (!h["people"].items().empty()) out.push_back("people " + h["people"].text());
    if (!h["terms"].items().empty()) out.push_back("terms " + h["terms"].text());
    if (!h["from"].raw().empty() || !h["to"].raw().empty()) out.push_back("days " + or_dash(h["from"]) + " to " + or_dash(h["to"]));
    return join(out, "; ");
}

std::string holds(const Lines& lines, const Look& look) {
    std::vector<std::vector<Cell>> rows;
    for (const auto& h : values_of(lines))
        rows.push_back({{h["id"].text()}, {h["state"].text() + (h["lift_person"].raw().empty() || h["state"].raw() != "in-force" ? "" : ", lift asked by " + h["lift_person"].text())},
                        {h["case"].text()}, {or_dash(h["review"]) + (h["review_due"].truth() ? " (due)" : ""), h["review_due"].truth() ? Ink::yellow : Ink::plain}, {reach(h)}});
    return rows.empty() ? "No holds.\n" : table(look, {"Hold", "State", "Case", "Review", "Reaches"}, rows);
}

std::string hold(const Lines& lines, const Look& look) {
    std::string out;
    for (const auto& h : values_of(lines)) {
        out += paint(look, Ink::bold, h["id"].text() + "  " + h["case"].text()) + "\n";
        out += row("state", h["state"].text()) + row("reason", h["reason"].text()) + row("placed by", h["person"].text()) +
               row("reaches", reach(h)) + row("of request", h["request"].text()) + row("review", h["review"].text()) +
               row("lift asked by", h["lift_person"].text());
        if (!h["kept_messages"].is_null())
            out += row("on now", number(h["kept_messages"]) + (h["kept_messages"].number() == 1 ? " kept message, " : " kept messages, ") + size_of(h["octets"]) + (h["cases"].items().empty() ? "" : ": " + h["cases"].text()));
        for (const auto& e : h["history"].items()) out += fmt::format("  {}  {:<18} {:<12} {}\n", minute(e["at"]), e["kind"].text(), e["person"].text(), e["reason"].text());
    }
    return out;
}

// ---- retention -------------------------------------------------------------------------------------------------------

std::string due(const Lines& lines, const Look& look) {
    std::vector<std::vector<Cell>> rows;
    std::string after;
    for (const auto& c : values_of(lines)) {
        const bool any = c["count"].number() > 0;
        rows.push_back({{c["class"].text()}, {c["period"].text()}, {c["disposal"].text()}, {number(c["count"]), any ? Ink::bold : Ink::plain},
                        {any ? size_of(c["octets"]) : "–"}, {any ? c["oldest"].text() + " to " + c["newest"].text() : "–"},
                        {c["stopped"].number() > 0 ? number(c["stopped"]) + " (" + counts(c["stopped_by"]) + ")" : "–"}});
        if (!c["change_waits"].raw().empty())
            after += wrapped(look, c["class"].text() + ": ", "a change waits for two persons (" + c["change_waits"].text() + "): beadle retention approve " + c["class"].text());
    }
    if (rows.empty()) return "";
    return table(look, {"Class", "Kept", "Disposal", "Due", "Size", "From", "Stopped by holds"}, rows) + after;
}

std::string schedule(const Lines& lines, const Look& look) {
    std::vector<std::vector<Cell>> rows;
    std::string after;
    for (const auto& c : values_of(lines)) {
        rows.push_back({{c["class"].text()}, {c["records"].text() + (c["reasons"].items().empty() ? "" : " (" + c["reasons"].text() + ")")}, {c["period"].text() + (c["trigger"].raw() == "recorded" ? "" : ", once " + c["trigger"].text())},
                        {c["disposal"].text() + (c["persons"].number() > 1 ? ", 2 persons" : "")}, {c["schedule_version"].text()}, {c["title"].text()}});
        if (!c["in_file"].truth()) after += wrapped(look, c["class"].text() + ": ", "is no longer in the file; its last words count for what is kept");
        if (!c["change"].is_null())
            after += wrapped(look, c["class"].text() + ": ", "change of version " + c["change"]["version"].text() + " waits for two persons: " + c["change"]["why"].text() +
                                                                (c["change"]["asked_by"].raw().empty() ? "" : " (agreed by " + c["change"]["asked_by"].text() + ")"));
    }
    return rows.empty() ? "No retention schedule is adopted: nothing is destroyed by age.\n" : table(look, {"Class", "Records", "Kept", "Disposal", "Version", "Title"}, rows) + after;
}

std::string certificates(const Lines& lines, const Look& look) {
    std::vector<std::vector<Cell>> rows;
    for (const auto& c : values_of(lines))
        rows.push_back({{c["id"].text()}, {c["state"].text()}, {c["class"].text()}, {number(c["count"])}, {size_of(c["octets"])},
                        {minute(c["finished_at"])}, {or_dash(c["asked_by"]) + (c["approved_by"].raw().empty() ? "" : ", " + c["approved_by"].text())}});
    return rows.empty() ? "Nothing was destroyed yet.\n" : table(look, {"Run", "State", "Class", "Count", "Size", "Finished (UTC)", "By"}, rows);
}

std::string certificate(const Lines& lines, const Look& look) {
    std::string out;
    for (const auto& c : values_of(lines)) {
        if (c["state"].raw() == "nothing-due") return "Nothing is due in " + c["class"].text() + ".\n";
        const bool finished = c["state"].raw() == "finished";
        out += paint(look, Ink::bold, finished ? "CERTIFICATE OF DESTRUCTION" : "RUN OF DESTRUCTION, NOT FINISHED") + "\n\n";
        out += row("run", c["id"].text() + " on " + c["gateway"].text() + ", event " + number(c["event"]));
        out += row("class", c["class"].text() + ": " + c["title"].text());
        out += row("schedule", "version " + c["schedule_version"].text() + ", adopted " + c["adopted"].text());
        out += row("adopting minute", c["minute"].text()) + row("authority", c["source"].text());
        out += row("period", c["period"].text() + " after it was " + c["trigger"].text() + ", " + c["disposal"].text());
        out += row("destroyed", number(c["count"]) + " records, " + size_of(c["octets"]));
        out += row("dates", c["oldest"].raw().empty() ? "" : c["oldest"].text() + " to " + c["newest"].text());
        out += row("method", c["method"].text());
        out += row("hold check", c["hold_check"].text());
        if (c["stopped"].number() > 0) out += row("stopped by holds", number(c["stopped"]) + " (" + counts(c["stopped_by"]) + ")");
        out += row("operator", c["asked_by"].raw().empty() ? "Beadle, by the schedule" : c["asked_by"].text());
        out += row("approver", c["approved_by"].raw().empty() ? "the adopting minute" : c["approved_by"].text());
        out += row("finished", finished ? minute(c["finished_at"]) + " UTC" : "goes on by itself");
        out += row("last backup gone", c["backups_until"].raw().empty() ? "not known: [schedule] backups says how long backups are kept" : c["backups_until"].text());
        out += row("hash of the id list", c["ids_hash"].text());
        if (!c["ids_match"].is_null()) out += row("", c["ids_match"].truth() ? "the list in the records comes to this hash (--format json has it)" : "THE LIST IN THE RECORDS DOES NOT COME TO THIS HASH");
        out += row("seal", c["mac"].text());
    }
    return out;
}

// ---- requests --------------------------------------------------------------------------------------------------------

std::string clock(const Value& c) {
    if (c["state"].raw() == "stopped") return "closed; was due " + c["due"].text();
    std::string out = "due " + c["due"].text();
    const double left = c["days_left"].number();
    out += left < 0 ? fmt::format(", {:.0f} days late", -left) : fmt::format(", {:.0f} days left", left);
    if (c["state"].raw() == "waits-for-id") out += "; waits for proof of identity (as if shown today)";
    if (c["state"].raw() == "paused") out += "; paused (as if it came today)";
    if (c["beyond_bank_holidays"].truth()) out += "; bank holidays of that year are not known yet";
    return out;
}
Ink clock_ink(const Value& c) {
    if (c["state"].raw() == "stopped") return Ink::plain;
    return c["days_left"].number() < 0 ? Ink::red : c["days_left"].number() <= 5 ? Ink::yellow : Ink::plain;
}

std::string requests(const Lines& lines, const Look& look) {
    std::vector<std::vector<Cell>> rows;
    for (const auto& r : values_of(lines))
        rows.push_back({{r["id"].text()}, {r["kind"].text()}, {r["name"].text()}, {r["received"].text()}, {clock(r["clock"]), clock_ink(r["clock"])}, {or_dash(r["hold"])}});
    return rows.empty() ? "No requests.\n" : table(look, {"Request", "Kind", "Name", "Received", "Clock", "Hold"}, rows);
}

std::string proof(const Value& s) {
    std::string out = "looked through " + number(s["examined"]) + " messages";
    if (s["without_details"].number() > 0) out += " (" + number(s["without_details"]) + " without details any more)";
    out += " in " + s["where"].text() + "; found " + number(s["found"]) + ", new " + number(s["added"]);
    if (!s["hits"].fields().empty()) out += "; hits " + counts(s["hits"]);
    if (s["excluded"].number() > 0) out += "; left out " + number(s["excluded"]) + " (" + counts(s["excluded_by"]) + ")";
    if (s["texts_read"].number() > 0) out += "; texts read " + number(s["texts_read"]) + ", of them not whole " + number(s["texts_unread"]);
    if (s["cut"].truth()) out += "; MORE THAN 5000: narrow the search";
    return out;
}

std::string details_of(const Value& e) {
    if (e["kind"].raw() == "request-search") return proof(e["details"]);
    std::vector<std::string> out;
    for (const char* key : {"kind", "received", "on", "for", "item", "decision", "case", "outcome", "reason"})
        if (!e["details"][key].raw().empty()) out.push_back(std::string(key) + " " + e["details"][key].text());
    return join(out, ", ");
}

std::string request(const Lines& lines, const Look& look) {
    std::string out;
    std::vector<std::vector<Cell>> items;
    for (const auto& r : values_of(lines)) {
        if (!r["item"].is_null()) {
            items.push_back({{number(r["item"])}, {r["decision"].text()}, {minute(r["at"])}, {r["sender"].text()}, {r["subject"].text()}, {or_dash(r["case"])}, {r["reason"].text()}});
            continue;
        }
        out += paint(look, Ink::bold, r["id"].text() + "  " + r["kind"].text() + " of " + r["name"].text()) + "\n";
        out += row("received", r["received"].text()) + row("clock", paint(look, clock_ink(r["clock"]), clock(r["clock"])));
        if (!r["clock"]["acknowledge_by"].raw().empty())
            out += row("acknowledge by", r["clock"]["acknowledge_by"].text() + (r["clock"]["acknowledged"].raw().empty() ? "" : ", done " + r["clock"]["acknowledged"].text()));
        if (!r["clock"]["extend_by"].raw().empty() && r["state"].raw() == "open") out += row("extend by", r["clock"]["extend_by"].text());
        out += row("found by", r["identifiers"].text()) + row("hold", r["hold"].text()) + row("outcome", r["outcome"].text()) + row("closed", r["closed"].text());
        for (const auto& e : r["history"].items()) out += wrapped(look, fmt::format("  {}  {:<20} {:<10} ", minute(e["at"]), e["kind"].text(), e["person"].text()), details_of(e));
    }
    if (!items.empty()) out += "\n" + table(look, {"Item", "Decision", "At (UTC)", "Sender", "Subject", "Copy", "Reason"}, items);
    return out;
}

std::string request_act(const Lines& lines, const Look&) {
    std::string out;
    for (const auto& r : values_of(lines)) {
        if (!r["terms"].is_null()) {
            out += r["id"].text() + ": " + proof(r) + ".\n";
        } else if (!r["decision"].is_null()) {
            out += r["id"].text() + " item " + number(r["item"]) + ": " + r["decision"].text() + ".\n";
        } else {
            out += r["state"].raw() == "closed" ? r["id"].text() + " is closed: " + r["outcome"].text() + ". It was due " + r["clock"]["due"].text() + ".\n"
                                                : r["id"].text() + ": " + clock(r["clock"]) + ".\n";
            if (!r["clock"]["acknowledge_by"].raw().empty() && r["clock"]["acknowledged"].raw().empty()) out += "Acknowledge it by " + r["clock"]["acknowledge_by"].text() + ".\n";
            if (!r["hold"].raw().empty()) out += "Hold " + r["hold"].text() + " is in force until two persons close it.\n";
            if (!r["hold_lifted"].raw().empty()) out += "Hold " + r["hold_lifted"].text() + " is lifted.\n";
        }
    }
    return out;
}

std::string approved(const Lines& lines, const Look&) {
    std::string out;
    for (const auto& v : values_of(lines)) out += v["class"].text() + " is now kept " + v["period"].text() + ".\n";
    return out;
}

std::string any_object(const Lines& lines, const Look& look) {
    std::string out;
    for (const auto& line : lines) out += object_as_text(line, look);
    return out;
}

}  // namespace

AsText text_of_verb(const std::string& verb) {
    static const std::map<std::string, AsText> table_of_texts = {
        {"hold.list", holds}, {"hold.add", hold}, {"hold.show", hold}, {"hold.lift", hold}, {"retention.due", due}, {"retention.schedule", schedule},
        {"retention.certificates", certificates}, {"retention.certificate", certificate}, {"retention.run", certificate}, {"retention.approve", approved},
        {"request.list", requests}, {"request.show", request}};
    if (const auto found = table_of_texts.find(verb); found != table_of_texts.end()) return found->second;
    return verb.starts_with("request.") ? request_act : any_object;
}

}  // namespace beadle::cli
