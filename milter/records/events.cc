#include "records/events.h"

#include <sodium.h>

#include <charconv>

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "mail/address.h"

#include "mail/json.h"

#include "records/schema.h"

namespace beadle::records {
namespace {

using nlohmann::json;

std::string dump(const json& j) { return j.dump(-1, ' ', false, json::error_handler_t::replace); }

json envelope_json(const Envelope& e) {
    return {{"session", e.session},
            {"mta", e.mta},
            {"host", e.host},
            {"listener", e.listener},
            {"listener_kind", name(e.listener_kind)},
            {"client", {{"name", e.client.name}, {"address", e.client.address}, {"helo", e.client.helo}}},
            {"authenticated", e.authenticated},
            {"tls_version", e.tls_version},
            {"received_at", utc_text(e.received_at)}};
}

json held_json(const wire::RecordVerdict& v, const std::vector<std::string>& references) {
    json out = json::array();
    for (std::size_t i = 0; i < v.held.size() && i < references.size(); ++i)
        out.push_back({{"id", references[i]}, {"recipients", v.held[i].recipients}});
    return out;
}

std::string body_of(const wire::RecordVerdict& v, const std::vector<std::string>& references, bool cut) {
    json j{{"envelope", envelope_json(v.envelope)},
           {"origin", name(v.origin)},
           {"reply", v.reply},
           {"cause", v.cause},
           {"content_hash", v.content_hash},
           {"elapsed_ms", v.elapsed_ms},
           {"size", v.inspection.octets}};
    if (!references.empty()) j["held"] = held_json(v, references);
    if (cut) j["cut"] = true;
    std::string out = dump(j);
    out.pop_back();
    return out + ",\"decision\":" + to_json(v.decision) + ",\"inspection\":" + to_json(v.inspection) + "}";
}

template <class T>
void keep(std::vector<T>& list, std::size_t most) {
    if (list.size() > most) list.resize(most);
}

// A hostile message can have thousands of findings and recipients; the first ones tell the story.
std::string bounded_body(const wire::RecordVerdict& v, const std::vector<std::string>& references) {
    std::string body = body_of(v, references, v.cut);
    for (std::size_t most = 200; body.size() > most_event_body && most > 1; most /= 4) {
        wire::RecordVerdict less = v;
        keep(less.inspection.findings, most);
        keep(less.inspection.protection, most);
        keep(less.inspection.not_inspected, most);
        keep(less.inspection.entities, most);
        keep(less.inspection.addresses, most);
        keep(less.decision.recipients, most);
        for (auto& r : less.decision.recipients) keep(r.hits, most);
        for (auto& part : less.held) keep(part.recipients, most);
        body = body_of(less, references, true);
    }
    return body.size() > most_event_body ? std::string(R"({"cut":true})") : body;
}

std::string rules_of(const Decision& d) {
    std::string out;
    for (const auto& hit : d.hits) {
        if (!out.empty()) out += ' ';
        out += printable(hit.id, 100);
        if (out.size() > 8192) break;
    }
    return out;
}

std::string mark_name(const std::string& gateway) { return "chain end " + gateway; }
std::string end_mac(const Keys& keys, const std::string& gateway, const ChainEnd& end) {
    return keys.mac("beadle chain end " + std::to_string(end.seq) + " " + gateway + " " + end.mac);
}

// What the next row follows. Without a mark that is the last row, and none is made: verify says that it is missing.
struct Head {
    ChainEnd end;
    bool marked = true;
};
Result<Head> head(Store& store) {
    auto marked = marked_end(store, store.gateway);
    if (!marked) return marked.failure();
    if (*marked) return Head{**marked, true};
    auto rows =
        store.db.rows("SELECT seq, mac FROM events WHERE gateway = ?1 ORDER BY seq DESC LIMIT 1", {store.gateway});
    if (!rows) return rows.failure();
    if (rows->empty()) return Head{};
    return Head{{integer(rows->front()[0]), octets(rows->front()[1])}, false};
}

Status mark_end(Store& store, const ChainEnd& end) {
    return set_store_mark(store.db, mark_name(store.gateway),
                          end_mac(store.keys, store.gateway, end) + end.mac + std::to_string(end.seq));
}

}  // namespace

const char* const event_columns =
    "gateway, seq, at, kind, outcome, about, person, queue_id, message_id, sender, recipients, rules, subject, held, "
    "body, salt, digest, mac";

Event event_of(const Row& row) {
    Event e;
    e.gateway = text(row[0]);
    e.seq = integer(row[1]);
    e.at = integer(row[2]);
    e.kind = text(row[3]);
    e.outcome = text(row[4]);
    e.about = integer(row[5]);
    e.person = text(row[6]);
    e.queue_id = text(row[7]);
    e.message_id = text(row[8]);
    e.sender = text(row[9]);
    e.recipients = text(row[10]);
    e.rules = text(row[11]);
    e.subject = text(row[12]);
    e.held = text(row[13]);
    e.body = text(row[14]);
    e.salt = octets(row[15]);
    e.digest = octets(row[16]);
    return e;
}

std::string chain_mac(const Keys& keys, const std::string& before, const Event& event) {
    if (event.digest.empty()) return keys.mac(before + wire::encode(event));  // of a store that was begun without digests
    wire::Encoder e;
    e(event.gateway, event.seq, event.at, event.kind, event.outcome, event.about, event.person, event.queue_id, event.rules,
      event.held, event.digest);
    return keys.mac(before + "beadle event " + e.take());
}

std::string personal_digest(const Event& event) {
    wire::Encoder e;
    e(event.message_id, event.sender, event.recipients, event.subject, event.body);
    const std::string all = e.take();
    std::string out(crypto_auth_hmacsha256_BYTES, '\0');
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, reinterpret_cast<const unsigned char*>(event.salt.data()), event.salt.size());
    crypto_auth_hmacsha256_update(&state, reinterpret_cast<const unsigned char*>(all.data()), all.size());
    crypto_auth_hmacsha256_final(&state, reinterpret_cast<unsigned char*>(out.data()));
    return out;
}

