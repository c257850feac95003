#include "records/incident_jobs.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "mail/address.h"

#include "records/held.h"
#include "records/queries.h"

namespace beadle::records {
namespace {

using nlohmann::json;

constexpr std::int64_t window = 100;  // events looked at in a step
constexpr std::int64_t most_lines = 1000;
constexpr std::size_t most_hashes = 50;
constexpr Milliseconds before = 30LL * 24 * hour;

std::string dump(const json& j) { return j.dump(-1, ' ', false, json::error_handler_t::replace); }

bool ends(wire::Answer& answer, const Failure& why) {
    answer.exit_code = 4;
    answer.problem = "the records cannot be read now: " + why.what;
    return true;
}

json body_of(const Event& e) {
    auto j = json::parse(e.body, nullptr, false);
    return j.is_object() ? j : json::object();
}
json at(const json& j, const char* key) { return j.is_object() && j.contains(key) ? j.at(key) : json(); }
std::string word(const json& j, const char* key) {
    const auto v = at(j, key);
    return v.is_string() ? v.get<std::string>() : std::string();
}

// Attachments, not the words of the message: those are alike in many an innocent mail.
std::vector<json> attachments_of(const json& body) {
    std::vector<json> out;
    for (const auto& e : at(at(body, "inspection"), "entities"))
        if (!word(e, "filename").empty() && word(e, "sha256").size() == 64)
            out.push_back(
                {{"filename", word(e, "filename")}, {"sha256", word(e, "sha256")}, {"octets", at(e, "octets")}});
    return out;
}

Result<std::vector<Event>> events_where(Store& store, const std::string& where, const Values& values) {
    auto rows = store.db.rows(std::string("SELECT ") + event_columns + " FROM events WHERE " + where, values);
    if (!rows) return rows.failure();
    std::vector<Event> out;
    for (const auto& row : *rows) out.push_back(event_of(row));
    return out;
}

// What the kept copies say became of each recipient, and what the mail server said.
Status add_held(Store& store, const Event& verdict, json& recipients) {
    auto all = held_of_event(store, verdict.seq);
    if (!all) return all.failure();
    for (const auto& held : *all) {
        auto people = recipients_of(store, held.id);
        if (!people) return people.failure();
        for (const auto& person : *people)
            for (auto& r : recipients)
                if (r["address"] == parse_address(person.address).text) {
                    r["became"] =
                        is_open(held.state) || person.state != "held" ? person.state : std::string(name(held.state));
                    r["id"] = held.reference;
                    if (!person.note.empty()) r["mail_server"] = printable(person.note, 300);
                }
    }
    return Done{};
}

json recipients_in(const Event& verdict, const json& body) {
    json out = json::array();
    const bool passed = verdict.outcome == "accepted" || verdict.outcome == "flagged" || verdict.outcome == "split";
    for (const auto& r : at(at(body, "decision"), "recipients")) {
        json one{
            {"address", word(r, "address")}, {"direction", word(r, "direction")}, {"decision", word(r, "verdict")}};
        one["became"] = passed ? "passed on" : verdict.outcome;
        out.push_back(std::move(one));
    }
    return out;
}

json other_line(const char* kind, const Event& e) {
    return {{"version", 1},
            {"kind", kind},
            {"event", e.seq},
            {"at", utc_text(e.at)},
            {"sender", e.sender},
            {"recipients", e.recipients.empty() ? std::vector<std::string>{} : split(e.recipients, '\n')},
            {"outcome", e.outcome},
            {"subject", e.subject}};
}

}  // namespace

bool IncidentWho::begin(Store& store, wire::Answer& answer) {
    begun_ = true;
    evidence_ = evidence_of(incident_);
    auto rows = store.db.rows("SELECT coalesce(min(seq), 1) FROM events WHERE gateway = ?1 AND at >= ?2",
                              {store.gateway, incident_.aware_at - before});
    if (!rows) return ends(answer, rows.failure());
    seq_ = integer(rows->front().front()) - 1;
    rows = store.db.rows("SELECT coalesce(max(seq), 0) FROM events WHERE gateway = ?1", {store.gateway});
    if (!rows) return ends(answer, rows.failure());
    last_ = integer(rows->front().front());
    return false;
}

bool IncidentWho::tell_message(Store& store, const Evidence& evidence, wire::Answer& answer) {
    if (!evidence.sender.empty()) senders_.insert(parse_address(evidence.sender).folded());
    if (evidence.sha256.size() == 64 && hashes_.size() < most_hashes) hashes_.insert(evidence.sha256);
    json line{{"version", 1},
              {"kind", "message"},
              {"sender", evidence.sender},
              {"subject", evidence.subject},
              {"message_id", evidence.message_id}};
    auto events = evidence.event != 0
                      ? events_where(store, "gateway = ?1 AND seq = ?2", {evidence.gateway, evidence.event})
                      : Result<std::vector<Event>>(std::vector<Event>());
    if (!events) return ends(answer, events.failure());
    if (events->empty()) {
        line["passed_here"] = false;
        answer.lines.push_back(dump(line));
        return false;
    }
    const Event& verdict = events->front();
    const json body = body_of(verdict);
    own_.insert(verdict.seq);
    json recipients = recipients_in(verdict, body);
    if (auto added = add_held(store, verdict, recipients); !added) return ends(answer, added.failure());
    const auto attachments = attachments_of(body);
    for (const auto& a : attachments)
        if (hashes_.size() < most_hashes) hashes_.insert(word(a, "sha256"));
    json data = json::object();
    for (const auto& f : at(at(body, "inspection"), "findings"))
        if (const auto kind = word(f, "kind"); !kind.empty())
            data[kind] = data.value(kind, 0) + (at(f, "count").is_number_integer() ? f.at("count").get<int>() : 1);
    line.update({{"passed_here", true},
                 {"event", verdict.seq},
                 {"at", utc_text(verdict.at)},
                 {"queue_id", verdict.queue_id},
                 {"outcome", verdict.outcome},
                 {"recipients", recipients},
                 {"attachments", attachments},
                 {"seen", data}});
    line["later"] = json::array();
    auto later = events_where(store, "gateway = ?1 AND about = ?2 AND about <> 0 ORDER BY seq LIMIT 200",
                              {verdict.gateway, verdict.seq});
    if (!later) return ends(answer, later.failure());
    for (const auto& e : *later)
        if (!e.kind.starts_with("incident-"))
            line["later"].push_back(
                {{"at", utc_text(e.at)},
                 {"kind", e.kind},
                 {"outcome", e.outcome},
                 {"person", e.person},
                 {"recipients", e.recipients.empty() ? std::vector<std::string>{} : split(e.recipients, '\n')}});
    answer.lines.push_back(dump(line));
    return false;
}

void IncidentWho::look_at(const Event& e, wire::Answer& answer) {
    if (own_.contains(e.seq)) return;
    const bool has =
        std::any_of(hashes_.begin(), hashes_.end(), [&](const auto& h) { return e.body.find(h) != std::string::npos; });
    if (has && ++same_attachment_ <= most_lines) {
        json line = other_line("same-attachment", e);
        line["attachments"] = json::array();
        for (const auto& a : attachments_of(body_of(e)))
            if (hashes_.contains(word(a, "sha256"))) line["attachments"].push_back(a);
        if (!line["attachments"].empty()) answer.lines.push_back(dump(line));
    }
    if (senders_.contains(parse_address(e.sender).folded()) && ++same_sender_ <= most_lines)
        answer.lines.push_back(dump(other_line("same-sender", e)));
}

bool IncidentWho::step(Store& store, wire::Answer& answer) {
    if (!begun_ && begin(store, answer)) return true;
    if (next_ < evidence_.size()) return tell_message(store, evidence_[next_++], answer);
    auto events =
        events_where(store, "gateway = ?1 AND seq > ?2 AND seq <= ?3 AND kind = 'verdict' ORDER BY seq LIMIT ?4",
                     {store.gateway, seq_, last_, window});
    if (!events) return ends(answer, events.failure());
    for (const auto& e : *events) look_at(e, answer);
    if (!events->empty()) seq_ = events->back().seq;
    if (static_cast<std::int64_t>(events->size()) == window) return false;
    answer.lines.push_back(dump({{"version", 1},
                                 {"kind", "end"},
                                 {"number", incident_.number},
                                 {"from", utc_text(incident_.aware_at - before)},
                                 {"to", utc_text(store.clock.wall())},
                                 {"same_attachment", same_attachment_},
                                 {"same_sender", same_sender_},
                                 {"cut", std::max(same_attachment_, same_sender_) > most_lines}}));
    return true;
}

bool IncidentProof::step(Store& store, wire::Answer& answer) {
    if (!begun_) {
        begun_ = true;
        evidence_ = evidence_of(incident_);
        json line = json::parse(incident_line(store, incident_), nullptr, false);
        line["kind"] = "incident";
        answer.lines.push_back(dump(line));
        return false;
    }
    if (next_ < evidence_.size()) {
        const Evidence& e = evidence_[next_++];
        if (e.event == 0) return false;
        auto rows = store.db.rows(std::string("SELECT ") + event_columns +
                                      " FROM events WHERE " + is_it_or_about_it + " ORDER BY seq LIMIT 300",
                                  {e.gateway, e.event});
        if (!rows) return ends(answer, rows.failure());
        for (const auto& row : *rows) {
            const Event event = event_of(row);
            const auto mac = octets(row.back());
            auto chained = is_in_chain(store, event, mac);
            if (!chained) return ends(answer, chained.failure());
            answer.lines.push_back(
                "{\"version\":1,\"kind\":\"event\",\"as_written\":" + std::string(*chained ? "true" : "false") +
                ",\"mac\":\"" + hex(mac) + "\",\"sha256\":\"" + sha256_hex(wire::encode(event)) +
                "\",\"record\":" + event_line(event) + "}");
        }
        return false;
    }
    auto head = marked_end(store, store.gateway);
    if (!head) return ends(answer, head.failure());
    answer.lines.push_back(dump({{"version", 1},
                                 {"kind", "head"},
                                 {"gateway", store.gateway},
                                 {"event", *head ? (*head)->seq : 0},
                                 {"mac", *head ? hex((*head)->mac) : ""},
                                 {"at", utc_text(store.clock.wall())}}));
    return true;
}

}  // namespace beadle::records
