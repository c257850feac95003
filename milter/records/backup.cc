#include "records/backup.h"

#include <charconv>

#include <sodium.h>

#include <nlohmann/json.hpp>

#include "base/text.h"

#include "records/argument_reader.h"
#include "records/events.h"
#include "records/schema.h"

namespace beadle::records {
namespace {

using nlohmann::json;

constexpr std::size_t rows_a_piece = 200, slices_a_piece = 2;
constexpr std::int64_t a_day = 86'400'000;
constexpr const char* last_mark = "last backup";

std::string dump(const json& j) { return j.dump(-1, ' ', false, json::error_handler_t::replace); }

bool ends(wire::Answer& answer, const Failure& why) {
    answer.exit_code = 4;
    answer.problem = "no backup was made: " + why.what;
    return true;
}

}  // namespace

struct Backup::Hash {
    crypto_hash_sha256_state state;
    Hash() { crypto_hash_sha256_init(&state); }
    void add(std::string_view s) { crypto_hash_sha256_update(&state, reinterpret_cast<const unsigned char*>(s.data()), s.size()); }
    std::string take() {
        std::string out(crypto_hash_sha256_BYTES, '\0');
        crypto_hash_sha256_final(&state, reinterpret_cast<unsigned char*>(out.data()));
        return hex(out);
    }
};

Result<BackupArguments> backup_arguments(std::string_view text_in) {
    BackupArguments a;
    ArgumentReader reader;
    reader.flag("with_keys", a.with_keys).text("passphrase", a.passphrase);
    if (auto done = reader.read(text_in); !done) return done.failure();
    if (a.with_keys && a.passphrase.size() < 12)
        return fail(FailureKind::malformed, "backup", "a backup with keys needs a passphrase of at least 12 characters");
    return a;
}

void Backup::give(wire::Answer& answer, const std::string& octets_out) {
    hash_->add(octets_out);
    octets_ += octets_out.size();
    answer.lines.push_back("{\"version\":1,\"data\":\"" + base64(octets_out) + "\"}");
}

Status Backup::start(Store& store) {
    hash_ = std::make_shared<Hash>();
    begun_at_ = store.clock.wall();
    auto made = store.db.snapshot();
    if (!made) return made.failure();
    snapshot_ = std::move(*made);
    return Done{};
}

bool Backup::step(Store& store, wire::Answer& answer) {
    if (!snapshot_)
        if (auto started = start(store); !started) return ends(answer, started.failure());
    auto finished = go_on(store, answer);
    return finished ? *finished : ends(answer, finished.failure());
}

Result<bool> Backup::go_on(Store& store, wire::Answer& answer) {
    if (!prepared_) {
        auto ready = snapshot_->prepare();
        if (!ready || !*ready) return ready;
        prepared_ = true;
        auto shapes = snapshot_->tables();
        if (!shapes) return shapes.failure();
        tables_ = std::move(*shapes);
        json about{{"gateway", store.gateway}, {"at", utc_text(begun_at_)}, {"schema", newest_schema()}};
        if (wanted_.with_keys) {
            auto keys = store.keys.sealed_under(wanted_.passphrase);
            if (!keys) return keys.failure();
            about["keys"] = *keys;
        }
        writer_ = std::make_unique<BackupWriter>(store.keys.backup_key(), dump(about));
        give(answer, writer_->start());
        return false;
    }
    if (table_ == tables_.size()) return finish(store, answer);
    const TableShape& shape = tables_[table_];
    if (!in_table_)
        if (auto begun = snapshot_->start(shape); !begun) return begun.failure();
    in_table_ = true;
    auto rows = snapshot_->next(shape.name == "slices" ? slices_a_piece : rows_a_piece);
    if (!rows) return rows.failure();
    if (rows->empty()) {
        in_table_ = false;
        ++table_;
        return false;
    }
    BackupPiece piece{shape.name, shape.columns, {}, 0};
    for (const auto& row : *rows) {
        piece.rows.emplace_back();
        for (const auto& v : row) piece.rows.back().push_back(piece_value(v));
    }
    rows_ += rows->size();
    give(answer, writer_->seal(piece, false));
    return false;
}

// It counts only when it is whole: then the event, and the day by which certificates reckon.
Result<bool> Backup::finish(Store& store, wire::Answer& answer) {
    give(answer, writer_->seal({"", {}, {}, rows_}, true));
    Transaction t(store.db);
    if (!t.begun()) return t.begun().failure();
    Event e;
    e.kind = "backup";
    e.person = printable(person_.name, 64);
    const std::string hash = hash_->take();
    e.body = json_texts({{"rows", std::to_string(rows_)}, {"octets", std::to_string(octets_)}, {"sha256", hash}, {"keys", wanted_.with_keys ? "yes" : "no"}});
    auto put = append(store, std::move(e));
    if (!put) return put.failure();
    if (auto set = set_store_mark(store.db, last_mark, std::to_string(begun_at_)); !set) return set.failure();
    if (auto kept = t.commit(); !kept) return kept.failure();
    answer.lines.push_back(dump({{"version", 1}, {"done", true}, {"rows", rows_}, {"octets", octets_}, {"sha256", hash}, {"with_keys", wanted_.with_keys}}));
    return true;
}

Result<std::int64_t> last_backup_at(Store& store) {
    auto said = store_mark(store.db, last_mark);
    if (!said) return said.failure();
    std::int64_t at = 0;
    std::from_chars(said->data(), said->data() + said->size(), at);
    return at;
}

Result<std::int64_t> backups_gone_at(Store& store) {
    auto at = last_backup_at(store);
    if (!at || *at == 0) return at;
    return *at + store.backup_keep_days * a_day;
}

}  // namespace beadle::records
