#include "records/kept_list.h"

#include "base/text.h"

#include "records/queries.h"
#include "records/scope.h"

namespace beadle::records {
namespace {

// Only the conditions that were asked for, each with its values: what is not compared costs nothing.
struct Statement {
    std::string where;
    Values values;
    void add(const std::string& condition, Value value) {
        values.push_back(std::move(value));
        where +=
            (where.empty() ? " WHERE " : " AND ") + replace_all(condition, "?", "?" + std::to_string(values.size()));
    }
    void add(const std::string& condition) { where += (where.empty() ? " WHERE " : " AND ") + condition; }
    void contains(const char* column, const std::string& part) {
        if (!part.empty()) add(std::string(column) + " LIKE ? ESCAPE '!'", anywhere(part));
    }
};

Statement statement_of(const ListArguments& a) {
    Statement s;
    if (a.journal)
        s.add("state = 'journalled'");
    else if (a.state == "all")
        s.add("state <> 'journalled'");
    else if (a.state.empty())
        s.add("state IN ('pending', 'held', 'superseded', 'discarding')");
    else
        s.add("state = ?", a.state);
    if (a.since > 0) s.add("at >= ?", a.since);
    if (a.until > 0) s.add("at < ?", a.until);
    if (!a.direction.empty()) s.add("direction = ?", a.direction);
    if (!a.reason.empty()) s.add("reason = ?", a.reason);
    if (a.attachment) s.add("attachments = 1");
    if (!a.scope.empty()) s.add(scope_condition(a.scope, "held_index.held"));
    s.contains("rules", a.rule.empty() ? "" : " " + a.rule + " ");
    s.contains("kinds", a.kind.empty() ? "" : " " + a.kind + " ");
    s.contains("sender", a.sender);
    s.contains("recipients", a.recipient);
    s.contains("sender || recipients || ' ' || words", a.text);
    return s;
}

const char* order_of(const std::string& sort) {
    if (sort == "oldest") return " ORDER BY at, held";
    if (sort == "largest") return " ORDER BY size DESC, held DESC";
    if (sort == "sender") return " ORDER BY sender, held DESC";
    return " ORDER BY at DESC, held DESC";
}

}  // namespace

Result<std::vector<std::int64_t>> find_kept(Store& store, const ListArguments& wanted) {
    Statement s = statement_of(wanted);
    s.values.emplace_back(wanted.limit);
    auto rows = store.db.rows(
        "SELECT held FROM held_index" + s.where + order_of(wanted.sort) + " LIMIT ?" + std::to_string(s.values.size()),
        s.values);
    if (!rows) return rows.failure();
    std::vector<std::int64_t> out;
    for (const auto& row : *rows) out.push_back(integer(row[0]));
    return out;
}

Result<std::int64_t> count_kept(Store& store, const ListArguments& wanted) {
    const Statement s = statement_of(wanted);
    auto rows = store.db.rows("SELECT count(*) FROM held_index" + s.where, s.values);
    if (!rows) return rows.failure();
    return integer(rows->front()[0]);
}

}  // namespace beadle::records
