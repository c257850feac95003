#include "records/matters.h"

#include <algorithm>

#include "base/text.h"

#include "base/codec.h"

namespace beadle::records {
namespace {

constexpr std::size_t most_body = 64u << 10;

Status status_of(const Result<std::int64_t>& r) {
    if (!r) return r.failure();
    return Done{};
}

std::string mac_of(const Keys& keys, const Matter& m) {
    wire::Encoder e;
    e(m.reference, m.kind, m.state, m.revision, m.gateway, m.event, m.body);
    return keys.mac("beadle matter " + e.take());
}
std::string mac_of(const Keys& keys, const std::string& reference, const MatterItem& i) {
    wire::Encoder e;
    e(reference, i.number, i.gateway, i.event, i.state, i.revision, i.body);
    return keys.mac("beadle matter item " + e.take());
}

void add_word(std::string& moves, const std::string& name, const std::string& state, std::int64_t revision) {
    if (!moves.empty()) moves += ' ';
    moves += name + ":" + state + "/" + std::to_string(revision);
}

constexpr const char* columns = "id, reference, kind, state, revision, gateway, event, body, mac";
constexpr const char* item_columns = "matter, number, gateway, event, state, revision, body, mac";

Matter matter_of(const Row& r) {
    return {integer(r[0]), text(r[1]), text(r[2]), text(r[3]), integer(r[4]), text(r[5]), integer(r[6]), text(r[7]), octets(r[8])};
}
MatterItem item_of(const Row& r) {
    return {integer(r[0]), integer(r[1]), text(r[2]), integer(r[3]), text(r[4]), integer(r[5]), text(r[6]), octets(r[7])};
}

Failure altered(const std::string& reference) {
    return fail(FailureKind::misconfigured, "matters",
                reference + " was changed in the store by another hand: see beadle events verify");
}

Status check_body(const std::string& body) {
    if (body.size() <= most_body) return Done{};
    return fail(FailureKind::malformed, "matters", "there is too much text in it: at most 64 KiB");
}

Status write(Store& store, Matter& m) {
    m.mac = mac_of(store.keys, m);
    return status_of(store.db.run("UPDATE matters SET state = ?2, revision = ?3, event = ?4, body = ?5, mac = ?6 WHERE id = ?1",
                                  {m.id, m.state, m.revision, m.event, m.body, Blob{m.mac}}));
}

}  // namespace

Result<std::string> next_reference(Store& store, const std::string& kind, char letter) {
    auto rows = store.db.rows("SELECT count(*) FROM matters WHERE kind = ?1", {kind});
    if (!rows) return rows.failure();
    return std::string(1, letter) + "-" + std::to_string(integer(rows->front()[0]) + 1);
}

Status open_matter(Store& store, Matter& m, std::string& moves) {
    if (auto fits = check_body(m.body); !fits) return fits;
    m.gateway = store.gateway;
    m.revision = 1;
    m.mac = mac_of(store.keys, m);
    auto made = store.db.rows(
        "INSERT INTO matters(reference, kind, state, revision, gateway, event, body, mac)"
        " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) RETURNING id",
        {m.reference, m.kind, m.state, m.revision, m.gateway, m.event, m.body, Blob{m.mac}});
    if (!made) return made.failure();
    m.id = integer(made->front().front());
    add_word(moves, m.reference, m.state, m.revision);
    return Done{};
}

Status save_matter(Store& store, Matter& m, std::string& moves) {
    if (auto fits = check_body(m.body); !fits) return fits;
    ++m.revision;
    add_word(moves, m.reference, m.state, m.revision);
    return write(store, m);
}

Status set_matter_event(Store& store, Matter& m, std::int64_t event) {
    m.event = event;
    return write(store, m);
}

Result<std::optional<Matter>> find_matter(Store& store, const std::string& reference) {
    auto rows = store.db.rows(std::string("SELECT ") + columns + " FROM matters WHERE reference = ?1", {reference});
    if (!rows) return rows.failure();
    if (rows->empty()) return std::optional<Matter>();
    Matter m = matter_of(rows->front());
    if (!same_octets(m.mac, mac_of(store.keys, m))) return altered(m.reference);
    return std::optional<Matter>(std::move(m));
}

Result<std::vector<Matter>> matters_of(Store& store, const std::string& kind, const std::string& state) {
    auto rows = store.db.rows(
        std::string("SELECT ") + columns + " FROM matters WHERE kind = ?1 AND (?2 = '' OR state = ?2) ORDER BY id", {kind, state});
    if (!rows) return rows.failure();
    std::vector<Matter> out;
    for (const auto& row : *rows) {
        out.push_back(matter_of(row));
        if (!same_octets(out.back().mac, mac_of(store.keys, out.back()))) return altered(out.back().reference);
    }
    return out;
}

std::string matter_reference(std::string_view typed, char letter) {
    typed = trim(typed);
    if (!typed.empty() && (typed.front() | 0x20) == (letter | 0x20)) typed.remove_prefix(1);
    if (!typed.empty() && typed.front() == '-') typed.remove_prefix(1);
    if (typed.empty() || typed.size() > 9 || typed.find_first_not_of("0123456789") != typed.npos || typed.front() == '0') return "";
    return std::string(1, letter) + "-" + std::string(typed);
}

Status save_item(Store& store, const Matter& matter, MatterItem& item, std::string& moves) {
    if (auto fits = check_body(item.body); !fits) return fits;
    ++item.revision;
    item.matter = matter.id;
    item.mac = mac_of(store.keys, matter.reference, item);
    add_word(moves, matter.reference + "/" + std::to_string(item.number), item.state, item.revision);
    return status_of(store.db.run(
        "INSERT INTO matter_items(matter, number, gateway, event, state, revision, body, mac)"
        " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT(matter, number) DO UPDATE SET"
        " state = excluded.state, revision = excluded.revision, body = excluded.body, mac = excluded.mac",
        {item.matter, item.number, item.gateway, item.event, item.state, item.revision, item.body, Blob{item.mac}}));
}

Result<std::vector<MatterItem>> items_of(Store& store, std::int64_t matter) {
    auto rows = store.db.rows(std::string("SELECT ") + item_columns + ", (SELECT reference FROM matters WHERE id = ?1)"
                                  " FROM matter_items WHERE matter = ?1 ORDER BY number", {matter});
    if (!rows) return rows.failure();
    std::vector<MatterItem> out;
    for (const auto& row : *rows) {
        out.push_back(item_of(row));
        const auto reference = text(row.back());
        if (!same_octets(out.back().mac, mac_of(store.keys, reference, out.back())))
            return altered(reference + " item " + std::to_string(out.back().number));
    }
    return out;
}

Status erase_items(Store& store, const Matter& matter, std::string& moves) {
    auto rows = store.db.rows("SELECT number FROM matter_items WHERE matter = ?1 ORDER BY number", {matter.id});
    if (!rows) return rows.failure();
    for (const auto& row : *rows)
        moves += (moves.empty() ? "" : " ") + matter.reference + "/" + std::to_string(integer(row[0])) + ":erased";
    return status_of(store.db.run("DELETE FROM matter_items WHERE matter = ?1", {matter.id}));
}

Result<std::vector<MatterState>> matter_states(Store& store) {
    auto rows = store.db.rows(std::string("SELECT ") + columns + " FROM matters ORDER BY id", {});
    if (!rows) return rows.failure();
    std::vector<MatterState> out;
    const auto add = [&](std::string word, const std::string& state, std::int64_t revision, bool good) {
        std::string problem = good ? "" : word + " is not as it was recorded";
        out.push_back({std::move(word), state + "/" + std::to_string(revision), std::move(problem)});
    };
    for (const auto& row : *rows) {
        const Matter m = matter_of(row);
        add(m.reference, m.state, m.revision, same_octets(m.mac, mac_of(store.keys, m)));
    }
    auto items = store.db.rows("SELECT i.matter, i.number, i.gateway, i.event, i.state, i.revision, i.body, i.mac, m.reference"
                               " FROM matter_items i JOIN matters m ON m.id = i.matter", {});
    if (!items) return items.failure();
    for (const auto& row : *items) {
        const MatterItem i = item_of(row);
        const auto reference = text(row.back());
        add(reference + "/" + std::to_string(i.number), i.state, i.revision, same_octets(i.mac, mac_of(store.keys, reference, i)));
    }
    return out;
}

}  // namespace beadle::records
