#include "records/held.h"

#include <sodium.h>

#include <algorithm>

#include "base/text.h"

#include "mail/address.h"
#include "records/events.h"
#include "records/holds.h"
#include "records/vault.h"

namespace beadle::records {
namespace {

// Without 0 o, 1 i l, and u, which is heard as other letters on the telephone.
constexpr std::string_view reference_letters = "23456789abcdefghjkmnpqrstvwxyz";
constexpr std::size_t reference_length = 8;

Status status_of(const Result<std::int64_t>& r) {
    if (!r) return r.failure();
    return Done{};
}

std::vector<std::string> folded_set(const std::vector<std::string>& addresses) {
    std::vector<std::string> out;
    for (const auto& a : addresses) out.push_back(parse_address(a).folded());
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

Result<std::optional<Held>> one(const Result<Rows>& rows) {
    if (!rows) return rows.failure();
    if (rows->empty()) return std::optional<Held>();
    return std::optional<Held>(held_of(rows->front()));
}

std::string mac_of(const Keys& keys, const Held& h, const std::vector<std::string>& recipients) {
    wire::Encoder e;
    e(h.reference, h.gateway, h.event, h.message, h.reason, h.release_needs, h.sender_not_told, h.origin, h.sender,
      h.subject, h.rules, h.clauses, h.size, h.content_hash, h.retry_key, h.envelope, h.trace, h.at, recipients);
    std::string retain = h.retain;
    if (!retain.empty()) e(retain);  // copies from before there were classes have none
    return keys.mac("beadle held " + e.take());
}

Status add_recipients(Store& store, std::int64_t held, const std::vector<std::string>& recipients, const std::string& state) {
    std::int64_t number = 0;
    for (const auto& address : recipients) {
        auto done = store.db.run(
            "INSERT INTO held_recipients(held, number, address, shown, state, note)"
            " VALUES(?1, ?2, ?3, ?4, ?5, '')",
            {held, number++, Blob{address}, printable(parse_address(address).text, 320), state});
        if (!done) return done.failure();
    }
    return Done{};
}

// Of more recipients than a person reads the first ones are found by.
Status add_index(Store& store, const Held& h, const std::vector<std::string>& recipients, const HeldIndex& index) {
    std::string to;
    for (const auto& address : recipients)
        if (to.size() < 8000) to += " " + ascii_lower(printable(parse_address(address).text, 320));
    return status_of(store.db.run(
        "INSERT INTO held_index(held, at, state, reason, direction, rules, kinds, attachments, size, sender, recipients,"
        " words, warned_at) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, 0)",
        {h.id, h.at, std::string(name(h.state)), h.reason, index.direction, " " + ascii_lower(h.rules) + " ", index.kinds,
         std::int64_t{index.attachments}, h.size, ascii_lower(h.sender), to,
         ascii_lower(printable(h.subject + " " + h.reference + " " + index.words, 8000))}));
}

std::string select_held(const char* rest) { return std::string("SELECT ") + held_columns + " FROM held " + rest; }

}  // namespace

const char* const held_columns =
    "id, reference, gateway, event, message, state, reason, release_needs, sender_not_told, origin, sender, subject, "
    "rules,"
    " clauses, size, content_hash, retry_key, envelope, trace, at, changed_at, superseded_by, note, mac, retain";

std::string new_reference() {
    std::string out;
    for (std::size_t i = 0; i < reference_length; ++i) {
        if (i == reference_length / 2) out += '-';
        out += reference_letters[randombytes_uniform(static_cast<std::uint32_t>(reference_letters.size()))];
    }
    return out;
}

std::string as_reference(std::string_view typed) {
    std::string letters;
    for (char c : ascii_lower(trim(typed))) {
        if (c == '-') continue;
        if (reference_letters.find(c) == std::string_view::npos || letters.size() == reference_length) return "";
        letters += c;
    }
    if (letters.size() != reference_length) return "";
    return letters.insert(reference_length / 2, "-");
}

Held held_of(const Row& row) {
    Held h;
    h.id = integer(row[0]);
    h.reference = text(row[1]);
    h.gateway = text(row[2]);
    h.event = integer(row[3]);
    h.message = integer(row[4]);
    h.state = state(text(row[5])).value_or(State::made_void);
    h.reason = text(row[6]);
    h.release_needs = integer(row[7]);
    h.sender_not_told = integer(row[8]) != 0;
    h.origin = text(row[9]);
    h.sender = text(row[10]);
    h.subject = text(row[11]);
    h.rules = text(row[12]);
    h.clauses = text(row[13]);
    h.size = integer(row[14]);
    h.content_hash = text(row[15]);
    h.retry_key = text(row[16]);
    if (auto envelope = wire::decode<Envelope>(octets(row[17]), "envelope")) h.envelope = std::move(*envelope);
    h.trace = octets(row[18]);
    h.at = integer(row[19]);
    h.changed_at = integer(row[20]);
    h.superseded_by = text(row[21]);
    h.note = text(row[22]);
    h.mac = octets(row[23]);
    h.retain = text(row[24]);
    return h;
}

Result<std::optional<Held>> find_held(Store& store, const std::string& reference) {
    return one(store.db.rows(select_held("WHERE reference = ?1"), {reference}));
}
Result<std::optional<Held>> find_held(Store& store, std::int64_t id) {
    return one(store.db.rows(select_held("WHERE id = ?1"), {id}));
}

Result<std::vector<Held>> held_of_event(Store& store, std::int64_t event) {
    auto rows = store.db.rows(select_held("WHERE gateway = ?1 AND event = ?2 ORDER BY id"), {store.gateway, event});
    if (!rows) return rows.failure();
    std::vector<Held> out;
    for (const auto& row : *rows) out.push_back(held_of(row));
    return out;
}

Result<std::vector<HeldRecipient>> recipients_of(Store& store, std::int64_t held) {
    auto rows = store.db.rows(
        "SELECT number, address, shown, state, note FROM held_recipients WHERE held = ?1 ORDER BY number", {held});
    if (!rows) return rows.failure();
    std::vector<HeldRecipient> out;
    for (const auto& row : *rows)
        out.push_back({integer(row[0]), octets(row[1]), text(row[2]), text(row[3]), text(row[4])});
    return out;
}

Status add_held(Store& store, Held& h, const std::vector<std::string>& recipients, const HeldIndex& index) {
    static const std::string statement =
        "INSERT INTO held(reference, gateway, event, message, state, reason, release_needs, sender_not_told, origin, "
        "sender,"
        " subject, rules, clauses, size, content_hash, retry_key, envelope, trace, at, changed_at, superseded_by, "
        "note, mac, retain)"
        " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, "
        "?23, ?24)"
        " RETURNING id";
    h.mac = mac_of(store.keys, h, recipients);
    auto made = store.db.rows(statement, {h.reference,
                                          h.gateway,
                                          h.event,
                                          h.message,
                                          std::string(name(h.state)),
                                          h.reason,
                                          h.release_needs,
                                          std::int64_t{h.sender_not_told},
                                          h.origin,
                                          h.sender,
                                          h.subject,
                                          h.rules,
                                          h.clauses,
                                          h.size,
                                          h.content_hash,
                                          h.retry_key,
                                          Blob{wire::encode(h.envelope)},
                                          Blob{h.trace},
                                          h.at,
                                          h.changed_at,
                                          h.superseded_by,
                                          h.note,
                                          Blob{h.mac},
                                          h.retain});
    if (!made) return made.failure();
    h.id = integer(made->front().front());
    if (auto put = add_index(store, h, recipients, index); !put) return put;
    return add_recipients(store, h.id, recipients, h.state == State::journalled ? "journalled" : "held");
}

Result<bool> is_as_recorded(Store& store, const Held& held) {
    auto people = recipients_of(store, held.id);
    if (!people) return people.failure();
    std::vector<std::string> addresses;
    for (const auto& r : *people) addresses.push_back(r.address);
    return same_octets(held.mac, mac_of(store.keys, held, addresses));
}

std::string retry_key_of(const wire::RecordVerdict& v, const wire::HeldPart& part) {
    wire::Encoder e;
    std::string sender = parse_address(v.envelope.sender).folded(), message_id = v.inspection.message_id,
                hash = v.content_hash;
    auto all = folded_set(v.envelope.recipients), these = folded_set(part.recipients);
    auto reason = part.reason;
    auto origin = v.origin;
    e(sender, all, these, reason, origin, message_id, hash);
    return sha256_hex(e.take());
}

Status move(Store& store, Held& held, State to, std::string& moves) {
    if (!may_become(held.state, to))
        return fail(
            FailureKind::malformed, "held",
            held.reference + " is " + std::string(name(held.state)) + " and cannot become " + std::string(name(to)));
    held.changed_at = store.clock.wall();
    auto done = store.db.run(
        "UPDATE held SET state = ?2, changed_at = ?3, superseded_by = ?4 WHERE id = ?1",
        {held.id, std::string(name(to)), held.changed_at, to == State::superseded ? held.superseded_by : ""});
    if (!done) return done.failure();
    auto found = store.db.run("UPDATE held_index SET state = ?2 WHERE held = ?1", {held.id, std::string(name(to))});
    if (!found) return found.failure();
    if (!moves.empty()) moves += ' ';
    moves += held.reference + ":" + std::string(name(to));
    held.state = to;
    return Done{};
}

Status set_recipient(Store& store, const Held& held, const HeldRecipient& recipient, const std::string& new_state,
                     const std::string& note, std::string& moves) {
    if (recipient.state != new_state) {
        if (!moves.empty()) moves += ' ';
        moves += held.reference + "/" + std::to_string(recipient.number) + ":" + new_state;
    }
    return status_of(store.db.run("UPDATE held_recipients SET state = ?3, note = ?4 WHERE held = ?1 AND number = ?2",
                                  {held.id, recipient.number, new_state, printable(note, 500)}));
}

Status set_note(Store& store, std::int64_t held, const std::string& note) {
    return status_of(store.db.run("UPDATE held SET note = ?2 WHERE id = ?1", {held, printable(note, 500)}));
}

Result<bool> destroy_unneeded(Store& store, std::int64_t message) {
    auto rows = store.db.rows("SELECT state, id FROM held WHERE message = ?1", {message});
    if (!rows) return rows.failure();
    for (const auto& row : *rows)
        if (keeps_content(state(text(row[0])).value_or(State::held))) return false;
    for (const auto& row : *rows) {
        auto holds = holds_on(store, integer(row[1]));
        if (!holds) return holds.failure();
        if (!holds->empty()) return false;  // the schedule takes it once the hold is lifted
    }
    if (auto gone = destroy(store.db, message, store.clock.wall()); !gone) return gone.failure();
    return true;
}

}  // namespace beadle::records
