// page_incident_proof.cc — the evidence of an incident: what it holds, whether the records are as they were written, one file to keep.
#include "base/text.h"
#include "console/after.h"
#include "console/incident.h"
#include "console/routes.h"
#include "console/words.h"

namespace beadle::console {
namespace {

std::string number_of_incident(const Desk& desk) { return desk.parts.empty() ? "" : desk.parts[0].substr(0, 40); }

void check_record(const Desk& desk, const std::string& number, Value& data) {
    const Reply proof = desk.ask("incident.proof", Value::map({{"number", number}}));
    std::size_t events = 0, changed = 0;
    std::string head;
    for (const auto& line : proof.lines) {
        if (line.text("kind") == "head") head = line.text("mac");
        if (line.text("kind") != "event") continue;
        ++events;
        changed += !line.flag("as_written");
    }
    data.set("checked", true).set("check_good", proof.done() && changed == 0).set("events", std::to_string(events)).set("changed", std::to_string(changed)).set("head", head);
}

}  // namespace

void add_evidence(const Desk& desk, const Value& incident, Value& data) {
    Value rows = Value::list();
    for (const auto& e : incident["evidence"].items()) {
        const std::string event = e.text("event"), subject = e.text("subject");
        rows.add(Value::map({{"href", event.empty() || event == "0" ? "" : "/mail/" + event}, {"subject", subject.empty() ? "(no subject)" : subject}, {"sender", e.text("sender")},
                             {"message_id", e.text("message_id")}, {"case", e.text("id")}, {"sha256", e.text("sha256")}}));
    }
    const bool any = !rows.empty();
    data.set("evidence", std::move(rows)).set("any_evidence", any).set("may_prove", desk.may("incident.proof")).set("may_export", desk.may("incident.export"));
    data.set("as_recorded", incident.flag("as_recorded"));
    if (desk.query.has("check") && desk.may("incident.proof")) check_record(desk, incident.text("number"), data);
}

// What the records hold of it, a JSON object a line; the hash of the file's line of sha256sum enters the chain before it leaves.
Response export_incident(Desk& desk) {
    const std::string number = number_of_incident(desk);
    const Value named = Value::map({{"number", number}});
    const Reply proof = desk.ask("incident.proof", named), who = desk.ask("incident.who", named);
    if (!proof.done()) return desk.trouble(proof);
    if (!who.done()) return desk.trouble(who);
    Response out;
    for (const Reply* reply : {&proof, &who})
        for (const auto& line : reply->lines) out.body += json_of(line) + "\n";
    out.file_name = "incident-" + proof.first().text("number") + ".jsonl";
    const std::string manifest = sha256_hex(out.body) + "  " + out.file_name + "\n";
    const Reply noted = desk.ask("incident.export", Value::map({{"number", number}, {"manifest_sha256", sha256_hex(manifest)}}));
    if (noted.needs == "proof") return desk.go("/prove?next=" + percent_encoded("/incidents/" + number));
    if (!noted.done()) return desk.trouble(noted);
    out.type = "application/jsonl";
    out.shown = Shown::download;
    return out;
}

}  // namespace beadle::console
