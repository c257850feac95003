// sqlite.cc — the embedded back end: one connection, locked against others, every commit on the disk before it returns.

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <unordered_map>
#include <utility>

#include "base/owned.h"
#include "base/text.h"

#include "records/database.h"

namespace beadle::records {
namespace {

using Handle = Owned<sqlite3, sqlite3_close_v2>;
using Statement = Owned<sqlite3_stmt, sqlite3_finalize>;

FailureKind kind_of(int code) {
    switch (code & 0xff) {
        case SQLITE_FULL:
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
        case SQLITE_IOERR:
        case SQLITE_READONLY:
        case SQLITE_NOMEM:
        case SQLITE_INTERRUPT:
        case SQLITE_TOOBIG:
            return FailureKind::unavailable;
        case SQLITE_CANTOPEN:
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
        case SQLITE_PERM:
        case SQLITE_AUTH:
            return FailureKind::misconfigured;
        default:
            return FailureKind::defect;
    }
}

// The online backup of SQLite into a file beside the store; what this connection writes meanwhile goes there too.
class SqliteSnapshot final : public Snapshot {
  public:
    SqliteSnapshot(sqlite3* from, std::string path) : from_(from), path_(std::move(path)) {}
    ~SqliteSnapshot() override {
        statement_.reset();
        if (backup_) (void)sqlite3_backup_finish(backup_);
        copy_.reset();
        (void)::unlink(path_.c_str());
    }
    Result<bool> prepare() override;
    Result<std::vector<TableShape>> tables() override;
    Status start(const TableShape& table) override;
    Result<Rows> next(std::size_t rows) override;

  private:
    static constexpr int pages_a_step = 256;
    Failure failed(int code) const {
        return fail(kind_of(code), "sqlite", std::string("the copy of the store: ") + sqlite3_errstr(code));
    }
    sqlite3* from_;
    std::string path_;
    Handle copy_;
    sqlite3_backup* backup_ = nullptr;
    Statement statement_;
    bool ready_ = false;
};

// Which files stand under the path and its log's; those that are not there are 0.
using Files = std::array<std::pair<dev_t, ino_t>, 2>;
Files files_of(const std::string& path) {
    Files out{};
    struct stat seen {};
    for (std::size_t i = 0; i < out.size(); ++i)
        if (::stat((i == 0 ? path : path + "-wal").c_str(), &seen) == 0) out[i] = {seen.st_dev, seen.st_ino};
    return out;
}

class Sqlite final : public Database {
  public:
    Sqlite(Handle handle, std::string path) : handle_(std::move(handle)), path_(std::move(path)) {}
    ~Sqlite() override { statements_.clear(); }

    Status begin() override { return plain("BEGIN IMMEDIATE"); }
    // A file that was moved away or replaced takes every commit and shows none of them to who opens the path next.
    Status commit() override {
        if (files_of(path_) != files_) {
            rollback();
            return fail(FailureKind::unavailable, "sqlite",
                        path_ + " or its -wal file was moved, removed or replaced while Beadle runs: nothing more is written; "
                                "stop Beadle, put both files back (or restore a backup) and start it again");
        }
        auto done = plain("COMMIT");
        if (!done) rollback();
        return done;
    }
    // Some errors (full disk) have SQLite roll back by itself; a second one would be an error.
    void rollback() override {
        if (sqlite3_get_autocommit(handle_.get()) == 0) (void)plain("ROLLBACK");
    }
    Result<std::int64_t> run(std::string_view statement, const Values& values) override {
        auto done = rows(statement, values);
        if (!done) return done.failure();
        return static_cast<std::int64_t>(sqlite3_changes64(handle_.get()));
    }
    Result<Rows> rows(std::string_view statement, const Values& values) override;
    Status define(std::string_view statement) override;
    Status forget_deleted() override {
        auto done = rows("PRAGMA wal_checkpoint(TRUNCATE)", {});
        if (!done) return done.failure();
        if (!done->empty() && integer(done->front().front()) != 0)
            return fail(FailureKind::unavailable, "sqlite", "the log of the store could not be emptied now");
        return Done{};
    }
    Result<std::string> copy_beside(const std::string& suffix) override;
    Result<std::unique_ptr<Snapshot>> snapshot() override {
        return std::unique_ptr<Snapshot>(std::make_unique<SqliteSnapshot>(handle_.get(), path_ + ".snapshot"));
    }
    Status prepare_for_use();

  private:
    Status plain(const char* statement) {
        auto done = rows(statement, {});
        if (!done) return done.failure();
        return Done{};
    }
    Failure failed(int code, std::string_view statement) const {
        std::string what = sqlite3_errmsg(handle_.get());
        what += " (";
        what += sqlite3_errstr(code);
        what += ") at: ";
        what += statement.substr(0, 60);
        return fail(kind_of(code), "sqlite", what);
    }
    Result<sqlite3_stmt*> prepared(std::string_view statement);
    int bind(sqlite3_stmt* s, const Values& values);

