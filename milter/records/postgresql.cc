// postgresql.cc — the back end for several gateways: one connection, writing transactions one after the other, every commit on
// the server's disk before it returns.
//
// Results and octets travel in binary. begin() takes the lock of the council's store first: whoever reads in a transaction
// what it then writes is alone, as with SQLite. A statement outside a transaction, and begin(), make a lost connection anew.

#include <libpq-fe.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <cstring>
#include <unordered_map>

#include "base/clock.h"
#include "base/log.h"
#include "base/owned.h"
#include "base/text.h"

#include "records/database.h"

namespace beadle::records {
namespace {

using Connection = Owned<PGconn, PQfinish>;
using Answer = Owned<PGresult, PQclear>;

constexpr unsigned type_bool = 16, type_bytes = 17, type_int8 = 20, type_int2 = 21, type_int4 = 23, type_text = 25,
                   type_numeric = 1700;
constexpr Milliseconds again_after = 1000;  // a server that is away is not asked in a loop

std::uint64_t big_endian(const char* p, std::size_t n) {
    std::uint64_t out = 0;
    for (std::size_t i = 0; i < n; ++i) out = out << 8 | static_cast<unsigned char>(p[i]);
    return out;
}

// Whole numbers alone: what sum() of 64-bit integers gives.
std::int64_t numeric(const char* p, std::size_t n) {
    if (n < 8) return 0;
    const auto digits = static_cast<std::size_t>(big_endian(p, 2));
    const auto weight = static_cast<std::int16_t>(big_endian(p + 2, 2));
    std::int64_t out = 0;
    for (std::int16_t i = 0; i <= weight && i < 5; ++i)
        out = out * 10000 + (static_cast<std::size_t>(i) < digits && n >= 10 + 2 * static_cast<std::size_t>(i)
                                 ? static_cast<std::int64_t>(big_endian(p + 8 + 2 * i, 2))
                                 : 0);
    return big_endian(p + 4, 2) == 0x4000 ? -out : out;
}

Value value_of(const PGresult* result, int row, int column) {
    if (PQgetisnull(result, row, column)) return std::monostate{};
    const char* p = PQgetvalue(result, row, column);
    const auto n = static_cast<std::size_t>(PQgetlength(result, row, column));
    switch (PQftype(result, column)) {
        case type_int8:
            return static_cast<std::int64_t>(big_endian(p, 8));
        case type_int4:
            return std::int64_t{static_cast<std::int32_t>(big_endian(p, 4))};
        case type_int2:
            return std::int64_t{static_cast<std::int16_t>(big_endian(p, 2))};
        case type_bool:
            return std::int64_t{*p != 0};
        case type_numeric:
            return numeric(p, n);
        case type_bytes:
            return Blob{std::string(p, n)};
        default:
            return std::string(p, n);
    }
}

// Class of the SQLSTATE; none: the connection is gone.
FailureKind kind_of(const std::string& state) {
    const std::string klass = state.substr(0, 2);
    for (const char* ours : {"08", "25", "40", "53", "55", "57", "58", ""})
        if (klass == ours) return FailureKind::unavailable;
    for (const char* theirs : {"28", "3D", "42501", "XX"})
        if (klass == theirs || state == theirs) return FailureKind::misconfigured;
    return FailureKind::defect;
}

// The parameters of one execution, in the form that libpq takes.
struct Parameters {
    std::vector<Oid> types;
    std::vector<const char*> at;
    std::vector<int> lengths, formats;
    std::vector<std::array<char, 8>> numbers;

