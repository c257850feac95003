// guarded_tables.h — the tables whose rows nobody without the keys may change, take out, put in or put back.
//
// Gives    one line a table: its name and the columns of its key. That is all a table needs: Guard (guard.h) does the rest for
//          every statement that is run on it, and `events verify` finds what another hand did. Before something is done
//          because of a row (sent, destroyed, let in), ask store.db.is_untouched("table", "id = ?1", {id}).
//          `except` names rows that are left out, as a condition.
//          Statements on these tables: UPDATE and DELETE with a plain WHERE at the end; the key of a row never changes; an
//          INSERT with RETURNING names the key's columns first.
#pragma once

#include <string_view>

namespace beadle::records {

struct GuardedTable {
    std::string_view name, key, except = "1 = 0";
};

constexpr GuardedTable guarded_tables[] = {
    {"schema_version", "version"},
    {"store_marks", "name", "name LIKE 'chain end %' OR name LIKE 'guard %'"},  // those bear a MAC of their own
    {"messages", "id"},
    {"held", "id"},
    {"held_recipients", "held, number"},
    {"notices", "id"},
    {"work", "id"},
    {"work_recipients", "work, number"},
    {"stamps", "id"},
    {"questions", "id"},
    {"correspondence", "key"},
    {"matters", "id"},
    {"matter_items", "matter, number"},
    {"destroyed_queue", "message"},
    {"held_index", "held"},
    {"discards", "held"},
    {"exceptions", "id"},
    {"accounts", "id"},
    {"account_codes", "account, hash"},
    {"sessions", "hash"},
    {"incidents", "id"},
    {"suspensions", "id"},
    {"acknowledgements", "id"},
    {"periods_told", "kind, period"},
    {"hold_texts", "hold"},
    {"hold_found", "hold, held"},
    {"policy_versions", "id"},
    {"policy_adoptions", "id"},
    {"saved_searches", "account, name"},
};

}  // namespace beadle::records
