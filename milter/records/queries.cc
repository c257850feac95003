#include "records/queries.h"

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "mail/address.h"

#include "records/events.h"
#include "records/held.h"
#include "records/holds.h"
#include "records/kept_list.h"
#include "records/questions.h"
#include "records/stamps.h"

namespace beadle::records {
namespace {

using nlohmann::json;

std::string dump(const json& j) { return j.dump(-1, ' ', false, json::error_handler_t::replace); }

std::vector<std::string> words(const std::string& s, const char* separator) {
    std::vector<std::string> out;
    std::size_t at = 0;
    const std::string_view sep(separator);
    while (!s.empty() && at <= s.size()) {
        auto end = std::min(s.find(sep, at), s.size());
        out.push_back(s.substr(at, end - at));
        at = end + sep.size();
    }
    return out;
}

// Of a copy whose sender is asked; null = they are not.
Result<json> question_json(Store& store, const Held& h) {
    auto q = question_of(store, h.id);
    if (!q) return q.failure();
    if (!*q) return json();
    return json{{"state", (*q)->state},
                {"person", (*q)->person},
                {"until", (*q)->open_until == 0 ? "" : utc_text((*q)->open_until)},
                {"answer", (*q)->answer},
                {"by", (*q)->answered_by},
                {"reason", (*q)->reason},
                {"answered_at", (*q)->answered_at == 0 ? "" : utc_text((*q)->answered_at)}};
}

Result<json> held_json(Store& store, const Held& h) {
    auto people = recipients_of(store, h.id);
    if (!people) return people.failure();
    auto doubted = in_doubt_to(store, h.id);
    if (!doubted) return doubted.failure();
    json recipients = json::array();
    for (const auto& r : *people) {
        const bool twice = r.state == "released" && doubted->contains(parse_address(r.address).folded());
        recipients.push_back({{"address", parse_address(r.shown).text},
                              {"state", r.state},
                              {"note", twice ? r.note + "; may have arrived twice" : r.note}});
    }
    auto verdict = store.db.rows("SELECT message_id FROM events WHERE gateway = ?1 AND seq = ?2", {h.gateway, h.event});
    if (!verdict) return verdict.failure();
    auto asked = question_json(store, h);
    if (!asked) return asked.failure();
    auto index = store.db.rows("SELECT direction, kinds, attachments FROM held_index WHERE held = ?1", {h.id});
    if (!index) return index.failure();
    const Row found = index->empty() ? Row{"", "", std::int64_t{0}} : index->front();
    return json{{"direction", text(found[0])},
                {"kinds", words(std::string(trim(text(found[1]))), "  ")},
                {"has_attachment", integer(found[2]) != 0},
                {"retain", h.retain},
                {"version", 1},
                {"question", std::move(*asked)},
                {"id", h.reference},
                {"message_id", verdict->empty() ? "" : text(verdict->front()[0])},
                {"state", name(h.state)},
                {"sender_may_have_tried_again", h.state == State::pending},
                {"superseded_by", h.superseded_by},
                {"at", utc_text(h.at)},
                {"changed_at", utc_text(h.changed_at)},
                {"sender", h.sender},
                {"recipients", std::move(recipients)},
                {"subject", h.subject},
                {"reason", h.reason},
                {"rules", words(h.rules, " ")},
                {"clauses", words(h.clauses, ", ")},
                {"size", h.size},
                {"origin", h.origin},
                {"queue_id", printable(h.envelope.queue_id, 64)},
                {"release_needs", h.release_needs},
                {"sender_not_told", h.sender_not_told},
                {"event", h.event},
                {"note", h.note}};
}

// The verdict's event and every later one about it.
Result<std::vector<Event>> events_about(Store& store, const Held& h) {
    auto rows = store.db.rows(
        std::string("SELECT ") + event_columns +
            " FROM events WHERE " + is_it_or_about_it + " ORDER BY seq LIMIT 500",
        {h.gateway, h.event});
    if (!rows) return rows.failure();
    std::vector<Event> out;
    for (const auto& row : *rows) out.push_back(event_of(row));
    return out;
}

json history_json(const Event& e) {
    json details = json::parse(e.body, nullptr, false);
    json j{{"event", e.seq}, {"at", utc_text(e.at)}, {"kind", e.kind}, {"outcome", e.outcome}, {"person", e.person}};
    if (!e.queue_id.empty()) j["queue_id"] = e.queue_id;
    if (!details.is_object()) return j;
    for (const char* key : {"reason", "reply", "problem", "cause", "mark", "id", "answer", "by"})
        if (details.contains(key) && details[key] != "") j[key] = details[key];
    return j;
}

std::int64_t count(Store& store, const char* statement) {
    auto rows = store.db.rows(statement, {});
    return rows && !rows->empty() ? integer(rows->front()[0]) : -1;
}

}  // namespace

std::string anywhere(const std::string& words_in) {
    if (words_in.empty()) return "";
    std::string out = "%";
    for (char c : ascii_lower(words_in)) {
        if (c == '%' || c == '_' || c == '!') out += '!';
        out += c;
    }
    return out + "%";
}

Result<wire::Answer> list_held(Store& store, const ListArguments& wanted) {
    wire::Answer out;
    if (wanted.count) {
        auto many = count_kept(store, wanted);
        if (!many) return many.failure();
        out.lines.push_back(dump({{"version", 1}, {"count", *many}}));
        return out;
    }
    auto found = find_kept(store, wanted);
    if (!found) return found.failure();
    for (const auto id : *found) {
        auto held = find_held(store, id);
        if (!held) return held.failure();
        if (!*held) continue;
        auto j = held_json(store, **held);
        if (!j) return j.failure();
        out.lines.push_back(dump(*j));
    }
    return out;
}

Result<wire::Answer> show_held(Store& store, const ShowArguments& wanted) {
    auto held = find_held(store, wanted.id);
    if (!held) return held.failure();
    wire::Answer out;
    if (!*held) {
        out.exit_code = 1;
        out.problem = "no kept message has the reference " + wanted.id;
        return out;
    }
    auto j = held_json(store, **held);
    if (!j) return j.failure();
    auto events = events_about(store, **held);
    if (!events) return events.failure();
    json history = json::array();
    for (const auto& e : *events) {
        history.push_back(history_json(e));
        if (e.seq != (*held)->event) continue;
        auto details = json::parse(e.body, nullptr, false);
        if (details.is_discarded()) continue;
        (*j)["message_id"] = e.message_id;
        for (const char* key : {"envelope", "inspection", "decision", "cut"})
            if (details.contains(key)) (*j)[key] = details[key];
    }
    auto holds = holds_on(store, (*held)->id);
    if (!holds) return holds.failure();
    (*j)["holds"] = *holds;
    (*j)["history"] = std::move(history);
    out.lines.push_back(dump(*j));
    return out;
}

Result<std::string> status_line(Store& store) {
    auto head =
        store.db.rows("SELECT seq, mac, at FROM events WHERE gateway = ?1 ORDER BY seq DESC LIMIT 1", {store.gateway});
    if (!head) return head.failure();
    json j{
        {"version", 1},
        {"process", "beadle-record"},
        {"gateway", store.gateway},
        {"generation", store.generation},
        {"events", head->empty() ? 0 : integer(head->front()[0])},
        {"head", head->empty() ? "" : hex(octets(head->front()[1]))},
        {"last_event_at", head->empty() ? "" : utc_text(integer(head->front()[2]))},
        {"pending", count(store, "SELECT count(*) FROM held WHERE state = 'pending'")},
        {"held", count(store, "SELECT count(*) FROM held WHERE state = 'held'")},
        {"superseded", count(store, "SELECT count(*) FROM held WHERE state = 'superseded'")},
        {"releases_under_way", count(store, "SELECT count(*) FROM work WHERE kind = 'release' AND state <> 'settled'")},
        {"notices_waiting", count(store, "SELECT count(*) FROM notices WHERE state IN ('waiting', 'taken')")},
        {"recorded", store.counters.recorded},
        {"transactions", store.counters.transactions},
        {"refused", store.counters.refused},
        {"policy", store.policy.serves},
        {"policy_problem", store.policy.problem},
        {"signatures_problem", store.counters.signatures_problem},
        {"last_problem", store.counters.last_problem}};
    return dump(j);
}

}  // namespace beadle::records