    explicit Parameters(const Values& values) : numbers(values.size()) {
        for (std::size_t i = 0; i < values.size(); ++i) add(values[i], numbers[i]);
    }
    void add(const Value& v, std::array<char, 8>& number) {
        if (const auto* n = std::get_if<std::int64_t>(&v)) {
            for (std::size_t b = 0; b < 8; ++b) number[b] = static_cast<char>(static_cast<std::uint64_t>(*n) >> (56 - 8 * b));
            put(type_int8, number.data(), 8);
        } else if (const auto* t = std::get_if<std::string>(&v)) {
            put(type_text, t->data(), t->size());
        } else if (const auto* b = std::get_if<Blob>(&v)) {
            put(type_bytes, b->octets.data(), b->octets.size());
        } else {
            put(0, nullptr, 0);
        }
    }
    void put(Oid type, const char* p, std::size_t n) {
        types.push_back(type);
        at.push_back(p ? p : type == 0 ? nullptr : "");
        lengths.push_back(static_cast<int>(n));
        formats.push_back(1);
    }
    int count() const { return static_cast<int>(types.size()); }
};

bool has_nul(const Values& values) {
    for (const auto& v : values)
        if (const auto* t = std::get_if<std::string>(&v); t && t->find('\0') != std::string::npos) return true;
    return false;
}

// ?1 is $1 there; our statements hold no question mark otherwise.
std::string dollars(std::string_view statement) { return replace_all(statement, "?", "$"); }

std::int64_t lock_number(const std::string& name) {
    const std::string hash = sha256("beadle store lock " + name);
    return static_cast<std::int64_t>(big_endian(hash.data(), 8));
}

class Postgresql final : public Database {
  public:
    Postgresql(std::string url, std::string schema) : url_(std::move(url)), schema_(std::move(schema)) {}

    Status connect();
    Status begin() override {
        if (auto there = be_there(); !there) return there;
        in_transaction_ = true;
        auto begun = plain("BEGIN; SELECT pg_advisory_xact_lock(" + std::to_string(lock_number(schema_)) + ")");
        if (!begun) rollback();
        return begun;
    }
    Status commit() override;
    void rollback() override {
        if (PQstatus(connection_.get()) == CONNECTION_OK && PQtransactionStatus(connection_.get()) != PQTRANS_IDLE)
            (void)plain("ROLLBACK");
        in_transaction_ = false;
    }
    Result<std::int64_t> run(std::string_view statement, const Values& values) override;
    Result<Rows> rows(std::string_view statement, const Values& values) override;
    Status define(std::string_view statement) override;
    // What was deleted stays in pages until the server's own vacuum, and in its log and copies as long as it keeps those.
    Status forget_deleted() override { return Done{}; }
    bool is_shared() const override { return true; }
    Status claim(const std::string& gateway) override;
    Result<std::unique_ptr<Snapshot>> snapshot() override;
    Status numbers_follow(const TableShape& table) override;
    Status start_reading() { return plain("SET idle_in_transaction_session_timeout TO 0; BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"); }
    Status start_cursor(const std::string& table) {
        (void)plain("CLOSE ALL");
        return plain("DECLARE rows_of NO SCROLL CURSOR FOR SELECT * FROM \"" + table + "\"");
    }
    // Within the transaction of a snapshot.
    void stay_in_transaction() { in_transaction_ = true; }

  private:
    Status be_there();
    Status plain(const std::string& statement);
    Status set_up();
    Status take_name();
    Result<Answer> execute(std::string_view statement, const Values& values);
    Result<std::string> prepared(std::string_view statement, const Parameters& parameters);
    Failure failed(const PGresult* result, std::string_view statement);

    std::string url_, schema_, gateway_;
    Connection connection_;
    std::unordered_map<std::string, std::string> statements_;
    bool in_transaction_ = false;
    Milliseconds tried_at_ = 0;
};

Failure Postgresql::failed(const PGresult* result, std::string_view statement) {
    const char* state = result ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : nullptr;
    const char* words = result ? PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY) : nullptr;
    std::string what = printable(words ? words : PQerrorMessage(connection_.get()), 300);
    if (state) what += " (" + std::string(state) + ")";
    what += " at: " + std::string(statement.substr(0, 60));
    const bool away = PQstatus(connection_.get()) != CONNECTION_OK;
    return fail(away ? FailureKind::unavailable : kind_of(state ? state : ""), "postgresql", what);
}

Status Postgresql::plain(const std::string& statement) {
    Answer answer(PQexec(connection_.get(), statement.c_str()));
    const auto status = PQresultStatus(answer.get());
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) return Done{};
    return failed(answer.get(), statement);
}

Status Postgresql::connect() {
    statements_.clear();
    in_transaction_ = false;
    const char* names[] = {"dbname", "connect_timeout", "tcp_user_timeout", "application_name", "client_encoding", nullptr};
    const char* values[] = {url_.c_str(), "5", "10000", "beadle-record", "UTF8", nullptr};
    connection_ = Connection(PQconnectdbParams(names, values, 1));
    if (PQstatus(connection_.get()) != CONNECTION_OK)
        return fail(FailureKind::unavailable, "postgresql", "no connection: " + printable(PQerrorMessage(connection_.get()), 300));
    PQsetNoticeProcessor(connection_.get(), [](void*, const char*) {}, nullptr);
    return set_up();
}

