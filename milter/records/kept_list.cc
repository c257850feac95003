#include "records/kept_list.h"

#include "records/conditions.h"
#include "records/scope.h"

namespace beadle::records {
namespace {

Conditions conditions_of(const ListArguments& a) {
    Conditions s;
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
    s.holds("rules LIKE ? ESCAPE '!'", a.rule.empty() ? "" : " " + a.rule + " ");
    s.holds("kinds LIKE ? ESCAPE '!'", a.kind.empty() ? "" : " " + a.kind + " ");
    s.holds("sender LIKE ? ESCAPE '!'", a.sender);
    s.holds("recipients LIKE ? ESCAPE '!'", a.recipient);
    s.holds("sender || recipients || ' ' || words LIKE ? ESCAPE '!'", a.text);
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
    Conditions s = conditions_of(wanted);
    s.values.emplace_back(wanted.limit);
    auto rows = store.db.rows(
        "SELECT held FROM held_index" + s.where() + order_of(wanted.sort) + " LIMIT ?" + std::to_string(s.values.size()),
        s.values);
    if (!rows) return rows.failure();
    std::vector<std::int64_t> out;
    for (const auto& row : *rows) out.push_back(integer(row[0]));
    return out;
}

Result<std::int64_t> count_kept(Store& store, const ListArguments& wanted) {
    const Conditions s = conditions_of(wanted);
    auto rows = store.db.rows("SELECT count(*) FROM held_index" + s.where(), s.values);
    if (!rows) return rows.failure();
    return integer(rows->front()[0]);
}

}  // namespace beadle::records
