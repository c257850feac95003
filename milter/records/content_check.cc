#include "records/content_check.h"

namespace beadle::records {
namespace {

constexpr int pieces_a_step = 4;

std::string not_as_stored(std::int64_t message, const std::string& why) {
    return "the content of the kept message number " + std::to_string(message) + " is not as it was stored: " + why;
}

}  // namespace

Result<bool> ContentCheck::is_destroyed(Store& store) const {
    auto rows = store.db.rows("SELECT 1 FROM messages WHERE id = ?1 AND destroyed_at = 0", {message_});
    if (!rows) return rows.failure();
    return rows->empty();
}

// True: there is none.
Result<bool> ContentCheck::next_message(Store& store, std::string& problem) {
    auto rows = store.db.rows(
        "SELECT id, slices, destroyed_at, (SELECT count(*) FROM slices s WHERE s.message = messages.id) FROM messages"
        " WHERE id > ?1 AND complete = 1 ORDER BY id LIMIT 1",
        {message_});
    if (!rows) return rows.failure();
    if (rows->empty()) return true;
    const Row& row = rows->front();
    message_ = integer(row[0]);
    const bool destroyed = integer(row[2]) != 0;
    if (integer(row[3]) != (destroyed ? 0 : integer(row[1]))) problem = not_as_stored(message_, "it has slices too many or too few");
    if (destroyed || !problem.empty()) return false;
    auto opened = Outgoing::open(store.db, store.keys, message_);
    if (!opened && opened.failure().kind == FailureKind::unavailable) return opened.failure();
    if (!opened) {
        problem = not_as_stored(message_, opened.failure().what);
        return false;
    }
    open_.emplace(std::move(*opened));
    return false;
}

Result<bool> ContentCheck::step(Store& store, std::string& problem) {
    for (int i = 0; i < pieces_a_step && problem.empty(); ++i) {
        if (!open_) {
            auto none = next_message(store, problem);
            if (!none || *none) return none;
            continue;
        }
        auto last = open_->step(store.db, [](std::string_view) -> Status { return Done{}; });
        if (last && !*last) continue;
        open_.reset();
        if (last) continue;
        if (last.failure().kind == FailureKind::unavailable) return last.failure();
        auto gone = is_destroyed(store);
        if (!gone) return gone.failure();
        if (!*gone) problem = not_as_stored(message_, last.failure().what);
    }
    return false;
}

}  // namespace beadle::records
