#include "records/vault.h"

namespace beadle::records {
namespace {

Status status_of(const Result<std::int64_t>& r) {
    if (!r) return r.failure();
    return Done{};
}

std::string about_key(const std::string& name) { return "beadle message key " + name; }

Result<std::int64_t> add_message(Database& db, const Sealed& s, std::int64_t wall) {
    auto made = db.rows(
        "INSERT INTO messages(name, wrapped_key, header, octets, slices, stored_at, complete, destroyed_at)"
        " VALUES(?1, ?2, ?3, ?4, 0, ?5, 0, 0) RETURNING id",
        {Blob{s.name}, Blob{s.wrapped_key}, Blob{s.header}, static_cast<std::int64_t>(s.octets), wall});
    if (!made) return made.failure();
    return integer(made->front().front());
}

Sealed without_slices(const Keys& keys, const Sealing& s) {
    return {s.name(), keys.wrap(s.key(), about_key(s.name())), s.header(), s.octets(), {}};
}

Status add_slice(Database& db, std::int64_t message, std::int64_t number, std::string octets_in) {
    auto put = status_of(db.run("INSERT INTO slices(message, number, octets) VALUES(?1, ?2, ?3)",
                                {message, number, Blob{std::move(octets_in)}}));
    if (!put) return put;
    return status_of(db.run("UPDATE messages SET slices = ?2 WHERE id = ?1", {message, number + 1}));
}

}  // namespace

Result<Sealed> seal_whole(const Keys& keys, Sealing& sealing) {
    Sealed out = without_slices(keys, sealing);
    while (!sealing.finished()) {
        auto slice = sealing.next_slice();
        if (!slice) return slice.failure();
        out.slices.push_back(std::move(**slice));
    }
    return out;
}

Result<std::int64_t> store_whole(Database& db, const Sealed& sealed, std::int64_t wall) {
    auto id = add_message(db, sealed, wall);
    if (!id) return id;
    for (std::size_t number = 0; number < sealed.slices.size(); ++number)
        if (auto put = add_slice(db, *id, static_cast<std::int64_t>(number), sealed.slices[number]); !put)
            return put.failure();
    if (auto counts = make_it_count(db, *id); !counts) return counts.failure();
    return id;
}

Status store_slice(Database& db, const Keys& keys, Incoming& incoming, std::int64_t wall) {
    auto slice = incoming.sealing->next_slice();
    if (!slice) return slice.failure();
    if (!*slice) return Done{};
    Transaction t(db);
    if (!t.begun()) return t.begun();
    if (incoming.id == 0) {
        auto id = add_message(db, without_slices(keys, *incoming.sealing), wall);
        if (!id) return id.failure();
        incoming.id = *id;
    }
    if (auto put = add_slice(db, incoming.id, incoming.slices, std::move(**slice)); !put) return put;
    ++incoming.slices;
    return t.commit();
}

Status make_it_count(Database& db, std::int64_t message) {
    return status_of(db.run("UPDATE messages SET complete = 1 WHERE id = ?1", {message}));
}

Status abandon(Database& db, std::int64_t message) {
    Transaction t(db);
    if (!t.begun()) return t.begun();
    auto gone = status_of(db.run("DELETE FROM slices WHERE message = ?1", {message}));
    if (!gone) return gone;
    gone = status_of(db.run("DELETE FROM messages WHERE id = ?1 AND complete = 0", {message}));
    if (!gone) return gone;
    return t.commit();
}

Swept sweep_incomplete(Database& db, std::int64_t before) {
    Swept out;
    auto rows = db.rows("SELECT id FROM messages WHERE complete = 0 AND stored_at < ?1", {before});
    if (!rows) out.problem = rows.failure().what;
    if (!rows) return out;
    for (const auto& row : *rows) {
        auto gone = abandon(db, integer(row[0]));
        if (gone) {
            ++out.gone;
        } else {
            out.left.push_back(integer(row[0]));
            out.problem = gone.failure().what;
        }
    }
    return out;
}

Result<Outgoing> Outgoing::open(Database& db, const Keys& keys, std::int64_t message) {
    auto rows =
        db.rows("SELECT name, wrapped_key, header, octets, slices, complete FROM messages WHERE id = ?1", {message});
    if (!rows) return rows.failure();
    if (rows->empty() || integer(rows->front()[5]) == 0 || is_null(rows->front()[1]))
        return fail(FailureKind::misconfigured, "vault", "the message is no longer there: it was destroyed");
    const Row& row = rows->front();
    const std::string name = records::octets(row[0]);
    auto key = keys.unwrap(records::octets(row[1]), about_key(name));
    if (!key) return key.failure();
    const auto size = static_cast<std::uint64_t>(integer(row[3]));
    return Outgoing(Unsealing(*key, records::octets(row[2]), name, size), message, integer(row[4]), size);
}

Result<bool> Outgoing::step(Database& db, const Unsealing::Sink& sink) {
    auto rows = db.rows("SELECT octets FROM slices WHERE message = ?1 AND number = ?2", {message_, next_});
    if (!rows) return rows.failure();
    if (rows->empty()) return fail(FailureKind::misconfigured, "vault", "a slice of a stored message is missing");
    if (auto opened = unsealing_.slice(std::get<Blob>(rows->front()[0]).octets, sink); !opened) return opened.failure();
    if (++next_ < slices_) return false;
    if (auto whole = unsealing_.end(); !whole) return whole.failure();
    return true;
}

// The overwrite comes first and in place: secure_delete alone would zero the old cell only when it is freed.
Status destroy(Database& db, std::int64_t message, std::int64_t wall) {
    auto noted = status_of(db.run(
        "INSERT INTO destroyed_queue(message, name, at) SELECT id, name, ?2 FROM messages WHERE id = ?1 AND destroyed_at = 0"
        " ON CONFLICT(message) DO NOTHING",
        {message, wall}));
    if (!noted) return noted;
    auto over = status_of(db.run("UPDATE messages SET wrapped_key = ?2 WHERE id = ?1 AND wrapped_key IS NOT NULL",
                                 {message, Blob{std::string(72, '\0')}}));
    if (!over) return over;
    auto gone = status_of(db.run("UPDATE messages SET wrapped_key = NULL, header = ?2, destroyed_at = ?3 WHERE id = ?1",
                                 {message, Blob{}, wall}));
    if (!gone) return gone;
    return status_of(db.run("DELETE FROM slices WHERE message = ?1", {message}));
}

}  // namespace beadle::records
