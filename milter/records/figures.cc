#include "records/figures.h"

#include <algorithm>
#include <charconv>

#include <nlohmann/json.hpp>

#include "records/backup.h"
#include "records/events.h"
#include "records/schema.h"

namespace beadle::records {
namespace {

using nlohmann::json;

constexpr std::int64_t looked_at = 1000;

Result<std::int64_t> number(Store& store, const char* statement, const Values& values) {
    auto rows = store.db.rows(statement, values);
    if (!rows) return rows.failure();
    return rows->empty() ? 0 : integer(rows->front()[0]);
}

double seconds_since(const Store& store, std::int64_t at) {
    return at == 0 ? -1.0 : static_cast<double>(std::max<std::int64_t>(store.clock.wall() - at, 0)) / 1000;
}

double at_share(const std::vector<double>& sorted, double share) {
    if (sorted.empty()) return 0;
    return sorted[std::min(sorted.size() - 1, static_cast<std::size_t>(share * static_cast<double>(sorted.size())))] / 1000;
}

// Of the last verdicts: how long judging took, and whether all could be looked into.
Status put_verdicts(Store& store, json& out) {
    auto rows = store.db.rows(
        "SELECT body, at FROM events WHERE gateway = ?1 AND seq > (SELECT coalesce(max(seq), 0) FROM events WHERE gateway = ?1) - ?2"
        " AND kind = 'verdict' ORDER BY seq DESC",
        {store.gateway, looked_at});
    if (!rows) return rows.failure();
    std::vector<double> took;
    std::int64_t complete = 0, incomplete = 0;
    for (const auto& row : *rows) {
        const json body = json::parse(text(row[0]), nullptr, false);
        if (!body.is_object()) continue;
        if (body.contains("elapsed_ms") && body["elapsed_ms"].is_number()) took.push_back(body["elapsed_ms"].get<double>());
        const bool whole = !body.contains("inspection") || !body["inspection"].contains("not_inspected") || body["inspection"]["not_inspected"].empty();
        ++(whole ? complete : incomplete);
    }
    std::sort(took.begin(), took.end());
    out["judging"] = {{"0.5", at_share(took, 0.5)}, {"0.95", at_share(took, 0.95)}, {"0.99", at_share(took, 0.99)}};
    out["complete"] = complete;
    out["incomplete"] = incomplete;
    out["last_mail_seconds"] = rows->empty() ? -1.0 : seconds_since(store, integer(rows->front()[1]));
    return Done{};
}

Status put_lag(Store& store, json& out) {
    out["events_out_lag"] = json::object();
    auto newest = number(store, "SELECT coalesce(max(seq), 0) FROM events WHERE gateway = ?1", {store.gateway});
    if (!newest) return newest.failure();
    for (const auto& [name, where] : {std::pair{"journald", &EventsOut::journald}, {"syslog", &EventsOut::syslog}, {"file", &EventsOut::file}}) {
        if ((store.events_out.*where).empty()) continue;
        auto said = store_mark(store.db, std::string("events out ") + name + " " + store.gateway);
        if (!said) return said.failure();
        std::int64_t seq = 0;
        std::from_chars(said->data(), said->data() + said->size(), seq);
        out["events_out_lag"][name] = *newest - seq;
    }
    return Done{};
}

}  // namespace

Result<wire::Answer> figures(Store& store) {
    json out{{"version", 1}, {"outcomes", json::object()}, {"commit_seconds", static_cast<double>(store.counters.last_commit_ms) / 1000}};
    for (const auto& [outcome, n] : store.counters.outcomes) out["outcomes"][outcome] = n;
    auto oldest = number(store, "SELECT coalesce(min(at), 0) FROM held WHERE state IN ('pending', 'held')", {});
    if (!oldest) return oldest.failure();
    out["oldest_held_seconds"] = std::max(0.0, seconds_since(store, *oldest));
    auto last = number(store, "SELECT at FROM events WHERE gateway = ?1 ORDER BY seq DESC LIMIT 1", {store.gateway});
    if (!last) return last.failure();
    out["last_event_seconds"] = seconds_since(store, *last);
    auto backup = last_backup_at(store);
    if (!backup) return backup.failure();
    out["last_backup_seconds"] = seconds_since(store, *backup);
    if (auto put = put_verdicts(store, out); !put) return put.failure();
    if (auto put = put_lag(store, out); !put) return put.failure();
    return wire::Answer{0, "", {out.dump(-1, ' ', false, json::error_handler_t::replace)}, false};
}

}  // namespace beadle::records
