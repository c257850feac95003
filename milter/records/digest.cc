// digest.cc — at set hours of Europe/London the clerk is told what waits: counts and ages, nothing of what anybody
// wrote.
#include <algorithm>
#include <charconv>

#include <nlohmann/json.hpp>

#include "base/london.h"
#include "base/text.h"

#include "records/due.h"
#include "records/incidents.h"
#include "records/periods.h"
#include "records/say.h"
#include "records/schema.h"
#include "records/suspensions.h"

namespace beadle::records {
namespace {

using nlohmann::json;

constexpr std::size_t most_waiting = 200;  // lines, each of a reason and its rules
constexpr std::size_t most_flagging = 8;  // rules, or rules that flagged together, by name

struct Waiting {
    json waiting = json::array(), others = json::array(), incidents = json::array();
    std::int64_t count = 0, oldest = 0;
    bool nothing() const { return waiting.empty() && others.empty() && incidents.empty(); }
};

json item(std::string words) { return {{"words", std::move(words)}}; }
std::string many(std::int64_t n, const char* one, const char* more) {
    return std::to_string(n) + " " + (n == 1 ? one : more);
}

Status add_held(Store& store, Waiting& out) {
    auto rows = store.db.rows(
        "SELECT reason, rules, clauses, count(*), min(at), count(CASE WHEN sender_not_told <> 0 THEN 1 END) FROM held "
        "WHERE state IN ('held', 'pending')"
        " GROUP BY reason, rules, clauses ORDER BY min(at)",
        {});
    if (!rows) return rows.failure();
    std::int64_t asked = 0, refused = 0;
    for (const auto& row : *rows) {
        const auto reason = text(row[0]);
        const auto n = integer(row[3]);
        if (reason == "ask") asked += n;
        if (reason == "refused") refused += integer(row[5]);
        if (reason != "quarantine") continue;
        const std::string clause = text(row[2]);
        if (out.waiting.size() < most_waiting)
            out.waiting.push_back(item(many(n, "message", "messages") + ": " +
                                   (text(row[1]).empty() ? "not judged" : replace_all(text(row[1]), " ", ", ")) +
                                   (clause.empty() ? "" : " (clause " + clause + ")") + ", the oldest since " +
                                   london_minute(integer(row[4]))));
        out.count += n;
        if (out.oldest == 0) out.oldest = integer(row[4]);
        out.oldest = std::min(out.oldest, integer(row[4]));
    }
    if (asked > 0)
        out.others.push_back(item(many(asked, "message waits", "messages wait") + " for an answer of its sender"));
    if (refused > 0)
        out.others.push_back(item(many(refused, "message was", "messages were") +
                                  " refused to some, and the sender outside was not told"));
    return Done{};
}

// The last of the day's times that has passed, and when the one before it was.
struct Slot {
    std::string name;  // "" = none yet
    Milliseconds before = 0;
};
Slot slot_of(const Store& store) {
    const auto now = london_time(store.clock.wall());
    const auto& times = store.notices.digest_minutes;
    int last = -1, earlier = -1;
    for (const int minute : times)
        if (minute <= now.minute_of_day) last = std::max(last, minute);
    if (last < 0) return {};
    for (const int minute : times)
        if (minute < last) earlier = std::max(earlier, minute);
    const bool yesterday = earlier < 0;
    const int minute = yesterday ? *std::max_element(times.begin(), times.end()) : earlier;
    const auto at = london_wall(now.today, minute).value_or(store.clock.wall());
    return {now.today + " " + std::to_string(last), yesterday ? at - 24 * hour : at};
}

// Nobody else hears of these but the clerk: mail that leaves bears no mark of ours.
Status add_flagged(Store& store, Milliseconds since, Waiting& out) {
    auto rows = store.db.rows(
        "SELECT rules, count(*) FROM events WHERE at > ?1 AND kind = 'verdict' AND outcome = 'flagged'"
        " GROUP BY rules ORDER BY count(*) DESC, rules",
        {since});
    if (!rows) return rows.failure();
    std::int64_t flagged = 0;
    std::vector<std::string> named;
    for (const auto& row : *rows) {
        flagged += integer(row[1]);
        if (named.size() < most_flagging) named.push_back(replace_all(std::string(trim(text(row[0]))), " ", " and ") + " " + std::to_string(integer(row[1])));
    }
    if (flagged == 0) return Done{};
    const std::string rest = rows->size() > most_flagging ? ", and others" : "";
    out.others.push_back(item(many(flagged, "message was", "messages were") + " delivered and flagged since " + london_minute(since) + ": " + join(named, ", ") + rest));
    return Done{};
}

Status add_registers(Store& store, Waiting& out) {
    auto open = incidents_of_state(store, "open", 50);
    if (!open) return open.failure();
    for (const auto& i : *open) {
        const auto left = i.aware_at + report_within - store.clock.wall();
        out.incidents.push_back(item("Incident " + i.number + ": " +
                                     (left > 0 ? in_words(left) + " left of 72 hours" : "the 72 hours have passed")));
    }
    auto asked = suspensions_of_state(store, "asked");
    if (!asked) return asked.failure();
    for (const auto& s : *asked)
        out.others.push_back(item("A suspension of " + s.address + " waits for a second person"));
    auto failed = store.db.rows("SELECT count(*) FROM notices WHERE state = 'failed' AND made_at > ?1",
                                {store.clock.wall() - 24 * hour});
    if (!failed) return failed.failure();
    if (const auto n = integer(failed->front().front()); n > 0)
        out.others.push_back(item(many(n, "notice", "notices") + " could not be sent in the last day"));
    return Done{};
}

}  // namespace

Result<DueDone> send_digest(Store& store) {
    const Slot slot = slot_of(store);
    if (slot.name.empty() || store.council.clerk.empty()) return DueDone{};
    auto told = told_of(store, "digest", slot.name);
    if (!told) return told.failure();
    if (told->settled) return DueDone{};
    Waiting w;
    if (auto done = add_held(store, w); !done) return done.failure();
    if (auto done = add_registers(store, w); !done) return done.failure();
    // From where the digest before this one ended, however late either of them came.
    auto ended = store_mark(store.db, "digest until");
    if (!ended) return ended.failure();
    Milliseconds since = slot.before;
    (void)std::from_chars(ended->data(), ended->data() + ended->size(), since);
    if (auto done = add_flagged(store, since, w); !done) return done.failure();
    if (auto done = set_store_mark(store.db, "digest until", std::to_string(store.clock.wall())); !done) return done.failure();
    if (auto done = settle_period(store, "digest", slot.name); !done) return done.failure();
    if (w.nothing() && !store.notices.digest_when_empty) return DueDone{};
    const std::string title = w.count == 0
                                  ? "Mail filter: nothing waits for you"
                                  : "Mail filter: " + many(w.count, "message waits", "messages wait") + " for you";
    const json values{{"title", title},
                      {"nothing", w.nothing()},
                      {"has_waiting", !w.waiting.empty()},
                      {"waiting", w.waiting},
                      {"oldest", w.oldest == 0 ? "" : in_words(store.clock.wall() - w.oldest)},
                      {"has_others", !w.others.empty()},
                      {"others", w.others},
                      {"has_incidents", !w.incidents.empty()},
                      {"incidents", w.incidents}};
    auto said = say_to_clerk(
        store, {"digest:" + slot.name, "", "digest", title, values.dump(-1, ' ', false, json::error_handler_t::replace)});
    if (!said) return said.failure();
    return DueDone{};
}

}  // namespace beadle::records
