#include "inspect/detect/compiled_cache.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <ctime>

#include "base/text.h"

namespace beadle::inspect {
namespace {

constexpr std::string_view head = "beadle compiled patterns 1\n";
constexpr std::size_t key_size = 64, hash_size = 32, largest = 64u << 20, most_kept = 16;
constexpr std::string_view unfinished = ".new-";
constexpr std::time_t abandoned = 3600;

// Nobody but this account can have written what lies there.
bool is_ours_alone(const struct stat& about) {
    return about.st_uid == ::geteuid() && (about.st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

std::optional<std::string> octets_of(int file, std::size_t size) {
    std::string out(size, '\0');
    for (std::size_t at = 0; at < size;) {
        const ssize_t n = ::pread(file, out.data() + at, size - at, static_cast<off_t>(at));
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return std::nullopt;
        at += static_cast<std::size_t>(n);
    }
    return out;
}

bool write_all(int file, std::string_view octets) {
    while (!octets.empty()) {
        const ssize_t n = ::write(file, octets.data(), octets.size());
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return false;
        octets.remove_prefix(static_cast<std::size_t>(n));
    }
    return ::fsync(file) == 0;
}

bool is_key(std::string_view name) {
    return name.size() == key_size && name.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

}  // namespace

std::string compiled_file(std::string_view key, std::string_view octets) {
    std::string out(head);
    return out.append(key).append(sha256(octets)).append(octets);
}

std::optional<std::string_view> compiled_octets(std::string_view file, std::string_view key) {
    constexpr std::size_t begin = head.size() + key_size + hash_size;
    if (file.size() < begin || key.size() != key_size || !file.starts_with(head)) return std::nullopt;
    if (file.substr(head.size(), key_size) != key) return std::nullopt;
    const auto octets = file.substr(begin);
    if (sha256(octets) != file.substr(head.size() + key_size, hash_size)) return std::nullopt;
    return octets;
}

CompiledCache::CompiledCache(const std::string& folder) : path_(folder) {
    if (folder.empty()) return;
    Descriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    struct stat about {};
    if (!opened) {
        if (errno != ENOENT) remark(std::strerror(errno));
    } else if (::fstat(opened.get(), &about) != 0 || !is_ours_alone(about)) {
        remark("the folder must belong to the account of beadle-inspect, and nobody else may write there");
    } else {
        folder_ = std::move(opened);
    }
}

void CompiledCache::remark(const std::string& what) { remarks_.push_back(path_ + ": " + what); }

std::optional<std::string> CompiledCache::read(const std::string& key) {
    if (!folder_ || !is_key(key)) return std::nullopt;
    const Descriptor file(::openat(folder_.get(), key.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    if (!file) {
        if (errno != ENOENT) remark(key + " cannot be opened: " + std::strerror(errno));
        return std::nullopt;
    }
    struct stat about {};
    const bool trusted =
        ::fstat(file.get(), &about) == 0 && S_ISREG(about.st_mode) && is_ours_alone(about) && about.st_nlink == 1;
    if (!trusted) {
        remark(key + " may have been written by another account; the patterns are compiled anew");
        return std::nullopt;
    }
    const auto size = static_cast<std::size_t>(about.st_size);
    const auto octets = size <= largest ? octets_of(file.get(), size) : std::nullopt;
    const auto content = octets ? compiled_octets(*octets, key) : std::nullopt;
    if (!content) {
        remark(key + " is damaged; the patterns are compiled anew");
        return std::nullopt;
    }
    (void)::futimens(file.get(), nullptr);  // used last now
    return std::string(*content);
}

void CompiledCache::keep(const std::string& key, std::string_view octets) {
    if (!folder_ || !is_key(key) || octets.size() > largest - 1024) return;
    const std::string name = std::string(unfinished) + random_token(12);
    const Descriptor file(
        ::openat(folder_.get(), name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!file) return remark(std::string("nothing can be kept: ") + std::strerror(errno));
    const bool written = write_all(file.get(), compiled_file(key, octets)) &&
                         ::renameat(folder_.get(), name.c_str(), folder_.get(), key.c_str()) == 0;
    if (!written) {
        remark(std::string("nothing can be kept: ") + std::strerror(errno));
        (void)::unlinkat(folder_.get(), name.c_str(), 0);
    }
    prune();
}

// What generations long gone were compiled to, and what a start that was cut off left.
void CompiledCache::prune() {
    const int copy = ::openat(folder_.get(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const Owned<DIR, ::closedir> entries(copy < 0 ? nullptr : ::fdopendir(copy));
    if (!entries) return;
    std::vector<std::pair<std::time_t, std::string>> kept;
    while (const dirent* entry = ::readdir(entries.get())) {
        const std::string name = entry->d_name;
        struct stat about {};
        if (::fstatat(folder_.get(), name.c_str(), &about, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG(about.st_mode))
            continue;
        const bool left = name.starts_with(unfinished) && std::time(nullptr) - about.st_mtime > abandoned;
        if (left) (void)::unlinkat(folder_.get(), name.c_str(), 0);
        if (is_key(name)) kept.emplace_back(about.st_mtime, name);
    }
    std::sort(kept.rbegin(), kept.rend());
    for (std::size_t i = most_kept; i < kept.size(); ++i) (void)::unlinkat(folder_.get(), kept[i].second.c_str(), 0);
}

}  // namespace beadle::inspect
