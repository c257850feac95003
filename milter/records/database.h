// database.h — the small interface to the store; SQLite stands behind it, PostgreSQL can (same schema, same
// statements).
//
// Takes    statements with ?1 … ?n in them and values: null, 64-bit integers, text, octets. Octets that came from mail
//          are Blob, never text: PostgreSQL text holds no NUL.
// Gives    rows, or how many were changed. Statements keep to what both back ends know: ON CONFLICT, RETURNING, LIKE.
// Fails    unavailable: full disk, busy, read-only, input/output error, its files moved away (the transaction is then to be rolled back);
//          misconfigured: no such store, damaged; defect: a wrong statement or a broken constraint. Never throws.
// Runs in  record, one thread.
// Source   reference/seams.md 4; sqlite.org/wal.html.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"

namespace beadle::records {

struct Blob {
    std::string octets;
    bool operator==(const Blob&) const = default;
};
using Value = std::variant<std::monostate, std::int64_t, std::string, Blob>;
using Values = std::vector<Value>;
using Row = Values;
using Rows = std::vector<Row>;

inline bool is_null(const Value& v) { return std::holds_alternative<std::monostate>(v); }
inline std::int64_t integer(const Value& v) {
    const auto* p = std::get_if<std::int64_t>(&v);
    return p ? *p : 0;
}
inline std::string text(const Value& v) {
    const auto* p = std::get_if<std::string>(&v);
    return p ? *p : std::string();
}
inline std::string octets(const Value& v) {
    const auto* p = std::get_if<Blob>(&v);
    return p ? p->octets : std::string();
}

struct TableShape {
    std::string name;
    std::vector<std::string> columns;
};
// The whole store as it is at one moment, read while others write.
class Snapshot {
  public:
    virtual ~Snapshot() = default;
    virtual Result<bool> prepare() = 0;  // some milliseconds of work; true: it can be read
    virtual Result<std::vector<TableShape>> tables() = 0;  // in the order in which they can be filled again
    virtual Status start(const TableShape& table) = 0;
    virtual Result<Rows> next(std::size_t rows) = 0;  // none: the table is at its end
};

class Database {
  public:
    virtual ~Database() = default;
    virtual Status begin() = 0;
    virtual Status commit() = 0;  // not good: nothing of the transaction stands
    virtual void rollback() = 0;
    virtual Result<std::int64_t> run(std::string_view statement, const Values& values) = 0;  // rows changed
    virtual Result<Rows> rows(std::string_view statement, const Values& values) = 0;
    // A statement of the schema, in which @id @int @text @bytes @table stand for the back end's own words.
    virtual Status define(std::string_view statement) = 0;
    // What was overwritten or deleted is gone from the log too, as far as the back end can promise it.
    virtual Status forget_deleted() = 0;
    // The back end itself, without the guard (guard.h): what another hand does to the store, tests do by it.
    virtual Database& beneath() { return *this; }
    virtual bool is_shared() const { return false; }  // other gateways write to it too
    // A copy of the whole as it is, durable, beside it; "" where the back end cannot make one. Outside a transaction.
    virtual Result<std::string> copy_beside(const std::string& /*suffix*/) { return std::string(); }
    virtual Result<std::unique_ptr<Snapshot>> snapshot() {
        return fail(FailureKind::defect, "database", "this back end makes no snapshot");
    }
    // Rows with numbers of their own were put into a table: the next one that it numbers comes after them.
    virtual Status numbers_follow(const TableShape& /*table*/) { return Done{}; }
    // Nobody else opens the store under this name; another process that has done so already: misconfigured.
    virtual Status claim(const std::string& /*gateway*/) { return Done{}; }
    // Whether the rows of a guarded table are as Beadle left them: asked before anything is done because of them.
    virtual Result<bool> is_untouched(std::string_view /*table*/, std::string_view /*where*/, const Values& /*values*/) {
        return true;
    }
    virtual Result<std::string> untouched_problem() { return std::string(); }  // of all rows; "" = none
};

// Opens or makes the file, checks it (quick_check) and keeps it locked against every other process.
Result<std::unique_ptr<Database>> open_sqlite(const std::string& path);
// postgresql://[user[:password]@][host][:port]/database[?name=value&…] as libpq reads it; besides schema=NAME, the council's own
// (default: beadle). What writes waits for other gateways at begin(). A connection that is lost is made anew at the next one.
Result<std::unique_ptr<Database>> open_postgresql(const std::string& url);

// Begins; rolls back when it goes out of scope without commit().
class Transaction {
  public:
    explicit Transaction(Database& db) : db_(db), begun_(db.begin()) {}
    ~Transaction() {
        if (begun_ && !ended_) db_.rollback();
    }
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    const Status& begun() const { return begun_; }
    Status commit() {
        ended_ = true;
        return db_.commit();
    }

  private:
    Database& db_;
    Status begun_;
    bool ended_ = false;
};

}  // namespace beadle::records