bool is_erased(const Event& event) { return !event.digest.empty() && event.salt.empty(); }

bool is_told_whole(const Event& event) {
    if (event.digest.empty()) return true;
    if (!event.salt.empty()) return same_octets(event.digest, personal_digest(event));
    return event.message_id.empty() && event.sender.empty() && event.recipients.empty() && event.subject.empty() && event.body == "{}";
}

Result<std::optional<ChainEnd>> marked_end(Store& store, const std::string& gateway) {
    auto mark = store_mark(store.db, mark_name(gateway));
    if (!mark) return mark.failure();
    constexpr std::size_t mac_octets = 32;
    if (mark->size() <= 2 * mac_octets) return std::optional<ChainEnd>();
    ChainEnd end{0, mark->substr(mac_octets, mac_octets)};
    const std::string_view number = std::string_view(*mark).substr(2 * mac_octets);
    std::from_chars(number.data(), number.data() + number.size(), end.seq);
    if (!same_octets(mark->substr(0, mac_octets), end_mac(store.keys, gateway, end))) return std::optional<ChainEnd>();
    return std::optional<ChainEnd>(std::move(end));
}

Result<bool> is_in_chain(Store& store, const Event& event, const std::string& mac) {
    std::string before(32, '\0');
    if (event.seq != 1) {
        auto rows = store.db.rows("SELECT mac FROM events WHERE gateway = ?1 AND seq = ?2", {event.gateway, event.seq - 1});
        if (!rows) return rows.failure();
        if (rows->empty()) return false;
        before = octets(rows->front()[0]);
    }
    return is_told_whole(event) && same_octets(mac, chain_mac(store.keys, before, event));
}

Result<std::uint64_t> append(Store& store, Event event) {
    auto last = head(store);
    if (!last) return last.failure();
    event.gateway = store.gateway;
    event.seq = last->end.seq + 1;
    event.at = store.clock.wall();
    event.salt.resize(crypto_auth_hmacsha256_KEYBYTES);
    randombytes_buf(event.salt.data(), event.salt.size());
    event.digest = personal_digest(event);
    const std::string mac = chain_mac(store.keys, last->end.mac, event);
    static const std::string statement =
        std::string("INSERT INTO events(") + event_columns +
        ") VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)";
    auto done = store.db.run(
        statement, {event.gateway, event.seq, event.at, event.kind, event.outcome, event.about, event.person,
                    event.queue_id, event.message_id, event.sender, event.recipients, event.rules, event.subject,
                    event.held, event.body, Blob{event.salt}, Blob{event.digest}, Blob{mac}});
    if (!done) return done.failure();
    if (last->marked)
        if (auto marked = mark_end(store, {event.seq, mac}); !marked) return marked.failure();
    return static_cast<std::uint64_t>(event.seq);
}

std::string joined_printable(const std::vector<std::string>& list) {
    std::string out;
    for (const auto& one : list) {
        if (out.size() > (32u << 10)) break;
        if (!out.empty()) out += '\n';
        const auto bare = parse_address(one).text;  // <a@b> and a@b are the same to a reader
        out += printable(bare.empty() ? one : bare, 320);
    }
    return out;
}

Event verdict_event(const wire::RecordVerdict& v, const std::vector<std::string>& references) {
    Event e;
    e.kind = "verdict";
    e.outcome = printable(v.outcome, 32);
    e.queue_id = printable(v.envelope.queue_id, 64);
    e.message_id = printable(v.inspection.message_id, 998);
    e.sender = printable(v.envelope.sender, 320);
    e.recipients = joined_printable(v.envelope.recipients);
    e.rules = rules_of(v.decision);
    e.subject = printable(v.inspection.subject, 200);
    e.body = bounded_body(v, references);
    return e;
}

std::string json_texts(const std::vector<std::pair<std::string, std::string>>& pairs) {
    json j = json::object();
    for (const auto& [key, value] : pairs) j[key] = value;
    return dump(j);
}

std::string event_line(const Event& event) {
    json j{{"version", 1},
           {"event", event.seq},
           {"gateway", event.gateway},
           {"at", utc_text(event.at)},
           {"kind", event.kind},
           {"outcome", event.outcome},
           {"queue_id", event.queue_id},
           {"message_id", event.message_id},
           {"sender", event.sender},
           {"recipients", event.recipients.empty() ? std::vector<std::string>{} : split(event.recipients, '\n')},
           {"rules", event.rules.empty() ? std::vector<std::string>{} : split(event.rules, ' ')},
           {"subject", event.subject}};
    if (event.about != 0) j["about"] = event.about;
    if (!event.person.empty()) j["person"] = event.person;
    if (!event.held.empty()) j["states"] = split(event.held, ' ');
    auto body = json::parse(event.body, nullptr, false);
    j["details"] = body.is_discarded() ? json::object() : std::move(body);
    return dump(j);
}

}  // namespace beadle::records
