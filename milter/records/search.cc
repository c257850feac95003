// search.cc — events newest first: by an index where one can say which, else by windows of the chain.
#include <algorithm>
#include <limits>

#include "base/text.h"
#include "records/events.h"
#include "records/jobs.h"
#include "records/queries.h"

namespace beadle::records {
namespace {

constexpr std::int64_t window = 2000;  // rows a step
// Wall clocks are set back now and then: so many rows around a time are looked at as well.
constexpr std::int64_t clock_slack = 1000;
constexpr std::size_t most_further = 5;  // lines of `text` besides the first one: more are not looked for

bool ends(wire::Answer& answer, const Failure& why) {
    answer.exit_code = 4;
    answer.problem = why.what;
    return true;
}

Result<std::int64_t> number(Store& store, const std::string& statement, const Values& values, std::int64_t otherwise) {
    auto rows = store.db.rows(statement, values);
    if (!rows) return rows.failure();
    return rows->empty() || is_null(rows->front()[0]) ? otherwise : integer(rows->front()[0]);
}

// Each of the further words has to be there too, in whatever order and field.
std::string further_words() {
    std::string out;
    for (std::size_t i = 0; i < most_further; ++i) {
        const std::string n = "?" + std::to_string(14 + i);
        out += " AND (" + n + " = '' OR lower(subject) LIKE " + n + " ESCAPE '!' OR lower(body) LIKE " + n + " ESCAPE '!'"
               " OR lower(sender) LIKE " + n + " ESCAPE '!' OR lower(recipients) LIKE " + n + " ESCAPE '!')";
    }
    return out;
}

const std::string& search_statement() {
    static const std::string statement =
        std::string("SELECT ") + event_columns +
        " FROM events WHERE gateway = ?1 AND seq BETWEEN ?2 AND ?3 AND at >= ?4 AND at < ?5 AND (?6 = '' OR kind = ?6)"
        " AND (?7 = '' OR outcome = ?7) AND (?8 = '' OR queue_id = ?8) AND (?9 = '' OR lower(sender) LIKE ?9 ESCAPE "
        "'!')"
        " AND (?10 = '' OR lower(recipients) LIKE ?10 ESCAPE '!') AND (?11 = '' OR ' ' || lower(rules) || ' ' LIKE ?11 "
        "ESCAPE '!')"
        " AND (?12 = '' OR lower(subject) LIKE ?12 ESCAPE '!' OR lower(message_id) LIKE ?12 ESCAPE '!'"
        " OR lower(body) LIKE ?12 ESCAPE '!' OR held LIKE ?12 ESCAPE '!' OR lower(sender) LIKE ?12 ESCAPE '!'"
        " OR lower(recipients) LIKE ?12 ESCAPE '!')" +
        further_words() + " ORDER BY seq DESC LIMIT ?13";
    return statement;
}

}  // namespace

bool Search::begin(Store& store, wire::Answer& answer) {
    begun_ = true;
    begun_at_ = store.clock.steady();
    auto newest = number(store, "SELECT max(seq) FROM events WHERE gateway = ?1", {store.gateway}, 0);
    if (!newest) return ends(answer, newest.failure());
    high_ = *newest;
    constexpr const char* first_at = "SELECT seq FROM events WHERE gateway = ?1 AND at >= ?2 ORDER BY at LIMIT 1";
    if (wanted_.since > 0) {
        auto low = number(store, first_at, {store.gateway, wanted_.since}, high_ + 1);
        if (!low) return ends(answer, low.failure());
        low_ = std::max<std::int64_t>(1, *low - clock_slack);
    }
    if (wanted_.until > 0) {
        auto end = number(store, first_at, {store.gateway, wanted_.until}, high_);
        if (!end) return ends(answer, end.failure());
        high_ = std::min(high_, *end + clock_slack);
    }
    if (wanted_.under > 0) high_ = std::min(high_, wanted_.under - 1);
    if (auto found = find_candidates(store); !found) return ends(answer, found.failure());
    return false;
}

namespace {

// Senders that the words are a part of, each once: from one to the next in the index, however many events each has.
constexpr const char* senders_like =
    "WITH RECURSIVE s(v) AS (SELECT min(sender) FROM events WHERE gateway = ?1 UNION ALL"
    " SELECT (SELECT min(sender) FROM events WHERE gateway = ?1 AND sender > s.v) FROM s WHERE s.v IS NOT NULL)"
    " SELECT v FROM s WHERE lower(v) LIKE ?2 ESCAPE '!' LIMIT 1001";
constexpr std::size_t most_senders = 1000;
constexpr std::int64_t most_candidates = 50'000;
constexpr int candidates_a_step = 200;

}  // namespace

// What an index can say: then only these are looked at. Where there are too many, the newest of all are as good.
Status Search::find_candidates(Store& store) {
    std::vector<std::pair<std::string, std::string>> by;
    const std::string select = "SELECT seq FROM events WHERE gateway = ?1 AND ";
    if (!wanted_.queue_id.empty()) {
        by.emplace_back(select + "queue_id = ?2", wanted_.queue_id);
    } else if (!wanted_.sender.empty()) {
        auto senders = store.db.rows(senders_like, {store.gateway, anywhere(wanted_.sender)});
        if (!senders) return senders.failure();
        if (senders->size() > most_senders) return Done{};
        for (const auto& row : *senders) by.emplace_back(select + "sender = ?2", text(row[0]));
        by_candidates_ = true;
    } else if (!wanted_.kind.empty() && wanted_.kind != "verdict") {
        by.emplace_back(select + "kind = ?2 AND kind <> 'verdict'", wanted_.kind);
    } else if (!wanted_.outcome.empty() && wanted_.outcome != "accepted") {
        by.emplace_back(select + "outcome = ?2 AND outcome <> 'accepted'", wanted_.outcome);
    }
    for (const auto& [statement, value] : by) {
        auto rows = store.db.rows(statement + " AND seq >= ?3 AND seq <= ?4 ORDER BY seq DESC LIMIT ?5",
                                  {store.gateway, value, low_, high_, most_candidates + 1});
        if (!rows) return rows.failure();
        for (const auto& row : *rows) candidates_.push_back(integer(row[0]));
    }
    by_candidates_ = (by_candidates_ || !by.empty()) && candidates_.size() <= static_cast<std::size_t>(most_candidates);
    std::sort(candidates_.begin(), candidates_.end());
    return Done{};
}

Result<Rows> Search::look(Store& store, std::int64_t from, std::int64_t to) {
    const std::string rule = wanted_.rule.empty() ? "" : anywhere(" " + wanted_.rule + " ");
    const auto words = split(wanted_.text, '\n');
    Values values = {store.gateway, from, to, wanted_.since,
                                              wanted_.until > 0 ? wanted_.until : std::numeric_limits<std::int64_t>::max(),
                                              wanted_.kind, wanted_.outcome, wanted_.queue_id, anywhere(wanted_.sender),
                                              anywhere(wanted_.recipient), rule, anywhere(words.empty() ? "" : words[0]), wanted_.limit};
    for (std::size_t i = 1; i <= most_further; ++i) values.emplace_back(i < words.size() ? anywhere(words[i]) : std::string());
    return store.db.rows(search_statement(), values);
}

// There is more, but who asks has waited long enough: the last line says from where on to ask again.
bool Search::time_is_over(Store& store, wire::Answer& answer, std::int64_t looked_down_to) const {
    if (wanted_.within_ms == 0 || store.clock.steady() - begun_at_ < wanted_.within_ms) return false;
    auto at = number(store, "SELECT at FROM events WHERE gateway = ?1 AND seq >= ?2 ORDER BY seq LIMIT 1", {store.gateway, looked_down_to}, 0);
    if (!at) return ends(answer, at.failure());
    answer.lines.push_back(R"({"version":1,"about":"looked","event":)" + std::to_string(looked_down_to) + R"(,"at":")" + utc_text(*at) + "\"}");
    return true;
}