    Handle handle_;
    std::string path_;
    Files files_{};
    std::unordered_map<std::string, Statement> statements_;
};

Result<sqlite3_stmt*> Sqlite::prepared(std::string_view statement) {
    std::string key(statement);
    if (auto found = statements_.find(key); found != statements_.end()) return found->second.get();
    sqlite3_stmt* made = nullptr;
    int code = sqlite3_prepare_v3(handle_.get(), key.c_str(), static_cast<int>(key.size() + 1),
                                  SQLITE_PREPARE_PERSISTENT, &made, nullptr);
    Statement owned(made);
    if (code != SQLITE_OK) return failed(code, statement);
    return statements_.emplace(std::move(key), std::move(owned)).first->second.get();
}

// The values outlive the step, so SQLite may read them where they are.
int Sqlite::bind(sqlite3_stmt* s, const Values& values) {
    for (std::size_t i = 0; i < values.size(); ++i) {
        int at = static_cast<int>(i + 1);
        int code = SQLITE_OK;
        if (const auto* n = std::get_if<std::int64_t>(&values[i])) {
            code = sqlite3_bind_int64(s, at, *n);
        } else if (const auto* t = std::get_if<std::string>(&values[i])) {
            code = sqlite3_bind_text64(s, at, t->c_str(), t->size(), SQLITE_STATIC, SQLITE_UTF8);
        } else if (const auto* b = std::get_if<Blob>(&values[i])) {
            code = sqlite3_bind_blob64(s, at, b->octets.c_str(), b->octets.size(), SQLITE_STATIC);
        } else {
            code = sqlite3_bind_null(s, at);
        }
        if (code != SQLITE_OK) return code;
    }
    return SQLITE_OK;
}

Value column(sqlite3_stmt* s, int i) {
    switch (sqlite3_column_type(s, i)) {
        case SQLITE_INTEGER:
            return std::int64_t{sqlite3_column_int64(s, i)};
        case SQLITE_NULL:
            return std::monostate{};
        case SQLITE_BLOB: {
            const auto* p = static_cast<const char*>(sqlite3_column_blob(s, i));
            return Blob{std::string(p ? p : "", static_cast<std::size_t>(sqlite3_column_bytes(s, i)))};
        }
        default: {
            const void* p = sqlite3_column_text(s, i);
            return std::string(p ? static_cast<const char*>(p) : "",
                               static_cast<std::size_t>(sqlite3_column_bytes(s, i)));
        }
    }
}

Result<Rows> Sqlite::rows(std::string_view statement, const Values& values) {
    auto s = prepared(statement);
    if (!s) return s.failure();
    Rows out;
    int code = bind(*s, values);
    if (code == SQLITE_OK) {
        while ((code = sqlite3_step(*s)) == SQLITE_ROW) {
            Row row;
            for (int i = 0; i < sqlite3_column_count(*s); ++i) row.push_back(column(*s, i));
            out.push_back(std::move(row));
        }
    }
    if (code == SQLITE_DONE) {
        sqlite3_reset(*s);
        sqlite3_clear_bindings(*s);
        return out;
    }
    Failure why = failed(code, statement);
    sqlite3_reset(*s);
    sqlite3_clear_bindings(*s);
    return why;
}

Result<bool> SqliteSnapshot::prepare() {
    if (ready_) return true;
    if (!backup_) {
        (void)::unlink(path_.c_str());
        sqlite3* raw = nullptr;
        const int code = sqlite3_open_v2(path_.c_str(), &raw, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr);
        copy_ = Handle(raw);
        if (code != SQLITE_OK) return failed(code);
        if (::chmod(path_.c_str(), 0600) != 0) return failed(SQLITE_CANTOPEN);
        sqlite3_exec(copy_.get(), "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF", nullptr, nullptr, nullptr);
        backup_ = sqlite3_backup_init(copy_.get(), "main", from_, "main");
        if (!backup_) return failed(sqlite3_errcode(copy_.get()));
    }
    const int code = sqlite3_backup_step(backup_, pages_a_step);
    if (code == SQLITE_OK || code == SQLITE_BUSY || code == SQLITE_LOCKED) return false;
    const int ended = sqlite3_backup_finish(backup_);
    backup_ = nullptr;
    if (code != SQLITE_DONE) return failed(code);
    if (ended != SQLITE_OK) return failed(ended);
    ready_ = true;
    return true;
}

Result<std::vector<TableShape>> SqliteSnapshot::tables() {
    std::vector<TableShape> out;
    if (auto done = start({"(SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY rowid)", {}}); !done)
        return done.failure();
    auto names = next(10'000);
    if (!names) return names.failure();
    for (const auto& row : *names) {
        TableShape shape{text(row[0]), {}};
        if (auto done = start({"(SELECT name FROM pragma_table_info('" + shape.name + "') ORDER BY cid)", {}}); !done) return done.failure();
        auto columns = next(10'000);
        if (!columns) return columns.failure();
        for (const auto& c : *columns) shape.columns.push_back(text(c[0]));
        out.push_back(std::move(shape));
    }
    return out;
}

Status SqliteSnapshot::start(const TableShape& table) {
    sqlite3_stmt* made = nullptr;
    const int code = sqlite3_prepare_v2(copy_.get(), ("SELECT * FROM " + table.name).c_str(), -1, &made, nullptr);
    statement_ = Statement(made);
    if (code != SQLITE_OK) return failed(code);
    return Done{};
}

Result<Rows> SqliteSnapshot::next(std::size_t most) {
    Rows out;
    int code = SQLITE_ROW;
    while (statement_ && out.size() < most && (code = sqlite3_step(statement_.get())) == SQLITE_ROW) {
        Row row;
        for (int i = 0; i < sqlite3_column_count(statement_.get()); ++i) row.push_back(column(statement_.get(), i));
        out.push_back(std::move(row));
    }
    if (code == SQLITE_DONE) statement_.reset();
    if (code != SQLITE_DONE && code != SQLITE_ROW) return failed(code);
    return out;
}

Status Sqlite::define(std::string_view statement) {
    std::string s(statement);
    s = replace_all(s, "@id", "INTEGER PRIMARY KEY AUTOINCREMENT");
    s = replace_all(s, "@int", "INTEGER");
    s = replace_all(s, "@text", "TEXT");
    s = replace_all(s, "@bytes", "BLOB");
    s = replace_all(s, "@table", "STRICT");
    char* message = nullptr;
    int code = sqlite3_exec(handle_.get(), s.c_str(), nullptr, nullptr, &message);
    sqlite3_free(message);
    if (code != SQLITE_OK) return failed(code, s);
    return Done{};
}

Result<std::string> Sqlite::copy_beside(const std::string& suffix) {
    const std::string copy = path_ + suffix;
    (void)::unlink(copy.c_str());
    if (auto made = rows("VACUUM INTO ?1", {copy}); !made) return made.failure();
    Descriptor file(::open(copy.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file || ::fsync(file.get()) != 0)
        return fail(FailureKind::unavailable, "sqlite", "the copy " + copy + " cannot be made durable");
    return copy;
}

// locking_mode before journal_mode: then the index of the log lives in this process's memory alone and no second
// process can write or checkpoint, which is what the fault in this SQLite's WAL needs.
Status Sqlite::prepare_for_use() {
    sqlite3_extended_result_codes(handle_.get(), 1);
    sqlite3_busy_timeout(handle_.get(), 2000);
    sqlite3_db_config(handle_.get(), SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(handle_.get(), SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    for (const char* pragma :
         {"PRAGMA locking_mode=EXCLUSIVE", "PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL",
          "PRAGMA secure_delete=ON", "PRAGMA mmap_size=0", "PRAGMA foreign_keys=ON",
          "PRAGMA journal_size_limit=67108864", "PRAGMA cache_size=-16384", "PRAGMA temp_store=MEMORY"})
        if (auto done = plain(pragma); !done) return done;
    auto mode = rows("PRAGMA journal_mode", {});
    if (!mode) return mode.failure();
    if (mode->empty() || text(mode->front().front()) != "wal")  // it is asked for, and where it cannot be, silently not given
        return fail(FailureKind::misconfigured, "sqlite", "the store cannot keep a write-ahead log where it lies");
    if (auto locked = begin(); !locked) return locked;
    files_ = files_of(path_);
    if (auto locked = commit(); !locked) return locked;
    auto check = rows("PRAGMA quick_check(1)", {});
    if (!check) return check.failure();
    if (check->empty() || text(check->front().front()) != "ok")
        return fail(
            FailureKind::misconfigured, "sqlite",
            "the store is damaged: " + (check->empty() ? std::string("no answer") : text(check->front().front())));
    statements_.clear();
    return Done{};
}

}  // namespace

Result<std::unique_ptr<Database>> open_sqlite(const std::string& path) {
    sqlite3* raw = nullptr;
    int code =
        sqlite3_open_v2(path.c_str(), &raw, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr);
    Handle handle(raw);
    if (code != SQLITE_OK)
        return fail(FailureKind::misconfigured, "sqlite", "cannot open " + path + ": " + sqlite3_errstr(code));
    auto store = std::make_unique<Sqlite>(std::move(handle), path);
    auto ready = store->prepare_for_use();
    if (!ready) {
        Failure why = ready.failure();
        why.what = path + ": " + why.what;
        if (why.kind == FailureKind::misconfigured) why.what += "; no mail is taken until the file is put right or a backup restored (beadle restore)";
        return why;
    }
    return std::unique_ptr<Database>(std::move(store));
}

}  // namespace beadle::records
