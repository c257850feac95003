#include "records/event_export.h"

#include <limits>

#include "records/event_formats.h"
#include "records/events.h"

namespace beadle::records {
namespace {

constexpr std::int64_t page = 500;

}  // namespace

bool Export::step(Store& store, wire::Answer& answer) {
    if (!begun_ && wanted_.format == "csv") answer.lines.push_back(csv_head());
    begun_ = true;
    auto rows = store.db.rows(std::string("SELECT ") + event_columns +
                                  " FROM events WHERE (gateway, seq) > (?1, ?2) ORDER BY gateway, seq LIMIT " + std::to_string(page),
                              {gateway_, seq_});
    if (!rows) {
        answer.exit_code = 4;
        answer.problem = rows.failure().what;
        return true;
    }
    for (const auto& row : *rows) {
        const Event e = event_of(row);
        gateway_ = e.gateway;
        seq_ = e.seq;
        if (e.at < wanted_.since || (wanted_.until > 0 && e.at >= wanted_.until)) continue;
        answer.lines.push_back(wanted_.format == "csv" ? csv_line(e) : wanted_.format == "ecs" ? ecs_line(e) : event_line(e));
    }
    return static_cast<std::int64_t>(rows->size()) < page;
}

}  // namespace beadle::records
