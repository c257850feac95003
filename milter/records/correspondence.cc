#include "records/correspondence.h"

#include <algorithm>

#include "base/text.h"
#include "mail/address.h"

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

Blob spelling_key(const Store& store, const std::string& spelling) {
    return Blob{store.keys.mac("correspondence\nspelling\n" + spelling)};
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

Result<bool> is_kept(Store& store, const Blob& key, std::int64_t oldest) {
    auto rows = store.db.rows("SELECT 1 FROM correspondence WHERE key = ?1 AND last_day >= ?2", {key, oldest});
    if (!rows) return rows.failure();
    return !rows->empty();
}

Result<bool> is_near(Store& store, const Pair& pair, std::int64_t oldest) {
    if (pair.inside.empty()) return is_kept(store, skeleton_key(store, pair), oldest);
    if (pair.inside != whole_domain) return false;
    for (const auto& spelling : near_spellings(pair.outside).asked)
        if (auto kept = is_kept(store, spelling_key(store, spelling), oldest); !kept || *kept) return kept;
    return false;
}

// Before the domain itself is counted, which says whether it was renewed today.
Status remember_spellings(Store& store, const PairSeen& seen) {
    auto renewed = is_kept(store, key_of(store, seen.pair), today(store));
    if (!renewed) return renewed.failure();
    if (*renewed) return Done{};
    for (const auto& spelling : near_spellings(seen.pair.outside).kept)
        if (auto done = count(store, spelling_key(store, spelling), {seen.pair, true, false}); !done) return done;
    return Done{};
}

// What the eye takes for the same made the same; doubled ones are one.
std::string without_look_alikes(std::string_view part) {
    std::string out;
    char before = '\0';
    for (const char c : part) {
        if (c == '.' || c == '-' || c == '_' || c == before) continue;
        before = c;
        out += c == '0' ? 'o' : c == '1' || c == 'i' || c == '|' ? 'l' : c == '5' ? 's' : c;
    }
    return out;
}

}  // namespace

NearSpellings near_spellings(std::string_view domain) {
    constexpr std::size_t shortest = 6, for_left_out = 8, longest = 30;
    std::string label = ascii_lower(domain.substr(0, std::min<std::size_t>(domain.find('.'), 63)));
    label = without_look_alikes(replace_all(replace_all(label, "rn", "m"), "vv", "w"));
    NearSpellings out;
    if (label.size() < shortest || label.size() > longest) return out;
    out.kept = out.asked = {"same " + label};
    if (label.size() < for_left_out) return out;
    out.asked.push_back("less " + label);  // a letter of the known one is left out here
    for (std::size_t i = 0; i < label.size(); ++i) {
        const std::string less = label.substr(0, i) + label.substr(i + 1);
        const auto at = [&](std::size_t place) { return "at " + std::to_string(place) + " " + less; };
        out.kept.push_back("less " + less);
        out.kept.push_back(at(i));
        out.asked.push_back("same " + less);  // a letter more than the known one
        out.asked.push_back(at(i));           // another letter in that place
        out.asked.push_back(at(i + 1));       // two that changed places
    }
    return out;
}

std::string skeleton(std::string_view address) {
    std::string lower = ascii_lower(address.substr(0, 320));
    lower = replace_all(replace_all(lower, "rn", "m"), "vv", "w");
    const auto at = lower.rfind('@');
    const auto fold = [](std::string_view part) {
        std::string out = without_look_alikes(part);
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
        } else {
            const auto near = is_near(store, pair, oldest);
            if (!near) return near.failure();
            memory.alike = *near;
        }
        out.push_back(memory);
    }
    return out;
}

Status remember(Store& store, const std::vector<PairSeen>& pairs) {
    if (pairs.empty()) return Done{};
    for (const PairSeen& seen : pairs) {
        if (seen.pair.inside == whole_domain)
            if (auto done = remember_spellings(store, seen); !done) return done;
        if (auto done = count(store, key_of(store, seen.pair), seen); !done) return done;
        if (!seen.pair.inside.empty() || !seen.sent) continue;
        if (auto done = count(store, skeleton_key(store, seen.pair), {seen.pair, true, false}); !done) return done;
    }
    return Done{};
}

Status remember_released(Store& store, const std::string& sender, bool sent, const std::vector<std::string>& recipients) {
    const auto from = parse_address(sender);
    std::vector<PairSeen> pairs;
    for (const auto& r : recipients) {
        if (from.is_null() || pairs.size() + 2 > most_pairs) break;
        const std::string recipient = lookup_key(parse_address(r));
        const std::string inside = sent ? lookup_key(from) : recipient, outside = sent ? recipient : lookup_key(from);
        if (sent || pairs.empty()) pairs.push_back({{"", outside}, sent, false});
        pairs.push_back({{inside, outside}, sent, false});
    }
    return remember(store, pairs);
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
