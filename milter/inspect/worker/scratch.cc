#include "inspect/worker/scratch.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/vfs.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <filesystem>

namespace beadle::inspect {
namespace {

constexpr char prefix[] = "beadle-inspect-";
constexpr long tmpfs_magic = 0x01021994;
constexpr std::time_t settling = 60;  // a folder younger than this may be between making and locking

void remove_tree(const std::string& path) {
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
}

// Taken at once or not at all; our own processes never wait for each other here.
Descriptor lock_folder(const std::string& path) {
    Descriptor folder(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!folder || ::flock(folder.get(), LOCK_EX | LOCK_NB) != 0) return Descriptor();
    return folder;
}

bool is_left_behind(const std::string& path) {
    struct stat info {};
    if (::lstat(path.c_str(), &info) != 0 || !S_ISDIR(info.st_mode) || info.st_uid != ::geteuid()) return false;
    return std::time(nullptr) - info.st_mtime > settling && lock_folder(path);
}

void remove_left_behind(const std::string& beneath) {
    std::error_code ec;
    for (std::filesystem::directory_iterator at(beneath, ec), end; !ec && at != end; at.increment(ec)) {
        const std::string path = at->path().string();
        if (at->path().filename().string().starts_with(prefix) && is_left_behind(path)) remove_tree(path);
    }
}

}  // namespace

Result<Scratch> Scratch::make(const std::string& beneath) {
    struct statfs system {};
    if (::statfs(beneath.c_str(), &system) != 0)
        return fail(FailureKind::misconfigured, "inspect.scratch", beneath + ": " + std::strerror(errno));
    if (system.f_type != tmpfs_magic)
        return fail(FailureKind::misconfigured, "inspect.scratch", beneath + " is not on a tmpfs (memory) file system");
    remove_left_behind(beneath);
    std::string path = beneath + "/" + prefix + "XXXXXX";
    if (!::mkdtemp(path.data()))
        return fail(FailureKind::misconfigured, "inspect.scratch", beneath + ": " + std::strerror(errno));
    Descriptor lock = lock_folder(path);
    if (!lock) return fail(FailureKind::unavailable, "inspect.scratch", path + " could not be locked");
    return Scratch(std::move(path), std::move(lock));
}

Result<std::string> Scratch::folder_for(unsigned worker) {
    std::string path = path_ + "/worker-" + std::to_string(worker);
    if (::mkdir(path.c_str(), 0700) != 0)
        return fail(FailureKind::unavailable, "inspect.scratch", path + ": " + std::strerror(errno));
    return path;
}

void Scratch::remove_folder_of(unsigned worker) { remove_tree(path_ + "/worker-" + std::to_string(worker)); }

void Scratch::remove() { remove_tree(path_); }

}  // namespace beadle::inspect
