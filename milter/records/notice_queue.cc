#include "records/notice_queue.h"

#include <nlohmann/json.hpp>

#include "base/text.h"

#include "mail/address.h"

#include "records/held.h"
#include "records/questions.h"

namespace beadle::records {
namespace {

constexpr std::size_t summary_most = 200;  // lines of one summary

// What a column of text takes on every back end: PostgreSQL refuses NUL and what is not UTF-8, and with it the verdict.
std::string as_text_column(const std::string& s) {
    using nlohmann::json;
    const auto valid = json::parse(json(s).dump(-1, ' ', false, json::error_handler_t::replace)).get<std::string>();
    return replace_all(valid, std::string_view("\0", 1), "\xef\xbf\xbd");
}

std::string with_reference(const std::string& words, const std::string& reference) {
    return as_text_column(replace_all(words, wire::Notice::reference_mark, reference));
}

Status insert(Store& store, const wire::Notice& n, std::int64_t event, Milliseconds due_at) {
    // A retry's notice takes over one that was not sent yet: what becomes of the retry decides then.
    auto done = store.db.run(
        "INSERT INTO notices(key, gateway, event, recipient, folded, kind, subject, plain, html, state, late, due_at, "
        "made_at,"
        " sent_at, merged_into) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?12, 0, ?10, ?11, 0, 0)"
        " ON CONFLICT(key) DO UPDATE SET event = excluded.event, gateway = excluded.gateway, subject = "
        "excluded.subject,"
        " plain = excluded.plain, html = excluded.html, due_at = excluded.due_at WHERE notices.state IN ('waiting', 'dormant')",
        {as_text_column(n.key), store.gateway, event, Blob{n.to}, as_text_column(parse_address(n.to).folded()),
         as_text_column(n.kind), n.subject, n.text, n.html, due_at, store.clock.wall(),
         std::string(n.dormant ? "dormant" : "waiting")});
    if (!done) return done.failure();
    return Done{};
}

constexpr const char* notice_columns = "id, event, recipient, kind, subject, plain, html, key, folded, late, attached";

DueNotice notice_from(const Row& row) {
    DueNotice d;
    d.id = integer(row[0]);
    d.event = integer(row[1]);
    d.attached = integer(row[10]);
    d.notice = {text(row[7]), octets(row[2]), text(row[3]), text(row[4]), text(row[5]), text(row[6]), 0, false, ""};
    return d;
}

// 0 = one may be sent now; else when.
Result<Milliseconds> allowed_at(Store& store, const std::string& folded, bool alert) {
    const std::int64_t share = alert ? store.notices.alerts_an_hour : store.notices_an_hour;
    auto rows = store.db.rows(
        "SELECT sent_at FROM notices WHERE folded = ?1 AND sent_at > ?2 AND state <> 'merged' AND (kind = 'alert') = (?4 = 1)"
        " ORDER BY sent_at DESC LIMIT ?3",
        {folded, store.clock.wall() - notice_window, share, std::int64_t{alert}});
    if (!rows) return rows.failure();
    if (static_cast<std::int64_t>(rows->size()) < share) return Milliseconds{0};
    return rows->empty() ? store.clock.wall() + notice_window : integer(rows->back()[0]) + notice_window;
}

std::string html_escaped(const std::string& s) {
    return replace_all(replace_all(replace_all(s, "&", "&amp;"), "<", "&lt;"), ">", "&gt;");
}

wire::Notice summary_of(const Rows& late, const std::string& to) {
    wire::Notice n;
    n.to = to;
    n.kind = "summary";
    n.subject = std::to_string(late.size()) + " more notices from the mail gateway";
    n.text =
        "The mail gateway had more to tell you than it sends in an hour. These notices were not sent one by one:\n\n";
    n.html = "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>" + n.subject +
             "</title></head><body><p>The mail gateway had more to tell you than it sends in an hour. "
             "These notices were not sent one by one:</p><ul>";
    for (std::size_t i = 0; i < late.size() && i < summary_most; ++i) {
        const std::string subject = printable(text(late[i][4]), 300);
        n.text += "- " + subject + "\n";
        n.html += "<li>" + html_escaped(subject) + "</li>";
    }
    const std::string rest =
        late.size() > summary_most ? "and " + std::to_string(late.size() - summary_most) + " more" : "";
    if (!rest.empty()) n.text += rest + "\n";
    n.html += "</ul>" + (rest.empty() ? "" : "<p>" + rest + "</p>") + "</body></html>";
    n.key = "summary:" + std::to_string(integer(late.front()[0]));
    return n;
}

Status mark_taken(Store& store, std::int64_t id) {
    auto done =
        store.db.run("UPDATE notices SET state = 'taken', sent_at = ?2 WHERE id = ?1", {id, store.clock.wall()});
    if (!done) return done.failure();
    return Done{};
}

// A question cannot be answered in a summary: it waits for its turn and goes by itself.
// Nor does a message that is attached go along with one.
bool is_question(const Row& row) { return text(row[3]) == "ask" || integer(row[10]) != 0; }
bool is_about_question(const wire::Notice& n) { return n.kind == "ask" || n.kind == "ask-expired"; }

// All that were late for this address become one.
Result<DueNotice> merge(Store& store, const Rows& late, const DueNotice& first) {
    auto summary = summary_of(late, first.notice.to);
    if (auto put = insert(store, summary, first.event, store.clock.wall()); !put) return put.failure();
    auto made = store.db.rows("SELECT id FROM notices WHERE key = ?1", {summary.key});
    if (!made) return made.failure();
    const auto id = integer(made->front()[0]);
    for (const auto& row : late) {
        auto done =
            store.db.run("UPDATE notices SET state = 'merged', merged_into = ?2 WHERE id = ?1", {integer(row[0]), id});
        if (!done) return done.failure();
    }
    return DueNotice{id, first.event, summary, 0};
}

// nullopt: the address has had its share; the notice is put off.
Result<std::optional<DueNotice>> if_allowed(Store& store, const Row& row) {
    const auto folded = text(row[8]);
    auto at = allowed_at(store, folded, text(row[3]) == "alert");
    if (!at) return at.failure();
    if (*at != 0) {
        auto put_off =
            store.db.run("UPDATE notices SET late = 1, due_at = ?2 WHERE id = ?1", {integer(row[0]), *at + 1});
        if (!put_off) return put_off.failure();
        return std::optional<DueNotice>();
    }
    DueNotice due = notice_from(row);
    if (integer(row[9]) != 0 && !is_question(row)) {
        auto late = store.db.rows(std::string("SELECT ") + notice_columns +
                                      " FROM notices WHERE folded = ?1 AND state = 'waiting' AND late = 1 AND kind <> 'ask' AND attached = 0"
                                      " AND (kind = 'alert') = (?2 = 1) ORDER BY id LIMIT 5000",
                                  {folded, std::int64_t{text(row[3]) == "alert"}});
        if (!late) return late.failure();
        if (late->size() > 1) {
            auto merged = merge(store, *late, due);
            if (!merged) return merged.failure();
            due = std::move(*merged);
        }
    }
    if (auto taken = mark_taken(store, due.id); !taken) return taken.failure();
    return std::optional<DueNotice>(std::move(due));
}

}  // namespace

Status add_notices(Store& store, const std::vector<wire::Notice>& notices, const wire::Recorded& recorded) {
    for (const auto& notice : notices) {
        wire::Notice n = notice;
        const std::string reference =
            n.held_part < recorded.held.size() ? recorded.held[n.held_part] : "event " + std::to_string(recorded.event);
        n.subject = with_reference(n.subject, reference);
        n.text = with_reference(n.text, reference);
        n.html = with_reference(n.html, reference);
        const auto due_at = store.clock.wall() + (n.kind == "alert" ? 0 : notice_wait);
        if (auto put = insert(store, n, static_cast<std::int64_t>(recorded.event), due_at); !put) return put;
        if (!is_about_question(n) || n.held_part >= recorded.held.size()) continue;
        auto held = find_held(store, recorded.held[n.held_part]);
        if (!held) return held.failure();
        if (*held)
            if (auto noted = note_notice(store, (*held)->id, n); !noted) return noted;
    }
    return Done{};
}

Status add_own_notice(Store& store, const wire::Notice& n) {
    auto known = store.db.rows("SELECT 1 FROM notices WHERE key = ?1", {as_text_column(n.key)});
    if (!known) return known.failure();
    return known->empty() ? insert(store, n, 0, store.clock.wall()) : Status(Done{});
}

Result<std::int64_t> release_notices(Store& store, std::int64_t event) {
    return store.db.run(
        "UPDATE notices SET due_at = ?3 WHERE gateway = ?1 AND event = ?2 AND state = 'waiting' AND due_at > ?3"
        " AND late = 0",
        {store.gateway, event, store.clock.wall()});
}

Result<std::int64_t> drop_notices(Store& store, std::int64_t event) {
    return store.db.run("DELETE FROM notices WHERE gateway = ?1 AND event = ?2 AND state IN ('waiting', 'dormant')",
                        {store.gateway, event});
}

Result<std::optional<DueNotice>> take_notice(Store& store) {
    auto rows = store.db.rows(std::string("SELECT ") + notice_columns +
                                  " FROM notices WHERE state = 'waiting' AND due_at <= ?1 ORDER BY due_at, id LIMIT 50",
                              {store.clock.wall()});
    if (!rows) return rows.failure();
    for (const auto& row : *rows) {
        auto ours = store.db.is_untouched("notices", "id = ?1", {integer(row[0])});
        if (!ours) return ours.failure();
        if (!*ours) continue;  // nobody gets what another hand has written: events verify tells of it
        auto due = if_allowed(store, row);
        if (!due || *due) return due;
    }
    return std::optional<DueNotice>();
}

Result<std::optional<DueNotice>> notice_of(Store& store, std::int64_t id) {
    auto rows = store.db.rows(std::string("SELECT ") + notice_columns + " FROM notices WHERE id = ?1", {id});
    if (!rows) return rows.failure();
    if (rows->empty()) return std::optional<DueNotice>();
    return std::optional<DueNotice>(notice_from(rows->front()));
}

Status end_notice(Store& store, std::int64_t id, bool sent) {
    auto done =
        store.db.run("UPDATE notices SET state = ?2 WHERE id = ?1", {id, std::string(sent ? "sent" : "failed")});
    if (!done) return done.failure();
    return Done{};
}

}  // namespace beadle::records