bool Search::step_candidates(Store& store, wire::Answer& answer) {
    for (int i = 0; i < candidates_a_step && !candidates_.empty() && wanted_.limit > 0; ++i) {
        const auto seq = candidates_.back();
        candidates_.pop_back();
        auto rows = look(store, seq, seq);
        if (!rows) return ends(answer, rows.failure());
        for (const auto& row : *rows) answer.lines.push_back(event_line(event_of(row)));
        wanted_.limit -= static_cast<std::int64_t>(rows->size());
    }
    if (candidates_.empty() || wanted_.limit <= 0) return true;
    return time_is_over(store, answer, candidates_.back() + 1);
}

bool Search::step(Store& store, wire::Answer& answer) {
    if (!begun_ && begin(store, answer)) return true;
    if (by_candidates_) return step_candidates(store, answer);
    const auto from = std::max(low_, high_ - window + 1);
    auto rows = look(store, from, high_);
    if (!rows) return ends(answer, rows.failure());
    for (const auto& row : *rows) answer.lines.push_back(event_line(event_of(row)));
    wanted_.limit -= static_cast<std::int64_t>(rows->size());
    high_ = from - 1;
    return high_ < low_ || wanted_.limit <= 0 || time_is_over(store, answer, from);
}

}  // namespace beadle::records
