#include "records/event_formats.h"

#include <nlohmann/json.hpp>

#include "base/text.h"

namespace beadle::records {
namespace {

using nlohmann::json;

std::string dump(const json& j) { return j.dump(-1, ' ', false, json::error_handler_t::replace); }

json list_of(const std::string& words, char separator, std::size_t most) {
    json out = json::array();
    if (words.empty()) return out;
    for (auto& word : split(words, separator)) {
        if (out.size() == most) break;
        out.push_back(printable(word, 320));
    }
    return out;
}

std::string text_in(const json& j, const char* key) {
    return j.is_object() && j.contains(key) && j[key].is_string() ? printable(j[key].get<std::string>(), 300) : "";
}

void put(json& to, const char* key, const std::string& value) {
    if (!value.empty()) to[key] = value;
}

const json& in(const json& j, const char* key) {
    static const json none = json::object();
    return j.is_object() && j.contains(key) ? j[key] : none;
}

// Kind, number and sureness; never a sample.
json findings_of(const json& body, std::size_t most) {
    json out = json::array();
    for (const auto& f : in(in(body, "inspection"), "findings")) {
        if (out.size() == most) break;
        json one{{"kind", text_in(f, "kind")}, {"confidence", text_in(f, "confidence")}};
        if (f.is_object() && f.contains("count") && f["count"].is_number_integer()) one["count"] = f["count"];
        out.push_back(std::move(one));
    }
    return out;
}

const char* type_of(const Event& e) {
    if (e.kind == "request-refused" || e.kind == "stamp-refused") return "denied";
    if (e.kind != "verdict") return "info";
    return e.outcome == "accepted" ? "allowed" : "denied";
}

const char* outcome_of(const Event& e) {
    for (const char* bad : {"failed", "not-released", "bounced", "expired"})
        if (e.outcome == bad) return "failure";
    return e.outcome == "deferred" || e.outcome == "tried-again" ? "unknown" : "success";
}

json event_fields(const Event& e) {
    return {{"kind", "event"},
            {"module", "beadle"},
            {"dataset", "beadle.events"},
            {"category", json::array({"email"})},
            {"type", json::array({type_of(e)})},
            {"action", e.kind},
            {"outcome", outcome_of(e)},
            {"sequence", e.seq},
            {"id", e.gateway + "/" + std::to_string(e.seq)}};
}

json own_fields(const Event& e, const json& body, std::size_t most) {
    json own{{"outcome", e.outcome}};
    if (e.about != 0) own["about"] = e.about;
    if (!e.held.empty()) own["states"] = list_of(e.held, ' ', most);
    for (const char* key : {"reason", "reply", "cause", "content_hash", "id", "mark", "relay", "dsn", "problem", "head"})
        put(own, key, text_in(body, key));
    if (auto findings = findings_of(body, most); !findings.empty()) own["findings"] = std::move(findings);
    if (in(body, "size").is_number_integer()) own["size"] = body["size"];
    for (const char* key : {"policy_version", "generation", "policy"})
        if (in(in(body, "decision"), key).is_primitive() && !in(in(body, "decision"), key).is_null()) own[key] = body["decision"][key];
    return own;
}

std::string ecs_with(const Event& e, std::size_t most, bool cut) {
    json body = json::parse(e.body, nullptr, false);
    if (!body.is_object()) body = json::object();
    json j{{"@timestamp", utc_text(e.at)},
           {"ecs", {{"version", "8.11"}}},
           {"event", event_fields(e)},
           {"observer", {{"name", e.gateway}, {"vendor", "Beadle"}, {"type", "email-gateway"}}},
           {"beadle", own_fields(e, body, most)}};
    json mail = json::object();
    put(mail, "message_id", printable(e.message_id, 300));
    put(mail, "local_id", printable(e.queue_id, 64));
    if (!e.sender.empty()) mail["from"]["address"] = json::array({printable(e.sender, 320)});
    if (!e.recipients.empty()) mail["to"]["address"] = list_of(e.recipients, '\n', most);
    if (!mail.empty()) j["email"] = std::move(mail);
    if (!e.rules.empty()) j["rule"]["id"] = list_of(e.rules, ' ', most);
    if (!e.person.empty()) j["user"]["name"] = printable(e.person, 64);
    put(j["source"], "ip", text_in(in(in(body, "envelope"), "client"), "address"));
    put(j["source"], "domain", text_in(in(in(body, "envelope"), "client"), "name"));
    if (j["source"].is_null() || j["source"].empty()) j.erase("source");
    if (cut) j["beadle"]["cut"] = true;
    return dump(j);
}

}  // namespace

std::string ecs_line(const Event& event) {
    std::string out = ecs_with(event, 100, false);
    for (std::size_t most = 20; out.size() > most_ecs && most > 0; most /= 2) out = ecs_with(event, most, true);
    return out;
}

// A quote before what a spreadsheet would run: = + - @, their wide forms, tab and line ends.
std::string csv_cell(const std::string& text) {
    std::string clean = printable(text, 2000);
    const std::string_view start = trim(clean);
    bool runs = false;
    for (const char* sign : {"=", "+", "-", "@", "\xef\xbc\x9d", "\xef\xbc\x8b", "\xef\xbc\x8d", "\xef\xbc\xa0", "|", "%"})
        runs = runs || start.starts_with(sign);
    return "\"" + std::string(runs ? "'" : "") + replace_all(clean, "\"", "\"\"") + "\"";
}

std::string csv_head() {
    return "gateway,event,at,kind,outcome,about,person,queue_id,message_id,sender,recipients,rules,states,reason,reply";
}

std::string csv_line(const Event& e) {
    const json body = json::parse(e.body, nullptr, false);
    std::string out = csv_cell(e.gateway) + "," + std::to_string(e.seq) + "," + utc_text(e.at);
    const std::string about = e.about == 0 ? "" : std::to_string(e.about);
    for (const std::string& cell : {e.kind, e.outcome, about, e.person, e.queue_id, e.message_id, e.sender, replace_all(e.recipients, "\n", " "),
                                    e.rules, e.held, text_in(body, "reason"), text_in(body, "reply")})
        out += "," + csv_cell(cell);
    return out;
}

}  // namespace beadle::records
