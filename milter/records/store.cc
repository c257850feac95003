#include "records/store.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/log.h"

#include "records/guard.h"
#include "records/schema.h"
#include "records/vault.h"

namespace beadle::records {
namespace {

constexpr std::string_view sqlite_scheme = "sqlite://", postgresql_scheme = "postgresql://";
constexpr const char* adopt_flag = "guard adopt";
constexpr std::int64_t may_still_come = 60 * 60 * 1000;  // a message that another gateway has begun to store

Status make_folder_of(const std::string& path) {
    auto slash = path.rfind('/');
    if (slash == std::string::npos || slash == 0) return Done{};
    std::string folder = path.substr(0, slash);
    struct stat s {};
    if (::stat(folder.c_str(), &s) == 0) return Done{};
    if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST)
        return fail(FailureKind::misconfigured, "records", "cannot make " + folder + ": " + std::strerror(errno));
    return Done{};
}

std::string host_name() {
    char host[256] = {};
    if (::gethostname(host, sizeof host - 1) != 0) std::strcpy(host, "gateway");
    return host;
}

// The gateway keeps the name that its store was begun under: a host renamed does not begin a second chain. Where several
// share a store, each has its own.
Result<std::string> gateway_name(Database& db, const std::string& wanted) {
    if (db.is_shared()) return wanted.empty() ? host_name() : wanted;
    auto name = store_mark(db, "gateway");
    if (!name || !name->empty()) return name;
    const std::string host = wanted.empty() ? host_name() : wanted;
    if (auto done = set_store_mark(db, "gateway", host); !done) return done.failure();
    return host;
}

bool is_postgresql(const std::string& url) { return url.rfind(postgresql_scheme, 0) == 0; }

}  // namespace

Result<std::unique_ptr<Database>> open_raw_database(const StorePlace& place) {
    if (is_postgresql(place.url)) return open_postgresql(place.url);
    auto path = store_path(place);
    if (!path) return path.failure();
    if (auto made = make_folder_of(*path); !made) return made.failure();
    const mode_t before = ::umask(077);
    auto db = open_sqlite(*path);
    ::umask(before);
    return db;
}

namespace {

std::string adopting(const Keys& keys) { return keys.mac("beadle rows are adopted at schema " + std::to_string(newest_schema())); }

// What the new steps do to rows is ours: their MACs are made anew, also when a crash came between. The flag says so.
Status bring_forward(Database& db, OpenedStore& out, std::int64_t version, std::int64_t wall) {
    auto copy = db.copy_beside(".before-schema-" + std::to_string(newest_schema()));
    if (!copy) return copy.failure();
    if (copy->empty())
        log::warning("the store is brought forward in place; a copy of it from before is the database's own backup, not ours");
    else
        log::information("the store is brought forward; a copy from before lies beside it", {{"cause", *copy}});
    if (version > 0)
        if (auto flagged = set_store_mark(db, adopt_flag, adopting(*out.keys)); !flagged) return flagged;
    return bring_schema_forward(db, wall);
}

// True: it was never finished, or has been brought forward just now.
Result<bool> rows_are_to_be_adopted(Database& db, const Keys& keys) {
    auto flag = store_mark(db, adopt_flag);
    if (!flag) return flag.failure();
    if (!flag->empty()) return same_octets(*flag, adopting(keys));
    auto rows = db.rows("SELECT 1 FROM store_marks WHERE name LIKE 'guard %' OR name LIKE 'chain end %' LIMIT 1", {});
    if (!rows) return rows.failure();
    if (!rows->empty()) return false;
    rows = db.rows("SELECT 1 FROM events LIMIT 1", {});
    if (!rows) return rows.failure();
    return rows->empty();
}

Status take_keys(const StorePlace& place, Database& db, bool empty, OpenedStore& out) {
    auto keys = open_keys(place.keys_folder, db, empty);
    if (!keys) return keys.failure();
    out.keys = std::make_unique<Keys>(std::move(keys->keys));
    out.recovery_sheet = keys->sheet;
    return Done{};
}

}  // namespace

Addressees addressees(const Addressees& named, const std::string& council_clerk) {
    Addressees out = named;
    if (out.clerk.empty()) out.clerk = council_clerk;
    if (out.head_to.empty() && !out.clerk.empty()) out.head_to = {out.clerk};
    return out;
}

Result<std::string> store_path(const StorePlace& place) {
    if (place.url.rfind(sqlite_scheme, 0) != 0)
        return fail(FailureKind::misconfigured, "records",
                    "store.url must begin with sqlite:// or postgresql:// , this one is " + place.url);
    std::string path = place.url.substr(sqlite_scheme.size());
    if (path.empty()) return fail(FailureKind::misconfigured, "records", "store.url names no file");
    if (path.front() != '/' && !place.base_folder.empty()) path = place.base_folder + "/" + path;
    return path;
}

Result<OpenedStore> open_store(const StorePlace& place, const Clock& clock) {
    auto db = open_raw_database(place);
    if (!db) return db.failure();
    OpenedStore out;
    auto empty = store_is_empty(**db);
    if (!empty) return empty.failure();
    auto version = schema_version(**db);
    if (!version) return version.failure();
    if (!*empty)
        if (auto taken = take_keys(place, **db, false, out); !taken) return taken.failure();
    const bool older = *version > 0 && *version < newest_schema() && !*empty;
    if (auto done = older ? bring_forward(**db, out, *version, clock.wall()) : bring_schema_forward(**db, clock.wall()); !done)
        return done.failure();
    if (*empty)
        if (auto taken = take_keys(place, **db, true, out); !taken) return taken.failure();
    auto gateway = gateway_name(**db, place.gateway);
    if (!gateway) return gateway.failure();
    out.gateway = *gateway;
    if (auto mine = (*db)->claim(out.gateway); !mine) return mine.failure();
    auto adopts = rows_are_to_be_adopted(**db, *out.keys);
    if (!adopts) return adopts.failure();
    auto guard = std::make_unique<Guard>(std::move(*db), *out.keys, out.gateway);
    if (*adopts)
        if (auto done = guard->adopt(); !done) return done.failure();
    out.db = std::move(guard);
    out.swept = sweep_incomplete(*out.db, clock.wall() + (out.db->is_shared() ? -may_still_come : may_still_come));
    return out;
}

}  // namespace beadle::records
