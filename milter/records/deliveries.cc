#include "records/deliveries.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "base/text.h"

#include "mail/address.h"
#include "records/events.h"
#include "records/schema.h"
#include "records/verdicts.h"

namespace beadle::records {
namespace {

using nlohmann::json;

constexpr const char* name_of(wire::DeliveryStatus s) {
    switch (s) {
        case wire::DeliveryStatus::sent:
            return "sent";
        case wire::DeliveryStatus::deferred:
            return "deferred";
        case wire::DeliveryStatus::bounced:
            return "bounced";
        case wire::DeliveryStatus::expired:
            return "expired";
        case wire::DeliveryStatus::heard:
            return "heard";
    }
    return "sent";
}

// The newest verdict or release under that queue id; the mail server uses them again after a while.
struct Known {
    std::int64_t verdict = 0;
    bool is_verdict = false;
    std::vector<std::string> recipients;  // folded
};
Result<Known> known(Store& store, const std::string& queue_id) {
    auto rows = store.db.rows(
        "SELECT seq, kind, about, recipients FROM events WHERE gateway = ?1 AND queue_id = ?2 AND at > ?3"
        " AND kind IN ('verdict', 'stamp-seen', 'release-settled') ORDER BY seq DESC LIMIT 1",
        {store.gateway, queue_id, store.clock.wall() - delivery_window});
    if (!rows) return rows.failure();
    Known out;
    if (rows->empty()) return out;
    const Row& r = rows->front();
    out.is_verdict = text(r[1]) == "verdict";
    out.verdict = out.is_verdict || integer(r[2]) == 0 ? integer(r[0]) : integer(r[2]);
    for (const auto& shown : split(text(r[3]), '\n')) out.recipients.push_back(parse_address(shown).folded());
    return out;
}

bool is_one_of(const Known& k, const std::string& address) {
    return !address.empty() && std::find(k.recipients.begin(), k.recipients.end(), parse_address(address).folded()) != k.recipients.end();
}

std::string body_of(const wire::Delivery& d) {
    return json_texts({{"relay", printable(d.relay, 200)},
                       {"dsn", printable(d.dsn, 12)},
                       {"reply", printable(d.reply, 500)},
                       {"original", printable(d.original, 320)},
                       {"logged", printable(d.logged, 40)}});
}

// What the last event of this recipient says: the same again is no news.
Result<bool> is_said_already(Store& store, const Event& e) {
    auto rows = store.db.rows(
        "SELECT outcome, body FROM events WHERE gateway = ?1 AND about = ?2 AND about <> 0 AND kind = 'delivery' AND queue_id = ?3"
        " AND recipients = ?4 ORDER BY seq DESC LIMIT 1",
        {store.gateway, e.about, e.queue_id, e.recipients});
    if (!rows) return rows.failure();
    if (rows->empty() || text(rows->front()[0]) != e.outcome) return false;
    const auto before = json::parse(text(rows->front()[1]), nullptr, false), now = json::parse(e.body, nullptr, false);
    for (const char* key : {"relay", "dsn", "reply"})
        if (!before.is_object() || before.value(key, "") != now.value(key, "")) return false;
    return true;
}

Status record_one(Store& store, const wire::Delivery& d) {
    const std::string queue_id = printable(d.queue_id, 64);
    auto k = known(store, queue_id);
    if (!k) return k.failure();
    if (k->verdict == 0) return Done{};
    if (d.status == wire::DeliveryStatus::heard) {
        if (!k->is_verdict) return Done{};
        auto done = amend(store, {static_cast<std::uint64_t>(k->verdict), wire::Amendment::heard, "the mail server's log shows it"});
        if (!done) return done.failure();
        return Done{};
    }
    if (!d.recipient.empty() && !is_one_of(*k, d.recipient) && !is_one_of(*k, d.original)) return Done{};
    Event e;
    e.kind = "delivery";
    e.outcome = name_of(d.status);
    e.about = k->verdict;
    e.queue_id = queue_id;
    e.recipients = printable(d.recipient, 320);
    e.body = body_of(d);
    auto said = is_said_already(store, e);
    if (!said) return said.failure();
    if (*said) return Done{};
    auto put = append(store, std::move(e));
    if (!put) return put.failure();
    return Done{};
}

}  // namespace

Result<wire::DeliveriesRecorded> record_deliveries(Store& store, const wire::Deliveries& said) {
    const std::string mark = "mta log " + store.gateway;
    if (said.cursor.empty()) {
        auto cursor = store_mark(store.db, mark);
        if (!cursor) return cursor.failure();
        return wire::DeliveriesRecorded{true, *cursor};
    }
    for (const auto& d : said.list)
        if (auto done = record_one(store, d); !done) return done.failure();
    const std::string cursor = printable(said.cursor, 64);
    if (auto set = set_store_mark(store.db, mark, cursor); !set) return set.failure();
    return wire::DeliveriesRecorded{true, cursor};
}

}  // namespace beadle::records
