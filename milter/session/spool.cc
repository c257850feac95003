#include "session/spool.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace beadle::session {
namespace {

bool write_all(int fd, std::string_view octets) {
    while (!octets.empty()) {
        const ssize_t n = ::write(fd, octets.data(), octets.size());
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return false;
        octets.remove_prefix(static_cast<std::size_t>(n));
    }
    return true;
}

Result<Descriptor> seal_in_memory(std::string_view octets) {
    Descriptor fd(::memfd_create("beadle-message", MFD_CLOEXEC | MFD_ALLOW_SEALING));
    if (!fd || !write_all(fd.get(), octets))
        return fail(FailureKind::unavailable, "spool", std::string("no memory file: ") + std::strerror(errno));
    if (::fcntl(fd.get(), F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL) != 0)
        return fail(FailureKind::unavailable, "spool", std::string("the memory file cannot be sealed: ") + std::strerror(errno));
    return fd;
}

Result<Descriptor> reopen_read_only(int fd) {
    Descriptor again(::open(("/proc/self/fd/" + std::to_string(fd)).c_str(), O_RDONLY | O_CLOEXEC));
    if (!again)
        return fail(FailureKind::unavailable, "spool", std::string("the file cannot be opened again: ") + std::strerror(errno));
    return again;
}

}  // namespace

bool SpoolTotal::take(std::uint64_t octets, std::uint64_t most) {
    std::uint64_t used = used_;
    do {
        if (octets > most || used > most - octets) return false;
    } while (!used_.compare_exchange_weak(used, used + octets));
    return true;
}

Spool::Spool(SpoolTotal& total, SpoolLimits limits) : total_(total), limits_(std::move(limits)) {}

Spool::~Spool() { total_.give_back(reserved_); }

Status Spool::failed(FailureKind kind, std::string what) {
    broken_ = true;
    memory_ = {};
    file_.reset();
    total_.give_back(reserved_);
    reserved_ = 0;
    return fail(kind, "spool", std::move(what));
}

Status Spool::reserve(std::uint64_t announced) {
    const std::uint64_t wanted = announced == 0 ? least_reserved : announced;
    if (wanted <= reserved_) return Done{};
    if (!total_.take(wanted - reserved_, limits_.total_octets))
        return failed(FailureKind::limit, "the spool's total is reached");
    reserved_ = wanted;
    return Done{};
}

Status Spool::append(std::string_view octets) {
    if (broken_) return fail(FailureKind::limit, "spool", "an earlier part was not kept");
    if (octets.size() > reserved_ - octets_) {  // the header section comes on top of SIZE=, and SIZE= may be a lie
        const std::uint64_t more = std::max<std::uint64_t>(octets.size(), std::min(reserved_, least_reserved));
        if (!total_.take(more, limits_.total_octets)) return failed(FailureKind::limit, "the spool's total is reached");
        reserved_ += more;
    }
    octets_ += octets.size();
    if (!file_ && memory_.size() + octets.size() <= limits_.memory_octets) {
        memory_ += octets;
        return Done{};
    }
    if (!file_) {
        if (auto opened = open_file(); !opened) return opened;
    }
    return write_out(octets);
}

Status Spool::open_file() {
    file_.reset(::open(limits_.folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600));
    if (!file_ && (errno == EOPNOTSUPP || errno == EISDIR || errno == EINVAL)) {  // a file system without unnamed files
        std::string path = limits_.folder + "/message.XXXXXX";
        file_.reset(::mkostemp(path.data(), O_CLOEXEC));
        if (file_) ::unlink(path.c_str());
    }
    if (!file_) return failed(FailureKind::unavailable, "no file in the spool folder: " + std::string(std::strerror(errno)));
    auto written = write_out(memory_);
    memory_ = {};
    return written;
}

Status Spool::write_out(std::string_view octets) {
    if (!write_all(file_.get(), octets))
        return failed(FailureKind::unavailable, "the spool file cannot be written: " + std::string(std::strerror(errno)));
    return Done{};
}

Result<Descriptor> Spool::descriptor() {
    if (broken_) return fail(FailureKind::unavailable, "spool", "the message was not kept");
    if (file_) return reopen_read_only(file_.get());
    if (!sealed_) {
        auto made = seal_in_memory(memory_);
        if (!made) return made;
        sealed_ = std::move(*made);
    }
    return reopen_read_only(sealed_.get());
}

}  // namespace beadle::session
