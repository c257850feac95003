#include "records/hold_marks.h"

#include <limits>

namespace beadle::records {
namespace {

Status done_or(const Result<std::int64_t>& r) {
    if (!r) return r.failure();
    return Done{};
}

Result<std::int64_t> looked_up_to(Store& store, const std::string& hold) {
    auto rows = store.db.rows("SELECT upto FROM hold_texts WHERE hold = ?1", {hold});
    if (!rows) return rows.failure();
    return rows->empty() ? 0 : integer(rows->front()[0]);
}

}  // namespace

Result<HoldMark> hold_mark(Store& store, const std::string& hold) {
    HoldMark out;
    out.unlooked_from = std::numeric_limits<std::int64_t>::max();
    auto untouched = store.db.is_untouched("hold_texts", "hold = ?1", {hold});
    if (!untouched) return untouched.failure();
    if (!*untouched)
        return fail(FailureKind::misconfigured, "records",
                    "how far the text of kept mail was looked through for " + hold + " was changed in the store by another hand: see beadle events verify");
    auto upto = looked_up_to(store, hold);
    if (!upto) return upto.failure();
    out.upto = *upto;
    auto next = store.db.rows("SELECT at FROM held WHERE id > ?1 ORDER BY id LIMIT 1", {out.upto});
    if (!next) return next.failure();
    if (!next->empty()) out.unlooked_from = integer(next->front()[0]);
    return out;
}

Result<HoldTextsFound> hold_texts_found(Store& store) {
    auto rows = store.db.rows("SELECT h.gateway, h.event, f.hold, f.how FROM hold_found f JOIN held h ON h.id = f.held", {});
    if (!rows) return rows.failure();
    HoldTextsFound out;
    for (const auto& row : *rows) out[{{text(row[0]), integer(row[1])}, text(row[2])}] = text(row[3]);
    return out;
}

Status note_text_found(Store& store, const std::string& hold, std::int64_t held, const std::string& how) {
    auto known = store.db.rows("SELECT 1 FROM hold_found WHERE hold = ?1 AND held = ?2", {hold, held});
    if (!known) return known.failure();
    if (!known->empty()) return Done{};
    return done_or(store.db.run("INSERT INTO hold_found(hold, held, how) VALUES(?1, ?2, ?3)", {hold, held, how}));
}

Status note_texts_through(Store& store, const std::string& hold, std::int64_t upto) {
    auto known = looked_up_to(store, hold);
    if (!known) return known.failure();
    if (*known >= upto) return Done{};
    if (*known > 0) return done_or(store.db.run("UPDATE hold_texts SET upto = ?2 WHERE hold = ?1", {hold, upto}));
    return done_or(store.db.run("INSERT INTO hold_texts(hold, upto) VALUES(?1, ?2)", {hold, upto}));
}

Status forget_hold_texts(Store& store, const std::string& hold) {
    if (auto done = store.db.run("DELETE FROM hold_found WHERE hold = ?1", {hold}); !done) return done.failure();
    return done_or(store.db.run("DELETE FROM hold_texts WHERE hold = ?1", {hold}));
}

Result<std::int64_t> texts_to_look_through(Store& store, const std::string& hold) {
    auto upto = looked_up_to(store, hold);
    if (!upto) return upto.failure();
    auto rows = store.db.rows(
        "SELECT count(*) FROM held WHERE id > ?1 AND EXISTS(SELECT 1 FROM messages m WHERE m.id = held.message AND m.destroyed_at = 0)", {*upto});
    if (!rows) return rows.failure();
    return integer(rows->front()[0]);
}

}  // namespace beadle::records
