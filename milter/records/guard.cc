#include "records/guard.h"

#include <algorithm>
#include <cctype>

#include "base/text.h"

#include "records/schema.h"

namespace beadle::records {
namespace {

constexpr std::size_t mac_octets = 32;
constexpr std::int64_t page = 2000;
const std::string nothing(mac_octets, '\0');

std::string guard_mark(const std::string& gateway) { return "guard " + gateway; }
std::string end_mark(const std::string& gateway) { return "chain end " + gateway; }
std::string about_mark(const std::string& gateway) { return "beadle guard " + gateway; }

void put_number(std::string& out, std::uint64_t n) {
    for (int i = 0; i < 8; ++i) out += static_cast<char>(n >> (8 * i));
}

// No two lists of values have the same octets.
std::string packed(const Values& values) {
    std::string out;
    for (const auto& v : values) {
        out += static_cast<char>('0' + v.index());
        if (const auto* n = std::get_if<std::int64_t>(&v)) {
            put_number(out, static_cast<std::uint64_t>(*n));
            continue;
        }
        const std::string octets_in = std::holds_alternative<std::string>(v) ? text(v) : octets(v);
        put_number(out, octets_in.size());
        out += octets_in;
    }
    return out;
}

// a + b, or a - b, modulo 2^256.
std::string added(const std::string& a, const std::string& b, bool minus) {
    std::string out(mac_octets, '\0');
    int carry = minus ? 1 : 0;
    for (std::size_t i = 0; i < mac_octets; ++i) {
        const int other = static_cast<unsigned char>(b[i]);
        const int n = static_cast<unsigned char>(a[i]) + (minus ? 255 - other : other) + carry;
        out[i] = static_cast<char>(n & 255);
        carry = n >> 8;
    }
    return out;
}

std::size_t columns_of(std::string_view key) {
    return static_cast<std::size_t>(std::count(key.begin(), key.end(), ',')) + 1;
}

std::string condition_of(const GuardedTable& table) {
    std::string out;
    for (const auto& column : split(table.key, ','))
        out += (out.empty() ? "" : " AND ") + std::string(trim(column)) + " = ?" +
               std::to_string(std::count(out.begin(), out.end(), '?') + 1);
    return out;
}

std::string kept_rows(const GuardedTable& table) {
    return " FROM " + std::string(table.name) + " WHERE NOT (" + std::string(table.except) + ")";
}

std::string key_and_row(const GuardedTable& table) { return "SELECT " + std::string(table.key) + ", " + std::string(table.name) + ".*"; }

// The last one that stands in no parenthesis and no quotes.
std::size_t find_outside(std::string_view s, std::string_view wanted) {
    std::size_t found = std::string_view::npos;
    int depth = 0;
    bool quoted = false;
    for (std::size_t i = 0; i < s.size(); ++i) {
        if (s[i] == '\'') quoted = !quoted;
        if (quoted) continue;
        depth += s[i] == '(' ? 1 : s[i] == ')' ? -1 : 0;
        if (depth == 0 && s.substr(i, wanted.size()) == wanted) found = i;
    }
    return found;
}

std::size_t values_in(std::string_view s) {
    std::size_t most = 0;
    for (std::size_t i = 0; i + 1 < s.size(); ++i) {
        if (s[i] != '?') continue;
        std::size_t n = 0;
        while (++i < s.size() && std::isdigit(static_cast<unsigned char>(s[i]))) n = n * 10 + static_cast<std::size_t>(s[i] - '0');
        most = std::max(most, n);
        --i;
    }
    return most;
}

const GuardedTable* table_named(std::string_view name) {
    for (const auto& table : guarded_tables)
        if (table.name == name) return &table;
    return nullptr;
}

std::string_view first_word(std::string_view s) {
    const auto end = s.find_first_of(" (\n\t");
    return s.substr(0, end);
}

Values first_of(const Row& row, std::size_t n) { return Values(row.begin(), row.begin() + static_cast<std::ptrdiff_t>(n)); }
Row without_first(const Row& row, std::size_t n) { return Row(row.begin() + static_cast<std::ptrdiff_t>(n), row.end()); }

Status status_of(const Result<std::int64_t>& r) {
    if (!r) return r.failure();
    return Done{};
}

}  // namespace

// ---- what a statement does ---------------------------------------------------------------------------------------

const Guard::Statement& Guard::known(std::string_view statement) {
    std::string key(statement);
    if (auto found = statements_.find(key); found != statements_.end()) return found->second;
    Statement s;
    s.run = key;
    const auto trimmed = trim(statement);
    const auto word = first_word(trimmed);
    s.does = word == "SELECT" ? Does::reads : Does::other;
    const std::string_view begins = word == "INSERT" ? "INSERT INTO " : word == "UPDATE" ? "UPDATE " : word == "DELETE" ? "DELETE FROM " : "";
    if (!begins.empty() && trimmed.substr(0, begins.size()) == begins) s.table = table_named(first_word(trimmed.substr(begins.size())));
    const auto returning = find_outside(statement, " RETURNING ");
    s.gives_rows = s.does == Does::reads || returning != std::string_view::npos;
    if (s.table && word == "INSERT") {
        s.does = Does::inserts;
        if (!s.gives_rows) s.run += " RETURNING " + std::string(s.table->key);
        if (s.gives_rows && statement.substr(returning + 11, s.table->key.size()) != s.table->key)
            s.wrong = "RETURNING has to name the key of a guarded table first";
    } else if (s.table) {
        s.does = Does::changes;
        const auto where = find_outside(statement, " WHERE ");
        const std::string condition(where == std::string_view::npos ? " WHERE 1 = 1" : statement.substr(where, returning == std::string_view::npos ? returning : returning - where));
        s.before = key_and_row(*s.table) + " FROM " + std::string(s.table->name) + condition;
        s.before_values = values_in(condition);
    }
    return statements_.emplace(std::move(key), std::move(s)).first->second;
}

// ---- transactions ------------------------------------------------------------------------------------------------

Status Guard::begin() {
    changed_.clear();
    wrote_ = false;
    auto begun = db_->begin();
    in_transaction_ = static_cast<bool>(begun);
    return begun;
}

Status Guard::commit() {
    if (wrote_) {
        if (auto sealed = seal(); !sealed) {
            rollback();
            return sealed;
        }
    }
    in_transaction_ = false;
    changed_.clear();
    return db_->commit();
}

void Guard::rollback() {
    in_transaction_ = false;
    changed_.clear();
    db_->rollback();
}

Result<std::int64_t> Guard::run(std::string_view statement, const Values& values) {
    const Statement& s = known(statement);
    if (s.does == Does::other || s.does == Does::reads) {
        wrote_ = wrote_ || s.does == Does::other;
        return db_->run(statement, values);
    }
    std::int64_t changed = 0;
    auto done = carry_out(s, values, changed);
    if (!done) return done.failure();
    return changed;
}

Result<Rows> Guard::rows(std::string_view statement, const Values& values) {
    const Statement& s = known(statement);
    if (s.does == Does::other || s.does == Does::reads) {
        wrote_ = wrote_ || s.does == Does::other;
        return db_->rows(statement, values);
    }
    std::int64_t changed = 0;
    return carry_out(s, values, changed);
}

Result<Rows> Guard::carry_out(const Statement& s, const Values& values, std::int64_t& changed) {
    if (!s.wrong.empty()) return fail(FailureKind::defect, "guard", s.wrong + ": " + s.run.substr(0, 60));
    if (!in_transaction_) {  // by itself, it is a transaction of its own
        Transaction alone(*this);
        if (!alone.begun()) return alone.begun().failure();
        auto done = carry_out(s, values, changed);
        if (!done) return done;
        if (auto kept = alone.commit(); !kept) return kept.failure();
        return done;
    }
    wrote_ = true;
    if (s.does == Does::changes) {
        if (auto noted = note_before(s, values); !noted) return noted.failure();
        if (s.gives_rows) {
            auto out = db_->rows(s.run, values);
            changed = out ? static_cast<std::int64_t>(out->size()) : 0;
            return out;
        }
        auto done = db_->run(s.run, values);
        if (!done) return done.failure();
        changed = *done;
        return Rows{};
    }
    auto put = db_->rows(s.run, values);
    if (!put) return put;
    changed = static_cast<std::int64_t>(put->size());
    for (const auto& row : *put) {
        Values key = first_of(row, columns_of(s.table->key));
        changed_.try_emplace({s.table, packed(key)}, Changed{key, false});
    }
    return put;
}

// Of rows that it has not changed yet in this transaction, whether they are as they were left.
Status Guard::note_before(const Statement& s, const Values& values) {
    const auto used = std::min(values.size(), s.before_values);
    auto before = db_->rows(s.before, first_of(values, used));
    if (!before) return before.failure();
    const auto n = columns_of(s.table->key);
    for (const auto& row : *before) {
        Values key = first_of(row, n);
        const std::string name = packed(key);
        if (changed_.contains({s.table, name})) continue;
        auto mac = stored_mac(*s.table, name);
        if (!mac) return mac.failure();
        const bool excepted = mac->empty() && s.table->except != "1 = 0";
        changed_[{s.table, name}] = {key, !excepted && !same_octets(*mac, row_mac(*s.table, without_first(row, n)))};
    }
    return Done{};
}

// ---- MACs --------------------------------------------------------------------------------------------------------

std::string Guard::row_mac(const GuardedTable& table, const Row& row) const {
    return keys_.mac("beadle row " + packed({std::string(table.name)}) + packed(row));
}

// Not to be had from what stands in the store: known ones cannot be combined to others.
Guard::Sum Guard::term(std::string_view table, const std::string& key, const std::string& mac) const {
    return mac.empty() ? nothing : keys_.mac("beadle row term " + packed({std::string(table), Blob{key}, Blob{mac}}));
}

Result<std::string> Guard::stored_mac(const GuardedTable& table, const std::string& key) {
    auto rows = db_->rows("SELECT mac FROM row_macs WHERE tbl = ?1 AND key = ?2", {std::string(table.name), Blob{key}});
    if (!rows) return rows.failure();
    return rows->empty() ? std::string() : octets(rows->front()[0]);
}

Result<Guard::Sum> Guard::sum_of(const std::string& gateway) {
    auto mark = store_mark(*db_, guard_mark(gateway));
    if (!mark) return mark.failure();
    auto opened = keys_.unwrap(*mark, about_mark(gateway));
    return opened && opened->size() >= mac_octets ? opened->substr(0, mac_octets) : nothing;
}

Status Guard::write_sum(const Sum& sum) {
    auto end = store_mark(*db_, end_mark(gateway_));
    if (!end) return end.failure();
    return set_store_mark(*db_, guard_mark(gateway_), keys_.wrap(sum + *end, about_mark(gateway_)));
}

Status Guard::seal() {
    auto sum = sum_of(gateway_);
    if (!sum) return sum.failure();
    for (const auto& [name, changed] : changed_)
        if (!changed.touched)
            if (auto done = seal_row(*name.first, changed, *sum); !done) return done;
    return write_sum(*sum);
}

Status Guard::seal_row(const GuardedTable& table, const Changed& changed, Sum& sum) {
    const std::string key = packed(changed.key), name(table.name);
    auto before = stored_mac(table, key);
    if (!before) return before.failure();
    auto row = db_->rows("SELECT *" + kept_rows(table) + " AND " + condition_of(table), changed.key);
    if (!row) return row.failure();
    const std::string after = row->empty() ? "" : row_mac(table, row->front());
    if (after == *before) return Done{};
    if (!before->empty()) sum = added(sum, term(name, key, *before), true);
    if (after.empty()) return status_of(db_->run("DELETE FROM row_macs WHERE tbl = ?1 AND key = ?2", {name, Blob{key}}));
    sum = added(sum, term(name, key, after), false);
    return status_of(db_->run("INSERT INTO row_macs(tbl, key, mac) VALUES(?1, ?2, ?3) ON CONFLICT(tbl, key) DO UPDATE SET mac = excluded.mac",
                              {name, Blob{key}, Blob{after}}));
}

// ---- looking -----------------------------------------------------------------------------------------------------

Result<bool> Guard::is_untouched(std::string_view table_name, std::string_view where, const Values& values) {
    const auto* table = table_named(table_name);
    if (!table) return fail(FailureKind::defect, "guard", std::string(table_name) + " is not a guarded table");
    auto rows = db_->rows(key_and_row(*table) + kept_rows(*table) + " AND (" + std::string(where) + ")", values);
    if (!rows) return rows.failure();
    const auto n = columns_of(table->key);
    for (const auto& row : *rows) {
        const std::string key = packed(first_of(row, n));
        const auto changed = changed_.find({table, key});
        if (changed != changed_.end() && !changed->second.touched) continue;  // by this transaction
        auto mac = stored_mac(*table, key);
        if (!mac) return mac.failure();
        if (!same_octets(*mac, row_mac(*table, without_first(row, n)))) return false;
    }
    return true;
}

// In the order of their keys, a page at a time. With `write` their MACs are put in the store.
Result<Guard::Sum> Guard::sum_of_rows(const GuardedTable& table, bool write) {
    Sum sum = nothing;
    const auto n = columns_of(table.key);
    const std::string key_columns = n > 1 ? "(" + std::string(table.key) + ")" : std::string(table.key);
    std::string after = n > 1 ? " > (" : " > ";
    for (std::size_t i = 1; i <= n; ++i) after += (i > 1 ? ", ?" : "?") + std::to_string(i);
    after += n > 1 ? ")" : "";
    const std::string order = " ORDER BY " + std::string(table.key) + " LIMIT " + std::to_string(page);
    Values last;
    while (true) {
        auto rows = db_->rows(key_and_row(table) + kept_rows(table) + (last.empty() ? "" : " AND " + key_columns + after) + order, last);
        if (!rows) return rows.failure();
        for (const auto& row : *rows) {
            last = first_of(row, n);
            const std::string key = packed(last), mac = row_mac(table, without_first(row, n));
            sum = added(sum, term(table.name, key, mac), false);
            if (!write) continue;
            auto put = db_->run("INSERT INTO row_macs(tbl, key, mac) VALUES(?1, ?2, ?3)", {std::string(table.name), Blob{key}, Blob{mac}});
            if (!put) return put.failure();
        }
        if (static_cast<std::int64_t>(rows->size()) < page) return sum;
    }
}

Result<Guard::Sum> Guard::sum_of_macs() {
    Sum sum = nothing;
    Values last;
    while (true) {
        auto rows = db_->rows(std::string("SELECT tbl, key, mac FROM row_macs") + (last.empty() ? "" : " WHERE (tbl, key) > (?1, ?2)") +
                                  " ORDER BY tbl, key LIMIT " + std::to_string(page), last);
        if (!rows) return rows.failure();
        for (const auto& row : *rows) {
            last = first_of(row, 2);
            sum = added(sum, term(text(row[0]), octets(row[1]), octets(row[2])), false);
        }
        if (static_cast<std::int64_t>(rows->size()) < page) return sum;
    }
}

// Which one it is; "" = none of this table.
Result<std::string> Guard::find_row(const GuardedTable& table) {
    auto rows = db_->rows(key_and_row(table) + kept_rows(table) + " ORDER BY " + std::string(table.key), {});
    if (!rows) return rows.failure();
    const auto n = columns_of(table.key);
    std::set<std::string> seen;
    const std::string of = " of the table " + std::string(table.name);
    for (const auto& row : *rows) {
        const Values key = first_of(row, n);
        const std::string name = packed(key);
        std::string shown;
        for (const auto& v : key)
            shown += (shown.empty() ? "" : ", ") + (std::holds_alternative<std::int64_t>(v) ? std::to_string(integer(v)) : is_null(v) ? "" : std::holds_alternative<Blob>(v) ? hex(octets(v)) : printable(text(v), 80));
        auto mac = stored_mac(table, name);
        if (!mac) return mac.failure();
        if (!same_octets(*mac, row_mac(table, without_first(row, n))))
            return "the row " + shown + of + (mac->empty() ? " was put in by another hand" : " is not as it was written");
        seen.insert(name);
    }
    auto macs = db_->rows("SELECT key FROM row_macs WHERE tbl = ?1", {std::string(table.name)});
    if (!macs) return macs.failure();
    for (const auto& row : *macs)
        if (!seen.contains(octets(row[0]))) return "a row" + of + " was taken out";
    return std::string();
}

// Of all gateways that write to this store. "" in place of 32 octets: a mark is missing or not as it was written.
Result<Guard::Sum> Guard::whole_sum() {
    auto gateways = db_->rows("SELECT name FROM store_marks WHERE name LIKE 'guard %' OR name LIKE 'chain end %' ORDER BY name", {});
    if (!gateways) return gateways.failure();
    std::set<std::string> names;
    for (const auto& row : *gateways) {
        const auto name = text(row[0]);
        names.insert(name.substr(name[0] == 'g' ? 6 : 10));
    }
    if (names.empty()) return Sum();
    Sum sum = nothing;
    for (const auto& gateway : names) {
        auto mark = store_mark(*db_, guard_mark(gateway));
        if (!mark) return mark.failure();
        auto end = store_mark(*db_, end_mark(gateway));
        if (!end) return end.failure();
        auto opened = keys_.unwrap(*mark, about_mark(gateway));
        if (!opened || opened->size() < mac_octets || opened->substr(mac_octets) != *end) return Sum();
        sum = added(sum, opened->substr(0, mac_octets), false);
    }
    return sum;
}

Result<std::string> Guard::untouched_problem() {
    auto whole = whole_sum();
    if (!whole) return whole.failure();
    if (whole->empty()) return std::string("the mark of the rows is missing, not as it was written, or from another time than the events");
    Sum rows_now = nothing;
    for (const auto& table : guarded_tables) {
        auto sum = sum_of_rows(table, false);
        if (!sum) return sum.failure();
        rows_now = added(rows_now, *sum, false);
    }
    auto macs_now = sum_of_macs();
    if (!macs_now) return macs_now.failure();
    if (same_octets(rows_now, *whole) && same_octets(*macs_now, *whole)) return std::string();
    for (const auto& table : guarded_tables) {
        auto which = find_row(table);
        if (!which || !which->empty()) return which;
    }
    return std::string("rows were put back from an older copy, or taken out together with their MACs");
}

Status Guard::adopt() {
    Transaction t(*db_);
    if (!t.begun()) return t.begun();
    if (auto gone = db_->run("DELETE FROM row_macs", {}); !gone) return gone.failure();
    if (auto gone = db_->run("DELETE FROM store_marks WHERE name LIKE 'guard %'", {}); !gone) return gone.failure();
    Sum sum = nothing;
    for (const auto& table : guarded_tables) {
        auto added_up = sum_of_rows(table, true);
        if (!added_up) return added_up.failure();
        sum = added(sum, *added_up, false);
    }
    if (auto put = write_sum(sum); !put) return put;
    return t.commit();
}

}  // namespace beadle::records
