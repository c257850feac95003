#include "console/retention_words.h"

#include "base/text.h"
#include "console/after.h"
#include "console/words.h"

namespace beadle::console {
namespace {

std::string records_words(const std::string& records) {
    if (records == "events") return "What happened to each mail";
    if (records == "acts") return "What persons did in Beadle";
    if (records == "held") return "Content of mail that was kept";
    if (records == "notices") return "Texts of notices";
    if (records == "requests") return "Files of requests";
    return "Papers outside Beadle: listed here, destroyed by hand";
}

std::string kept_words(const Value& c) {
    const std::string trigger = c.text("trigger"), period = c.text("period");
    return period == "indefinite" ? "for good" : period + (trigger.empty() || trigger == "recorded" ? "" : ", once it is " + trigger);
}

std::string way_words(const Value& c) {
    if (c.text("disposal") == "automatic") return "by itself";
    return c.number("persons") > 1 ? "two persons decide" : "a person decides";
}

std::string counted(const Value& object) {
    std::string out;
    for (std::size_t i = 0; i < object.keys().size(); ++i) out += (i == 0 ? "" : ", ") + object.keys()[i] + ": " + object.items()[i].text();
    return out;
}

// Where not all were counted, what was is the least.
std::string least(const Value& due, const char* key) {
    return (due.flag("more") ? "at least " : "") + std::to_string(due.number(key));
}

std::string range_of(const Value& v) {
    if (v.text("oldest").empty() || v.flag("more")) return "";
    return day_words(v.text("oldest")) + (v.text("newest") == v.text("oldest") ? "" : " to " + day_words(v.text("newest")));
}

}  // namespace

Value retention_tabs(const std::string& current) {
    Value out = Value::list();
    for (const auto& [path, label] : {std::pair{"/retention", "What is kept"}, {"/retention/holds", "Holds"}, {"/retention/certificates", "Certificates"}})
        out.add(Value::map({{"href", path}, {"label", label}, {"current", current == path}}));
    return out;
}

Value class_row(const Value& c, const Value& due) {
    const Value& change = c["change"];
    const std::int64_t count = due.number("count");
    return Value::map({{"id", c.text("class")}, {"href", "/retention/class/" + percent_encoded(c.text("class"))}, {"what", c.text("title")}, {"records", records_words(c.text("records"))},
                       {"kept", kept_words(c)}, {"way", way_words(c)}, {"reviewed", c.text("disposal") != "automatic"}, {"source", c.text("source")}, {"schedule_version", c.text("schedule_version")},
                       {"adopted", day_words(c.text("adopted"))}, {"minute", c.text("minute")}, {"in_file", c.flag("in_file")}, {"reasons", joined(c["reasons"])},
                       {"due", least(due, "count")}, {"any_due", count > 0 || due.flag("more")}, {"size", count > 0 ? (due.flag("more") ? "at least " : "") + size_words(due.number("octets")) : ""},
                       {"range", range_of(due)}, {"stopped", due.number("stopped") > 0 ? least(due, "stopped") : ""}, {"stopped_by", counted(due["stopped_by"])},
                       {"change", change.empty() ? "" : change.text("why").empty() ? "other words" : change.text("why")}, {"change_version", change.text("version")}, {"change_by", change.text("asked_by")}});
}

Value run_row(const Value& r) {
    const std::string state = r.text("state"), number = r.text("id").size() > 2 ? r.text("id").substr(2) : "";
    return Value::map({{"id", r.text("id")}, {"href", "/retention/certificates/" + number}, {"what", r.text("title")}, {"class", r.text("class")}, {"waits", state == "asked"},
                       {"class_path", "/retention/class/" + percent_encoded(r.text("class"))}, {"finished", state == "finished"}, {"state", state == "asked" ? "Waits for a second person" : state == "going" ? "Is being destroyed" : "Destroyed"},
                       {"asked_by", r.text("asked_by")}, {"by", r.text("asked_by").empty() ? "Beadle, by the schedule" : r.text("asked_by")}, {"approved_by", r.text("approved_by")}, {"asked_at", london_words(r.text("asked_at"))},
                       {"finished_at", london_words(r.text("finished_at"))}, {"count", r.text("count")}, {"size", size_words(r.number("octets"))}, {"range", range_of(r)},
                       {"stopped", r.number("stopped") > 0 ? r.text("stopped") + " (" + counted(r["stopped_by"]) + ")" : "none"}, {"hold_check", r.text("hold_check")}, {"method", r.text("method")},
                       {"records", records_words(r.text("records"))}, {"kept", kept_words(r)}, {"source", r.text("source")}, {"schedule_version", r.text("schedule_version")},
                       {"adopted", day_words(r.text("adopted"))}, {"minute", r.text("minute")}, {"backups_until", day_words(r.text("backups_until"))}, {"ids_hash", r.text("ids_hash")}, {"mac", r.text("mac")}});
}

}  // namespace beadle::console
