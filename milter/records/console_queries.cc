#include "records/console_queries.h"

#include <nlohmann/json.hpp>

#include "base/london.h"
#include "base/text.h"
#include "mail/address.h"
#include "records/acknowledgements.h"
#include "records/backup.h"
#include "records/conditions.h"
#include "records/events.h"
#include "records/queries.h"
#include "records/scope.h"
#include "settings/signature_files.h"

namespace beadle::records {
namespace {

using nlohmann::json;

constexpr std::int64_t shown_recipients = 3;

std::string dump(const json& j) { return j.dump(-1, ' ', false, json::error_handler_t::replace); }

// Waits for a person, and is not on its way already. As the index held_waiting has it.
constexpr const char* waits =
    "lower(state) IN ('pending', 'held') AND EXISTS(SELECT 1 FROM held_recipients w WHERE w.held = held.id AND w.state = 'held')";

Conditions conditions_of(const HeldWanted& w) {
    const std::string recipient = "EXISTS(SELECT 1 FROM held_recipients r WHERE r.held = held.id AND lower(r.shown) LIKE ? ESCAPE '!')";
    Conditions c;
    if (w.state.empty())
        c.add(waits);
    else if (w.state != "all")
        c.add("state = ?", w.state);
    if (w.since > 0) c.add("at >= ?", w.since);
    if (w.until > 0) c.add("at < ?", w.until);
    c.holds("lower(sender) LIKE ? ESCAPE '!'", w.sender);
    c.holds(recipient, w.recipient);
    c.holds("(lower(subject) LIKE ? ESCAPE '!' OR lower(sender) LIKE ? ESCAPE '!' OR reference LIKE ? ESCAPE '!' OR " + recipient + ")", w.text);
    c.holds("' ' || rules || ' ' LIKE ? ESCAPE '!'", w.rule.empty() ? "" : " " + w.rule + " ");
    if (!w.reason.empty()) c.add("reason = ?", w.reason);
    if (!w.origin.empty()) c.add("origin = ?", w.origin);
    if (!w.own.empty()) c.add("lower(sender) = ?", ascii_lower(w.own));
    if (!w.scope.empty()) c.add(scope_condition(w.scope, "held.id"));
    return c;
}

std::vector<std::string> words_of(const std::string& stored) {
    std::vector<std::string> out;
    for (auto& word : split(stored, ' '))
        if (!word.empty()) out.push_back(std::move(word));
    return out;
}

Result<json> line_of(Store& store, const Row& row) {
    const Held h = held_of(row);
    auto people = store.db.rows("SELECT shown, state FROM held_recipients WHERE held = ?1 ORDER BY number LIMIT ?2",
                                {h.id, shown_recipients});
    if (!people) return people.failure();
    auto count = store.db.rows("SELECT count(*) FROM held_recipients WHERE held = ?1", {h.id});
    if (!count) return count.failure();
    auto kinds = store.db.rows("SELECT kinds FROM held_index WHERE held = ?1", {h.id});
    if (!kinds) return kinds.failure();
    json recipients = json::array();
    for (const auto& r : *people) recipients.push_back(parse_address(text(r[0])).text);
    return json{{"version", 1},
                {"id", h.reference},
                {"state", name(h.state)},
                {"at", utc_text(h.at)},
                {"sender", h.sender},
                {"recipients", recipients},
                {"recipient_count", integer(count->front().front())},
                {"subject", h.subject},
                {"reason", h.reason},
                {"rules", h.rules.empty() ? std::vector<std::string>() : split(h.rules, ' ')},
                {"kinds", kinds->empty() ? std::vector<std::string>() : words_of(text(kinds->front().front()))},
                {"clauses", h.clauses},
                {"origin", h.origin},
                {"size", h.size},
                {"release_needs", h.release_needs},
                {"sender_not_told", h.sender_not_told},
                {"event", h.event}};
}

// Where the list goes on: the time and number of the row that was the last.
Result<std::pair<std::int64_t, std::int64_t>> place_of(Store& store, const std::string& reference) {
    auto rows = store.db.rows("SELECT at, id FROM held WHERE reference = ?1", {reference});
    if (!rows) return rows.failure();
    if (rows->empty()) return std::pair<std::int64_t, std::int64_t>{0, 0};
    return std::pair{integer(rows->front()[0]), integer(rows->front()[1])};
}

}  // namespace

Result<wire::Answer> list_for_console(Store& store, const HeldWanted& wanted) {
    auto place = place_of(store, wanted.after);
    if (!place) return place.failure();
    Conditions wants = conditions_of(wanted);
    auto total = store.db.rows("SELECT count(*) FROM held" + wants.where(), wants.values);
    if (!total) return total.failure();
    if (place->second != 0) {
        wants.values.emplace_back(place->first);
        const std::string at = std::to_string(wants.values.size());
        wants.values.emplace_back(place->second);
        wants.add("(at, id) " + std::string(wanted.oldest_first ? ">" : "<") + " (?" + at + ", ?" + std::to_string(wants.values.size()) + ")");
    }
    wants.values.emplace_back(wanted.limit);
    const std::string statement = std::string("SELECT ") + held_columns + " FROM held" + wants.where() +
                                  (wanted.oldest_first ? " ORDER BY at, id" : " ORDER BY at DESC, id DESC") + " LIMIT ?" + std::to_string(wants.values.size());
    auto rows = store.db.rows(statement, wants.values);
    if (!rows) return rows.failure();
    wire::Answer out;
    out.lines.push_back(dump({{"version", 1}, {"about", "summary"}, {"total", integer(total->front()[0])}}));
    for (const auto& row : *rows) {
        auto line = line_of(store, row);
        if (!line) return line.failure();
        out.lines.push_back(dump(*line));
    }
    return out;
}

Result<wire::Answer> numbers_of_the_day(Store& store, std::int64_t since) {
    json outcomes = json::object();
    auto rows = store.db.rows("SELECT outcome, count(*) FROM events WHERE at >= ?1 AND kind = 'verdict' GROUP BY outcome", {since});
    if (!rows) return rows.failure();
    std::int64_t all = 0;
    for (const auto& row : *rows) {
        outcomes[text(row[0])] = integer(row[1]);
        all += integer(row[1]);
    }
    auto kept = store.db.rows(std::string("SELECT origin, reason, count(*) FROM held WHERE ") + waits + " GROUP BY origin, reason", {});
    if (!kept) return kept.failure();
    std::int64_t waiting = 0, outbound = 0, refused = 0, asked = 0;
    for (const auto& row : *kept) {
        const auto n = integer(row[2]);
        waiting += n;
        if (text(row[0]) == "inside") outbound += n;
        if (text(row[1]) == "refused") refused += n;
        if (text(row[1]) == "ask") asked += n;
    }
    auto last = store.db.rows("SELECT at FROM events WHERE kind = 'verdict' ORDER BY at DESC LIMIT 1", {});
    if (!last) return last.failure();
    auto oldest = store.db.rows(std::string("SELECT at, reference FROM held WHERE ") + waits + " ORDER BY at, id LIMIT 1", {});
    if (!oldest) return oldest.failure();
    wire::Answer out;
    out.lines.push_back(dump({{"version", 1},
                              {"verdicts", all},
                              {"outcomes", outcomes},
                              {"waiting", waiting},
                              {"waiting_outbound", outbound},
                              {"waiting_refused", refused},
                              {"waiting_asked", asked},
                              {"last_at", last->empty() ? "" : utc_text(integer(last->front()[0]))},
                              {"oldest_at", !oldest->empty() ? utc_text(integer(oldest->front()[0])) : ""},
                              {"oldest", !oldest->empty() ? text(oldest->front()[1]) : ""},
                              {"problem", store.counters.last_problem}}));
    return out;
}

Result<wire::Answer> ages_of(Store& store) {
    auto backup = last_backup_at(store);
    if (!backup) return backup.failure();
    const auto signatures = signatures_made(store.notices.signature_folders);
    wire::Answer out;
    out.lines.push_back(dump({{"version", 1}, {"backup_at", *backup == 0 ? "" : utc_text(*backup)}, {"signatures_at", signatures == 0 ? "" : utc_text(signatures)},
                              {"policy", store.council.policy_title}, {"review_due", store.council.review_due}}));
    return out;
}

Result<wire::Answer> list_members(Store& store) {
    const std::string today = london_time(store.clock.wall()).today;
    wire::Answer out;
    for (const auto& m : store.council.members)
        out.lines.push_back(dump({{"version", 1}, {"mailbox", m.mailbox}, {"name", m.name}, {"role", m.role}, {"trained", m.trained}, {"from", m.from},
                                  {"until", m.until}, {"here", is_here(m, today)}, {"ask_whom", m.ask_whom}}));
    return out;
}

Result<wire::Answer> story_of(Store& store, std::int64_t event) {
    auto rows = store.db.rows(std::string("SELECT ") + event_columns +
                                  " FROM events WHERE " + is_it_or_about_it + " ORDER BY seq LIMIT 500",
                              {store.gateway, event});
    if (!rows) return rows.failure();
    wire::Answer out;
    for (const auto& row : *rows) out.lines.push_back(event_line(event_of(row)));
    if (out.lines.empty()) {
        out.exit_code = 1;
        out.problem = "there is no event " + std::to_string(event);
        return out;
    }
    auto kept = store.db.rows("SELECT reference, state FROM held WHERE gateway = ?1 AND event = ?2", {store.gateway, event});
    if (!kept) return kept.failure();
    for (const auto& row : *kept)
        out.lines.push_back(dump({{"version", 1}, {"about", "kept"}, {"id", text(row[0])}, {"state", text(row[1])}}));
    return out;
}

}  // namespace beadle::records
