// restore.cc — an empty store filled from a backup: see backup.h.
#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <map>
#include <set>

#include <nlohmann/json.hpp>

#include "base/text.h"

#include "records/backup.h"
#include "records/events.h"
#include "records/held.h"
#include "records/jobs.h"
#include "records/schema.h"

namespace beadle::records {
namespace {

using nlohmann::json;

Failure refused(const std::string& what) { return fail(FailureKind::misconfigured, "restore", what); }

Status write_key(const std::string& path, const std::string& octets_in) {
    Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
    const std::string line = hex(octets_in) + "\n";
    if (!file || ::write(file.get(), line.data(), line.size()) != static_cast<ssize_t>(line.size()) || ::fsync(file.get()) != 0)
        return refused("cannot make " + path + ": " + std::strerror(errno));
    return Done{};
}

// The keys out of the backup, where the folder holds none.
Status put_keys(const RestoreArguments& wanted, const json& about) {
    struct stat s {};
    const std::string council = wanted.place.keys_folder + "/council.key", chain = wanted.place.keys_folder + "/chain.key";
    if (::stat(council.c_str(), &s) == 0) return Done{};
    if (!about.contains("keys") || wanted.passphrase.empty())
        return refused("there is no key in " + wanted.place.keys_folder + ": put it there from the recovery sheet" +
                       (about.contains("keys") ? ", or give the passphrase with --passphrase-file" : ""));
    auto keys = Keys::opened_with(wanted.passphrase, about["keys"].get<std::string>());
    if (!keys) return keys.failure();
    if (::mkdir(wanted.place.keys_folder.c_str(), 0700) != 0 && errno != EEXIST)
        return refused("cannot make " + wanted.place.keys_folder + ": " + std::strerror(errno));
    if (auto done = write_key(chain, keys->second); !done) return done;
    return write_key(council, keys->first);
}

Result<std::string> backup_key_in(const std::string& keys_folder) {
    std::map<std::string, std::string> keys;
    for (const char* name : {"council.key", "chain.key"}) {
        std::ifstream in(keys_folder + "/" + name);
        std::string line;
        std::getline(in, line);
        auto key = unhex(trim(line));
        if (!key || key->size() != Keys::octets) return refused(keys_folder + "/" + name + " is missing or holds no key");
        keys[name] = *key;
    }
    auto both = Keys::from(keys["council.key"], keys["chain.key"]);
    if (!both) return both.failure();
    return both->backup_key();
}

Result<std::unique_ptr<Database>> open_empty(const StorePlace& place) {
    auto db = open_raw_database(place);
    if (!db) return db;
    auto version = schema_version(**db);
    if (!version) return version.failure();
    if (*version != 0) return refused("there is a store already at " + place.url.substr(0, place.url.find('?')) + ": a restore fills an empty one alone");
    return db;
}

Status insert(Database& db, const BackupPiece& piece) {
    for (const auto& column : piece.columns)
        if (column.find_first_not_of("abcdefghijklmnopqrstuvwxyz_0123456789") != std::string::npos) return refused("the backup names no column");
    if (piece.table.find_first_not_of("abcdefghijklmnopqrstuvwxyz_0123456789") != std::string::npos) return refused("the backup names no table");
    std::string places;
    for (std::size_t i = 1; i <= piece.columns.size(); ++i) places += (i > 1 ? ", ?" : "?") + std::to_string(i);
    const std::string statement = "INSERT INTO " + piece.table + "(" + join(piece.columns, ", ") + ") VALUES(" + places + ")";
    for (const auto& row : piece.rows) {
        Values values;
        for (const auto& v : row) values.push_back(value_of(v));
        if (auto put = db.run(statement, values); !put) return put.failure();
    }
    return Done{};
}

// One transaction for all: a file that is damaged further on leaves an empty store.
Status fill(Database& db, BackupReader& reader, std::uint64_t& rows) {
    Transaction t(db);
    if (!t.begun()) return t.begun();
    std::map<std::string, TableShape> filled;
    if (auto gone = db.run("DELETE FROM schema_version", {}); !gone) return gone.failure();
    for (bool last = false; !last;) {
        auto piece = reader.next(last);
        if (!piece) return piece.failure();
        if (last && piece->rows_in_all != rows) return refused("the backup is not whole");
        if (last) break;
        if (auto put = insert(db, *piece); !put) return put;
        rows += piece->rows.size();
        filled[piece->table] = {piece->table, piece->columns};
    }
    for (const auto& [name, shape] : filled)
        if (std::find(shape.columns.begin(), shape.columns.end(), "id") != shape.columns.end())
            if (auto done = db.numbers_follow(shape); !done) return done;
    return t.commit();
}

std::set<std::string> destroyed_since(const Keys& keys, const std::vector<std::string>& ledgers, std::size_t& strange) {
    std::set<std::string> names;
    for (const auto& ledger : ledgers)
        for (const auto& line : split(ledger, '\n')) {
            if (trim(line).empty()) continue;
            if (auto name = name_in_ledger_line(keys, line); !name.empty())
                names.insert(std::move(name));
            else
                ++strange;
        }
    return names;
}

// What was destroyed after the backup is destroyed again before anybody can ask for it.
Result<std::int64_t> destroy_again(Store& store, const std::set<std::string>& names) {
    Transaction t(store.db);
    if (!t.begun()) return t.begun().failure();
    Event e;
    e.kind = "restored";
    std::int64_t gone = 0;
    for (const auto& name : names) {
        auto rows = store.db.rows("SELECT id FROM messages WHERE name = ?1 AND destroyed_at = 0", {Blob{name}});
        if (!rows) return rows.failure();
        if (rows->empty()) continue;
        const auto message = integer(rows->front()[0]);
        auto held = store.db.rows(std::string("SELECT ") + held_columns + " FROM held WHERE message = ?1", {message});
        if (!held) return held.failure();
        for (const auto& row : *held) {
            Held h = held_of(row);
            const State to = may_become(h.state, State::discarded) ? State::discarded : State::expired;
            if (!may_become(h.state, to)) continue;
            if (auto moved = move(store, h, to, e.held); !moved) return moved.failure();
        }
        if (auto done = destroy(store.db, message, store.clock.wall()); !done) return done.failure();
        ++gone;
    }
    e.body = json_texts({{"destroyed_again", std::to_string(gone)}});
    auto put = append(store, std::move(e));
    if (!put) return put.failure();
    if (auto kept = t.commit(); !kept) return kept.failure();
    return gone;
}

Result<std::string> verified(Store& store) {
    Verify verify;
    wire::Answer answer;
    while (!verify.step(store, answer)) {
    }
    if (answer.exit_code == 0 && !answer.lines.empty()) return answer.lines.front();
    const std::string problem = answer.lines.empty() ? answer.problem : json::parse(answer.lines.front()).value("problem", "");
    return refused("the rows were put back, but they do not verify: " + problem);
}

}  // namespace

std::string ledger_line(const Keys& keys, const std::string& name, std::int64_t at) {
    const std::string said = hex(name) + " " + utc_text(at);
    return said + " " + hex(keys.mac("beadle destroyed " + said));
}

std::string name_in_ledger_line(const Keys& keys, std::string_view line) {
    const auto words = split(line, ' ');
    if (words.size() != 3 || hex(keys.mac("beadle destroyed " + words[0] + " " + words[1])) != words[2]) return "";
    return unhex(words[0]).value_or("");
}

Result<std::string> restore(RestoreArguments wanted, const Clock& clock) {
    if (sodium_init() < 0) return fail(FailureKind::defect, "restore", "libsodium does not start");
    auto reader = BackupReader::open(std::move(wanted.file));
    if (!reader) return reader.failure();
    const json about = json::parse(reader->about_json(), nullptr, false);
    if (!about.is_object() || !about.contains("schema") || !about["schema"].is_number_integer()) return refused("the backup does not say what it is");
    const auto schema = about["schema"].get<std::int64_t>();
    if (schema < 1 || schema > newest_schema()) return refused("the backup was made by a newer Beadle");
    if (auto keys = put_keys(wanted, about); !keys) return keys.failure();
    auto key = backup_key_in(wanted.place.keys_folder);
    if (!key) return key.failure();
    if (auto open = reader->unlock(*key); !open) return open.failure();
    std::uint64_t rows = 0;
    {
        auto db = open_empty(wanted.place);
        if (!db) return db.failure();
        if (auto made = bring_schema_to(**db, schema, clock.wall()); !made) return made.failure();
        if (auto filled = fill(**db, *reader, rows); !filled) return filled.failure();
    }
    auto opened = open_store(wanted.place, clock);
    if (!opened) return opened.failure();
    Store store{*opened->db, *opened->keys, clock, opened->gateway};
    std::size_t strange = 0;
    auto again = destroy_again(store, destroyed_since(*opened->keys, wanted.ledgers, strange));
    if (!again) return again.failure();
    if (auto forgotten = store.db.forget_deleted(); !forgotten) return forgotten.failure();
    auto good = verified(store);
    if (!good) return good;
    return std::to_string(rows) + " rows of " + printable(about.value("at", ""), 40) + " were put back, " + std::to_string(*again) +
           " messages destroyed since were destroyed again, and all of it verifies: " + *good +
           (strange == 0 ? "" : "; " + std::to_string(strange) + " lines of the ledgers are not of these keys or were cut and told nothing");
}

}  // namespace beadle::records
