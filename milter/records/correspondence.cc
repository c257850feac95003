#include "records/correspondence.h"

#include <algorithm>

#include "base/text.h"

#include "records/due.h"

namespace beadle::records {
namespace {

constexpr std::int64_t a_day = 86'400'000, locked_days = 7, most_removed = 500;

std::int64_t today(const Store& store) { return store.clock.wall() / a_day; }

// The kinds of key cannot be mistaken for each other: a folded address holds no line end.
Blob key_of(const Store& store, const Pair& pair) {
    return Blob{store.keys.mac("correspondence\npair\n" + pair.inside + "\n" + pair.outside)};
}
Blob skeleton_key(const Store& store, const Pair& pair) {
    return Blob{store.keys.mac("correspondence\nskeleton\n" + skeleton(pair.outside))};
}

std::uint32_t count_of(const Value& v) {
    return static_cast<std::uint32_t>(std::clamp<std::int64_t>(integer(v), 0, 1'000'000'000));
}

Status count(Store& store, const Blob& key, const PairSeen& seen) {
    const std::int64_t now = today(store);
    auto done = store.db.run(
        "INSERT INTO correspondence(key, sent, received, locked_day, last_day) VALUES(?1, ?2, ?3, ?4, ?5) "
        "ON CONFLICT(key) DO UPDATE SET sent = correspondence.sent + excluded.sent, "
        "received = correspondence.received + excluded.received, last_day = excluded.last_day, "
        "locked_day = CASE WHEN excluded.locked_day > 0 THEN excluded.locked_day ELSE correspondence.locked_day END",
        {key, std::int64_t{seen.sent}, std::int64_t{!seen.sent}, seen.locked ? now : 0, now});
    if (!done) return done.failure();
    return Done{};
}

}  // namespace

std::string skeleton(std::string_view address) {
    std::string lower = ascii_lower(address.substr(0, 320));
    lower = replace_all(replace_all(lower, "rn", "m"), "vv", "w");
    const auto at = lower.rfind('@');
    const auto fold = [](std::string_view part) {
        std::string out;
        char before = '\0';
        for (const char c : part) {
            if (c == '.' || c == '-' || c == '_' || c == before) continue;  // doubled ones are one
            before = c;
            out += c == '0' ? 'o' : c == '1' || c == 'i' || c == '|' ? 'l' : c == '5' ? 's' : c;
        }
        std::sort(out.begin(), out.end());
        return out;
    };
    if (at == std::string::npos) return fold(lower);
    // Of the domain what stands before its first dot: another suffix, and one mistyped, read alike.
    const auto domain = std::string_view(lower).substr(at + 1);
    return fold(std::string_view(lower).substr(0, at)) + "@" + fold(domain.substr(0, domain.find('.')));
}

Result<std::vector<PairMemory>> recall(Store& store, const std::vector<Pair>& pairs) {
    std::vector<PairMemory> out;
    const std::int64_t oldest = today(store) - store.correspondence_days;
    for (const Pair& pair : pairs) {
        PairMemory memory;
        auto rows =
            store.db.rows("SELECT sent, received, locked_day FROM correspondence WHERE key = ?1 AND last_day >= ?2",
                          {key_of(store, pair), oldest});
        if (!rows) return rows.failure();
        if (!rows->empty()) {
            const Row& row = rows->front();
            memory = {count_of(row[0]), count_of(row[1]), integer(row[2]), false};
            if (memory.locked_day < today(store) - locked_days) memory.locked_day = 0;
        } else if (pair.inside.empty()) {
            auto near = store.db.rows("SELECT 1 FROM correspondence WHERE key = ?1 AND last_day >= ?2",
                                      {skeleton_key(store, pair), oldest});
            if (!near) return near.failure();
            memory.alike = !near->empty();
        }
        out.push_back(memory);
    }
    return out;
}

Status remember(Store& store, const std::vector<PairSeen>& pairs) {
    if (pairs.empty()) return Done{};
    for (const PairSeen& seen : pairs) {
        if (auto done = count(store, key_of(store, seen.pair), seen); !done) return done;
        if (!seen.pair.inside.empty() || !seen.sent) continue;
        if (auto done = count(store, skeleton_key(store, seen.pair), {seen.pair, true, false}); !done) return done;
    }
    return Done{};
}

// Once a day, and on while more than a handful is left.
Result<DueDone> forget_old_correspondence(Store& store) {
    const std::int64_t now = today(store);
    if (store.correspondence_swept == now) return DueDone{};
    auto gone = store.db.run(
        "DELETE FROM correspondence WHERE key IN (SELECT key FROM correspondence WHERE last_day < ?1 LIMIT ?2)",
        {now - store.correspondence_days, most_removed});
    if (!gone) return gone.failure();
    auto forgotten = store.db.run("UPDATE correspondence SET locked_day = 0 WHERE locked_day > 0 AND locked_day < ?1",
                                  {now - locked_days});
    if (!forgotten) return forgotten.failure();
    if (*gone < most_removed) store.correspondence_swept = now;
    return DueDone{*gone >= most_removed, false};
}

}  // namespace beadle::records
