// guard.h — the store as all of Beadle sees it: each row of the guarded tables under a MAC, and all rows under one sum.
//
// Takes    a back end, the keys, the name of this gateway; the tables of guarded_tables.h.
// Gives    a Database that notes which guarded rows a transaction changes, and before it commits writes their MACs
//          (row_macs) and the mark "guard <gateway>": a sum of all MACs, sealed under the council's key together with the end
//          of the chain. So a row that was changed, put in, taken out, or put back from an older copy is found
//          (untouched_problem()), until the whole store is put back. Each gateway keeps the sum of its own changes; together
//          they are the sum of all rows.
//          A row that another hand has changed is never given a new MAC: what was found once stays to be found.
// Fails    as database.h; defect: a statement that guarded_tables.h does not allow. Never throws but std::bad_alloc.
// Runs in  record.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <unordered_map>

#include "records/database.h"
#include "records/guarded_tables.h"
#include "records/keys.h"

namespace beadle::records {

class Guard final : public Database {
  public:
    Guard(std::unique_ptr<Database> beneath, const Keys& keys, std::string gateway)
        : db_(std::move(beneath)), keys_(keys), gateway_(std::move(gateway)) {}

    Status begin() override;
    Status commit() override;
    void rollback() override;
    Result<std::int64_t> run(std::string_view statement, const Values& values) override;
    Result<Rows> rows(std::string_view statement, const Values& values) override;
    Status define(std::string_view statement) override { return db_->define(statement); }
    Status forget_deleted() override { return db_->forget_deleted(); }
    Database& beneath() override { return db_->beneath(); }
    bool is_shared() const override { return db_->is_shared(); }
    Result<std::unique_ptr<Snapshot>> snapshot() override { return db_->snapshot(); }
    Result<bool> is_untouched(std::string_view table, std::string_view where, const Values& values) override;
    Result<std::string> untouched_problem() override;

    // Takes all rows as they are now: of a store that is new, or was brought forward.
    Status adopt();

  private:
    enum class Does { reads, inserts, changes, other };
    struct Statement {
        Does does = Does::other;
        const GuardedTable* table = nullptr;
        std::string run;     // as it is sent: an INSERT gives the keys of its rows
        std::string before;  // the rows that it will change
        std::size_t before_values = 0;
        bool gives_rows = false;
        std::string wrong;
    };
    using Sum = std::string;  // 32 octets, added and subtracted as one number
    struct Changed {
        Values key;
        bool touched = false;  // by another hand, before
    };

    const Statement& known(std::string_view statement);
    Result<Rows> carry_out(const Statement& statement, const Values& values, std::int64_t& changed);
    Status note_before(const Statement& statement, const Values& values);
    Status seal();
    Status seal_row(const GuardedTable& table, const Changed& changed, Sum& sum);
    Result<Sum> sum_of(const std::string& gateway);
    Status write_sum(const Sum& sum);
    std::string row_mac(const GuardedTable& table, const Row& row) const;
    Sum term(std::string_view table, const std::string& key, const std::string& mac) const;
    Result<std::string> stored_mac(const GuardedTable& table, const std::string& key);
    Result<Sum> sum_of_rows(const GuardedTable& table, bool write);
    Result<Sum> sum_of_macs();
    Result<std::string> find_row(const GuardedTable& table);
    Result<Sum> whole_sum();

    std::unique_ptr<Database> db_;
    const Keys& keys_;
    std::string gateway_;
    bool in_transaction_ = false, wrote_ = false;
    std::map<std::pair<const GuardedTable*, std::string>, Changed> changed_;
    std::unordered_map<std::string, Statement> statements_;
};

}  // namespace beadle::records
