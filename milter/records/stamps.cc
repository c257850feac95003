#include "records/stamps.h"

#include <sodium.h>

#include <algorithm>

#include "base/text.h"

#include "mail/address.h"
#include "records/events.h"

namespace beadle::records {
namespace {

std::string packed(const std::vector<std::string>& addresses) { return wire::encode(addresses); }

std::vector<std::string> folded(const std::vector<std::string>& addresses) {
    std::vector<std::string> out;
    for (const auto& a : addresses) out.push_back(parse_address(a).folded());
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

// "" = it agrees.
std::string disagreement(const Row& row, const wire::CheckStamp& shown, Milliseconds now) {
    if (text(row[4]) != "issued") return "the stamp was used before or has been withdrawn";
    if (now - integer(row[5]) > stamp_life) return "the stamp is too old";
    if (!same_octets(text(row[1]), shown.content_hash)) return "the content is not the one the stamp was made for";
    if (parse_address(octets(row[2])).folded() != parse_address(shown.sender).folded())
        return "the envelope sender is not the one the stamp was made for";
    auto bound = wire::decode<std::vector<std::string>>(octets(row[3]), "recipients");
    if (!bound || shown.recipients.empty()) return "a recipient is not one the stamp was made for";
    const auto have = folded(*bound), asked = folded(shown.recipients);
    if (!std::includes(have.begin(), have.end(), asked.begin(), asked.end()))
        return "a recipient is not one the stamp was made for";
    return "";
}

Event stamp_event(const char* kind, const wire::CheckStamp& shown, const std::string& why) {
    Event e;
    e.kind = kind;
    e.queue_id = printable(shown.queue_id, 64);
    e.sender = printable(shown.sender, 320);
    e.recipients = joined_printable(shown.recipients);
    e.body = json_texts({{"problem", why}});
    return e;
}

}  // namespace

Result<std::string> issue_stamp(Store& store, const StampFor& what) {
    auto ended = end_stamps(store, what.work);
    if (!ended) return ended.failure();
    std::string raw(32, '\0');
    randombytes_buf(raw.data(), raw.size());
    const std::string token = hex(raw);
    auto done = store.db.run(
        "INSERT INTO stamps(token_hash, work, content_hash, sender, recipients, state, queue_id, issued_at, seen_at)"
        " VALUES(?1, ?2, ?3, ?4, ?5, 'issued', '', ?6, 0)",
        {sha256_hex(token), what.work, what.content_hash, Blob{what.sender}, Blob{packed(what.recipients)},
         store.clock.wall()});
    if (!done) return done.failure();
    wire::CheckStamp about;
    about.sender = what.sender;
    about.recipients = what.recipients;
    Event e = stamp_event("stamp-issued", about, "");
    e.about = what.event;
    auto put = append(store, std::move(e));
    if (!put) return put.failure();
    return token;
}

// The token itself is nowhere in the store and is looked up by its hash: how long that takes says nothing of it.
Result<wire::StampAnswer> check_stamp(Store& store, const wire::CheckStamp& shown) {
    auto rows = store.db.rows(
        "SELECT id, content_hash, sender, recipients, state, issued_at, work FROM stamps WHERE token_hash = ?1",
        {sha256_hex(shown.token)});
    if (!rows) return rows.failure();
    const std::string why =
        rows->empty() ? "no such stamp was issued" : disagreement(rows->front(), shown, store.clock.wall());
    if (why.empty()) {
        auto done = store.db.run("UPDATE stamps SET state = 'seen', queue_id = ?2, seen_at = ?3 WHERE id = ?1",
                                 {integer(rows->front()[0]), printable(shown.queue_id, 64), store.clock.wall()});
        if (!done) return done.failure();
    }
    auto put = append(store, stamp_event(why.empty() ? "stamp-seen" : "stamp-refused", shown, why));
    if (!put) return put.failure();
    return wire::StampAnswer{why.empty(), why, false};
}

Result<Try> end_stamps(Store& store, std::int64_t work) {
    auto rows = store.db.rows(
        "SELECT id, state, queue_id FROM stamps WHERE work = ?1 AND state IN ('issued', 'seen') ORDER BY id DESC",
        {work});
    if (!rows) return rows.failure();
    auto done =
        store.db.run("UPDATE stamps SET state = 'settled' WHERE work = ?1 AND state IN ('issued', 'seen')", {work});
    if (!done) return done.failure();
    if (rows->empty()) return Try{};
    const Row& r = rows->front();
    return Try{integer(r[0]), text(r[1]) == "seen", text(r[2]), true};
}

Result<Try> try_of(Store& store, std::int64_t work, const std::string& token) {
    auto rows = store.db.rows(
        "SELECT id, seen_at, queue_id, (SELECT max(id) FROM stamps WHERE work = ?1) FROM stamps"
        " WHERE token_hash = ?2 AND work = ?1",
        {work, sha256_hex(token)});
    if (!rows) return rows.failure();
    if (rows->empty()) return Try{};
    const Row& r = rows->front();
    return Try{integer(r[0]), integer(r[1]) != 0, text(r[2]), integer(r[0]) == integer(r[3])};
}

Status set_stamp(Store& store, std::int64_t stamp, const char* state) {
    auto done = store.db.run("UPDATE stamps SET state = ?2 WHERE id = ?1", {stamp, std::string(state)});
    if (!done) return done.failure();
    return Done{};
}

Result<std::int64_t> unclear_tries(Store& store, std::int64_t work) {
    auto rows = store.db.rows("SELECT count(*) FROM stamps WHERE work = ?1 AND state = 'unclear' AND seen_at <> 0", {work});
    if (!rows) return rows.failure();
    return integer(rows->front()[0]);
}

Result<std::set<std::string>> in_doubt_to(Store& store, std::int64_t held) {
    auto rows = store.db.rows(
        "SELECT recipients FROM stamps WHERE state = 'unclear' AND work IN (SELECT id FROM work WHERE held = ?1)", {held});
    if (!rows) return rows.failure();
    std::set<std::string> out;
    for (const auto& row : *rows)
        if (auto bound = wire::decode<std::vector<std::string>>(octets(row[0]), "recipients"))
            for (const auto& address : *bound) out.insert(parse_address(address).folded());
    return out;
}

Result<bool> is_in_doubt(Store& store, std::int64_t held) {
    auto rows = store.db.rows(
        "SELECT 1 FROM stamps WHERE state = 'unclear' AND work IN (SELECT id FROM work WHERE held = ?1) LIMIT 1", {held});
    if (!rows) return rows.failure();
    return !rows->empty();
}

}  // namespace beadle::records
