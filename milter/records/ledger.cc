// ledger.cc — note_destroyed (due.h): what was destroyed is noted outside the store, for the day on which a backup is put back.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"

#include "records/backup.h"
#include "records/due.h"

namespace beadle::records {
namespace {

constexpr std::int64_t a_run = 500;

Status add_lines(const std::string& path, const std::string& lines) {
    Descriptor file(::open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
    struct stat before {};
    if (file && ::fstat(file.get(), &before) == 0 && ::write(file.get(), lines.data(), lines.size()) == static_cast<ssize_t>(lines.size()) &&
        ::fsync(file.get()) == 0)
        return Done{};
    if (file) (void)!::ftruncate(file.get(), before.st_size);
    return fail(FailureKind::unavailable, "ledger", "the ledger of destructions cannot be written: " + path);
}

}  // namespace

// The file first, the queue after: a crash between writes a line twice.
Result<DueDone> note_destroyed(Store& store) {
    if (store.ledger.empty()) return DueDone{};
    auto rows = store.db.rows("SELECT message, name, at FROM destroyed_queue ORDER BY message LIMIT ?1", {a_run});
    if (!rows) return rows.failure();
    if (rows->empty()) return DueDone{};
    std::string lines;
    for (const auto& row : *rows) lines += ledger_line(store.keys, octets(row[1]), integer(row[2])) + "\n";
    if (auto added = add_lines(store.ledger, lines); !added) return added.failure();
    auto gone = store.db.run("DELETE FROM destroyed_queue WHERE message <= ?1", {integer(rows->back()[0])});
    if (!gone) return gone.failure();
    return DueDone{static_cast<std::int64_t>(rows->size()) == a_run, true};
}

}  // namespace beadle::records