Status Postgresql::set_up() {
    if (std::string(PQparameterStatus(connection_.get(), "server_encoding")) != "UTF8")
        return fail(FailureKind::misconfigured, "postgresql", "the database has to be made with the encoding UTF8");
    return plain("CREATE SCHEMA IF NOT EXISTS \"" + schema_ + "\"; SET search_path TO \"" + schema_ +
                 "\"; SET synchronous_commit TO on; SET lock_timeout TO '20s'; SET statement_timeout TO '60s'; "
                 "SET idle_in_transaction_session_timeout TO '60s'; SET bytea_output TO hex");
}

Status Postgresql::be_there() {
    if (PQstatus(connection_.get()) == CONNECTION_OK) return Done{};
    const auto now = system_clock().steady();
    if (tried_at_ != 0 && now - tried_at_ < again_after)
        return fail(FailureKind::unavailable, "postgresql", "the database server is not there");
    tried_at_ = now;
    if (auto made = connect(); !made) return made;
    if (!gateway_.empty())
        if (auto mine = take_name(); !mine) {
            connection_.reset();
            return mine;
        }
    log::information("the connection to the database was made anew");
    return Done{};
}

Status Postgresql::claim(const std::string& gateway) {
    gateway_ = gateway;
    return take_name();
}

// Of a process that ended just now the server may not know yet.
Status Postgresql::take_name() {
    for (int tries = 0; tries < 50; ++tries) {
        auto taken = rows("SELECT pg_try_advisory_lock(?1)", {lock_number(schema_ + "\n" + gateway_)});
        if (!taken) return taken.failure();
        if (integer(taken->front().front()) == 1) return Done{};
        ::usleep(100'000);
    }
    return fail(FailureKind::misconfigured, "postgresql",
                "another beadle-record writes as gateway " + printable(gateway_, 100) + " to this store: give each its own store.gateway");
}

// A commit whose answer is lost counts as failed: what it holds may stand all the same, and is then superseded by the retry.
Status Postgresql::commit() {
    in_transaction_ = false;
    Answer answer(PQexec(connection_.get(), "COMMIT"));
    if (PQresultStatus(answer.get()) == PGRES_COMMAND_OK && std::strcmp(PQcmdStatus(answer.get()), "COMMIT") == 0) return Done{};
    Failure why = failed(answer.get(), "COMMIT");
    rollback();
    if (why.kind == FailureKind::defect) why.kind = FailureKind::unavailable;
    return why;
}

Result<std::string> Postgresql::prepared(std::string_view statement, const Parameters& parameters) {
    std::string key(statement);
    for (const Oid type : parameters.types) key += "\n" + std::to_string(type);
    if (auto found = statements_.find(key); found != statements_.end()) return found->second;
    const std::string name = "s" + std::to_string(statements_.size());
    Answer answer(PQprepare(connection_.get(), name.c_str(), dollars(statement).c_str(), parameters.count(), parameters.types.data()));
    if (PQresultStatus(answer.get()) != PGRES_COMMAND_OK) return failed(answer.get(), statement);
    statements_.emplace(std::move(key), name);
    return name;
}

Result<Answer> Postgresql::execute(std::string_view statement, const Values& values) {
    if (!in_transaction_)
        if (auto there = be_there(); !there) return there.failure();
    if (has_nul(values)) return fail(FailureKind::defect, "postgresql", "text with a NUL at: " + std::string(statement.substr(0, 60)));
    const Parameters parameters(values);
    auto name = prepared(statement, parameters);
    if (!name) return name.failure();
    Answer answer(PQexecPrepared(connection_.get(), name->c_str(), parameters.count(), parameters.at.data(),
                                 parameters.lengths.data(), parameters.formats.data(), 1));
    const auto status = PQresultStatus(answer.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) return failed(answer.get(), statement);
    return answer;
}

Result<Rows> Postgresql::rows(std::string_view statement, const Values& values) {
    auto answer = execute(statement, values);
    if (!answer) return answer.failure();
    const PGresult* result = answer->get();
    Rows out;
    for (int i = 0; i < PQntuples(result); ++i) {
        Row row;
        for (int c = 0; c < PQnfields(result); ++c) row.push_back(value_of(result, i, c));
        out.push_back(std::move(row));
    }
    return out;
}

Result<std::int64_t> Postgresql::run(std::string_view statement, const Values& values) {
    auto answer = execute(statement, values);
    if (!answer) return answer.failure();
    const std::string_view changed = PQcmdTuples(answer->get());
    std::int64_t n = 0;
    std::from_chars(changed.data(), changed.data() + changed.size(), n);
    return n;
}

Status Postgresql::define(std::string_view statement) {
    if (!in_transaction_)
        if (auto there = be_there(); !there) return there;
    std::string s(statement);
    s = replace_all(s, "@id", "BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY");
    s = replace_all(s, "@int", "BIGINT");
    s = replace_all(s, "@text", "TEXT");
    s = replace_all(s, "@bytes", "BYTEA");
    s = replace_all(s, "@table", "");
    return plain(s);
}

class PostgresqlSnapshot final : public Snapshot {
  public:
    explicit PostgresqlSnapshot(std::unique_ptr<Postgresql> reads) : reads_(std::move(reads)) {}
    Result<bool> prepare() override { return true; }
    Result<std::vector<TableShape>> tables() override;
    Status start(const TableShape& table) override { return reads_->start_cursor(table.name); }
    Result<Rows> next(std::size_t rows) override { return reads_->rows("FETCH " + std::to_string(rows) + " FROM rows_of", {}); }

  private:
    std::unique_ptr<Postgresql> reads_;
};

Result<std::vector<TableShape>> PostgresqlSnapshot::tables() {
    auto names = reads_->rows(
        "SELECT c.relname::text, c.oid::bigint FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = current_schema()"
        " AND c.relkind = 'r' ORDER BY c.oid", {});
    if (!names) return names.failure();
    std::vector<TableShape> out;
    for (const auto& row : *names) {
        TableShape shape{text(row[0]), {}};
        auto columns = reads_->rows("SELECT attname::text FROM pg_attribute WHERE attrelid = ?1::oid AND attnum > 0 AND NOT attisdropped ORDER BY attnum",
                                    {row[1]});
        if (!columns) return columns.failure();
        for (const auto& c : *columns) shape.columns.push_back(text(c[0]));
        out.push_back(std::move(shape));
    }
    return out;
}

Result<std::unique_ptr<Snapshot>> Postgresql::snapshot() {
    auto reads = std::make_unique<Postgresql>(url_, schema_);
    if (auto made = reads->connect(); !made) return made.failure();
    if (auto begun = reads->start_reading(); !begun) return begun.failure();
    reads->stay_in_transaction();
    return std::unique_ptr<Snapshot>(std::make_unique<PostgresqlSnapshot>(std::move(reads)));
}

Status Postgresql::numbers_follow(const TableShape& table) {
    auto numbers = rows("SELECT pg_get_serial_sequence(?1, 'id')", {"\"" + schema_ + "\".\"" + table.name + "\""});
    if (!numbers) return numbers.failure();
    if (is_null(numbers->front()[0])) return Done{};
    auto set = rows("SELECT setval(?1::text::regclass, (SELECT coalesce(max(id), 0) + 1 FROM \"" + table.name + "\"), false)", {numbers->front()[0]});
    if (!set) return set.failure();
    return Done{};
}

bool is_schema_name(std::string_view s) {
    if (s.empty() || s.size() > 63) return false;
    for (char c : s)
        if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '_') return false;
    return true;
}

}  // namespace

Result<std::unique_ptr<Database>> open_postgresql(const std::string& url) {
    std::string plain_url = url.substr(0, url.find('?')), schema = "beadle", rest;
    if (const auto query = url.find('?'); query != std::string::npos)
        for (const auto& pair : split(std::string_view(url).substr(query + 1), '&')) {
            if (pair.rfind("schema=", 0) == 0)
                schema = pair.substr(7);
            else
                rest += (rest.empty() ? "?" : "&") + pair;
        }
    if (!is_schema_name(schema))
        return fail(FailureKind::misconfigured, "postgresql", "schema= in store.url is to be of small letters, digits and _");
    auto store = std::make_unique<Postgresql>(plain_url + rest, schema);
    if (auto made = store->connect(); !made) return made.failure();
    return std::unique_ptr<Database>(std::move(store));
}

}  // namespace beadle::records
