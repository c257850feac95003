#include "records/periods.h"

namespace beadle::records {

Result<PeriodTold> told_of(Store& store, const std::string& kind, const std::string& period) {
    auto rows = store.db.rows("SELECT next_event, tally, told_at FROM periods_told WHERE kind = ?1 AND period = ?2",
                              {kind, period});
    if (!rows) return rows.failure();
    if (rows->empty()) return PeriodTold{};
    const auto& row = rows->front();
    return PeriodTold{integer(row[2]) != 0, integer(row[0]), text(row[1])};
}

Status note_step(Store& store, const std::string& kind, const std::string& period, std::int64_t next_event,
                 const std::string& tally) {
    auto done = store.db.run(
        "INSERT INTO periods_told(kind, period, next_event, tally, told_at) VALUES(?1, ?2, ?3, ?4, 0)"
        " ON CONFLICT(kind, period) DO UPDATE SET next_event = excluded.next_event, tally = excluded.tally",
        {kind, period, next_event, tally});
    if (!done) return done.failure();
    return Done{};
}

Status settle_period(Store& store, const std::string& kind, const std::string& period) {
    auto done = store.db.run(
        "INSERT INTO periods_told(kind, period, next_event, tally, told_at) VALUES(?1, ?2, 0, '', ?3)"
        " ON CONFLICT(kind, period) DO UPDATE SET next_event = 0, tally = '', told_at = excluded.told_at",
        {kind, period, store.clock.wall()});
    if (!done) return done.failure();
    return Done{};
}

}  // namespace beadle::records
