#include "records/store.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "records/schema.h"
#include "records/vault.h"

namespace beadle::records {
namespace {

constexpr std::string_view sqlite_scheme = "sqlite://";

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

// The gateway keeps the name that its store was begun under: a host renamed does not begin a second chain.
Result<std::string> gateway_name(Database& db) {
    auto name = store_mark(db, "gateway");
    if (!name || !name->empty()) return name;
    char host[256] = {};
    if (::gethostname(host, sizeof host - 1) != 0) std::strcpy(host, "gateway");
    if (auto done = set_store_mark(db, "gateway", host); !done) return done.failure();
    return std::string(host);
}

}  // namespace

Result<std::string> store_path(const StorePlace& place) {
    if (place.url.rfind(sqlite_scheme, 0) != 0)
        return fail(FailureKind::misconfigured, "records",
                    "store.url must begin with sqlite:// , this one is " + place.url);
    std::string path = place.url.substr(sqlite_scheme.size());
    if (path.empty()) return fail(FailureKind::misconfigured, "records", "store.url names no file");
    if (path.front() != '/' && !place.base_folder.empty()) path = place.base_folder + "/" + path;
    return path;
}

Result<OpenedStore> open_store(const StorePlace& place, const Clock& clock) {
    auto path = store_path(place);
    if (!path) return path.failure();
    if (auto made = make_folder_of(*path); !made) return made.failure();
    const mode_t before = ::umask(077);
    auto db = open_sqlite(*path);
    ::umask(before);
    if (!db) return db.failure();
    OpenedStore out;
    out.db = std::move(*db);
    auto empty = store_is_empty(*out.db);
    if (!empty) return empty.failure();
    if (auto done = bring_schema_forward(*out.db, clock.wall()); !done) return done.failure();
    auto keys = open_keys(place.keys_folder, *out.db, *empty);
    if (!keys) return keys.failure();
    out.keys = std::make_unique<Keys>(std::move(keys->keys));
    out.recovery_sheet = keys->sheet;
    auto gateway = gateway_name(*out.db);
    if (!gateway) return gateway.failure();
    out.gateway = *gateway;
    out.swept = sweep_incomplete(*out.db);
    return out;
}

}  // namespace beadle::records
