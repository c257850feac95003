#include "records/console_queries.h"

#include <nlohmann/json.hpp>

#include "base/london.h"
#include "base/text.h"
#include "mail/address.h"
#include "records/acknowledgements.h"
#include "records/backup.h"
#include "records/events.h"
#include "records/queries.h"
#include "records/scope.h"
#include "settings/signature_files.h"

namespace beadle::records {
namespace {

using nlohmann::json;

constexpr std::int64_t shown_recipients = 3;

std::string dump(const json& j) { return j.dump(-1, ' ', false, json::error_handler_t::replace); }

// The conditions of a list, in the order of its values.
const char* const wanted_clause =
    " WHERE (?1 = 'all' OR state = ?1 OR (?1 = '' AND state IN ('pending', 'held') AND EXISTS(SELECT 1 FROM held_recipients w WHERE w.held = held.id AND w.state = 'held'))) AND at >= ?2 AND (?3 = 0 OR at < ?3)"
    " AND (?4 = '' OR lower(sender) LIKE ?4 ESCAPE '!')"
    " AND (?5 = '' OR EXISTS(SELECT 1 FROM held_recipients r WHERE r.held = held.id AND lower(r.shown) LIKE ?5 ESCAPE '!'))"
    " AND (?6 = '' OR lower(subject) LIKE ?6 ESCAPE '!' OR lower(sender) LIKE ?6 ESCAPE '!' OR reference LIKE ?6 ESCAPE '!'"
    "  OR EXISTS(SELECT 1 FROM held_recipients r WHERE r.held = held.id AND lower(r.shown) LIKE ?6 ESCAPE '!'))"
    " AND (?7 = '' OR ' ' || rules || ' ' LIKE ?7 ESCAPE '!') AND (?8 = '' OR reason = ?8) AND (?9 = '' OR origin = ?9)"
    " AND (?10 = '' OR lower(sender) = ?10)";

Values values_of(const HeldWanted& w) {
    return {w.state, w.since, w.until, anywhere(w.sender), anywhere(w.recipient), anywhere(w.text),
            w.rule.empty() ? std::string() : anywhere(" " + w.rule + " "), w.reason, w.origin, ascii_lower(w.own)};
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

std::string clause_of(const HeldWanted& w) {
    const auto seen = scope_condition(w.scope, "held.id");
    return std::string(wanted_clause) + (seen.empty() ? "" : " AND " + seen);
}

std::int64_t count_of(Store& store, const std::string& statement, const Values& values) {
    auto rows = store.db.rows(statement, values);
    return rows && !rows->empty() ? integer(rows->front().front()) : 0;
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
    const bool goes_on = place->second != 0;
    Values values = values_of(wanted);
    const std::int64_t total = count_of(store, "SELECT count(*) FROM held" + clause_of(wanted), values);
    std::string statement = std::string("SELECT ") + held_columns + " FROM held" + clause_of(wanted);
    const char* way = wanted.oldest_first ? ">" : "<";
    if (goes_on)
        statement += std::string(" AND (at ") + way + " ?12 OR (at = ?12 AND id " + way + " ?13))";
    statement += wanted.oldest_first ? " ORDER BY at, id LIMIT ?11" : " ORDER BY at DESC, id DESC LIMIT ?11";
    values.push_back(wanted.limit);
    if (goes_on) {
        values.push_back(place->first);
        values.push_back(place->second);
    }
    auto rows = store.db.rows(statement, values);
    if (!rows) return rows.failure();
    wire::Answer out;
    out.lines.push_back(dump({{"version", 1}, {"about", "summary"}, {"total", total}}));
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
    const std::string waits_for_a_person =  // and is not on its way already
        "state IN ('pending', 'held') AND EXISTS(SELECT 1 FROM held_recipients w WHERE w.held = held.id AND w.state = 'held')";
    const std::string waiting = "SELECT count(*) FROM held WHERE " + waits_for_a_person;
    auto last = store.db.rows("SELECT at FROM events WHERE kind = 'verdict' ORDER BY at DESC LIMIT 1", {});
    if (!last) return last.failure();
    auto oldest = store.db.rows("SELECT at, reference FROM held WHERE " + waits_for_a_person + " ORDER BY at LIMIT 1", {});
    if (!oldest) return oldest.failure();
    const bool waits = !oldest->empty();
    wire::Answer out;
    out.lines.push_back(dump({{"version", 1},
                              {"verdicts", all},
                              {"outcomes", outcomes},
                              {"waiting", count_of(store, waiting, {})},
                              {"waiting_outbound", count_of(store, waiting + " AND origin = 'inside'", {})},
                              {"waiting_refused", count_of(store, waiting + " AND reason = 'refused'", {})},
                              {"waiting_asked", count_of(store, waiting + " AND reason = 'ask'", {})},
                              {"last_at", last->empty() ? "" : utc_text(integer(last->front()[0]))},
                              {"oldest_at", waits ? utc_text(integer(oldest->front()[0])) : ""},
                              {"oldest", waits ? text(oldest->front()[1]) : ""},
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
                                  " FROM events WHERE gateway = ?1 AND (seq = ?2 OR (about = ?2 AND about <> 0))"
                                  " ORDER BY seq LIMIT 500",
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
