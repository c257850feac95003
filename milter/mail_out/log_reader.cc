#include "mail_out/log_reader.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstring>

#include "mail_out/mta_log.h"

namespace beadle::mail_out {
namespace {

constexpr std::size_t read_most = 256u << 10, line_most = 64u << 10;

std::uint64_t number_in(std::string_view s) {
    std::uint64_t out = 0;
    std::from_chars(s.data(), s.data() + s.size(), out);
    return out;
}

}  // namespace

LogReader::LogReader(std::string path, const std::string& cursor) : path_(std::move(path)) {
    const auto colon = cursor.find(':');
    if (colon == std::string::npos) return;
    at_ = {number_in(std::string_view(cursor).substr(0, colon)), number_in(std::string_view(cursor).substr(colon + 1))};
}

Status LogReader::open_file(const std::string& path, std::uint64_t offset) {
    Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
    struct stat s {};
    if (!file || ::fstat(file.get(), &s) != 0 || !S_ISREG(s.st_mode))
        return fail(FailureKind::unavailable, "mta log", "cannot read " + path + ": " + (file ? "no plain file" : std::strerror(errno)));
    at_ = {s.st_ino, offset <= static_cast<std::uint64_t>(s.st_size) ? offset : 0};
    file_ = std::move(file);
    return Done{};
}

// What was being read may bear another name by now.
Status LogReader::open_where_it_was() {
    for (const char* suffix : {"", ".1", ".0"}) {
        const std::string path = path_ + suffix;
        struct stat s {};
        if (at_.inode != 0 && ::stat(path.c_str(), &s) == 0 && s.st_ino == at_.inode) return open_file(path, at_.offset);
    }
    return open_file(path_, 0);
}

bool LogReader::was_replaced() const {
    struct stat now {};
    return ::stat(path_.c_str(), &now) == 0 && now.st_ino != at_.inode;
}

void LogReader::read_lines(std::string_view octets, wire::Deliveries& out) {
    while (true) {
        const auto end = octets.find('\n');
        if (end == std::string_view::npos) {
            if (octets.size() >= line_most) next_.offset += octets.size();  // no line of a mail server
            return;
        }
        auto said = read_log_line(octets.substr(0, end));
        if (out.list.size() + said.size() > wire::Deliveries::most) return;
        for (auto& d : said) out.list.push_back(std::move(d));
        next_.offset += end + 1;
        octets.remove_prefix(end + 1);
    }
}

Result<wire::Deliveries> LogReader::next() {
    wire::Deliveries out;
    if (!file_)
        if (auto opened = open_where_it_was(); !opened) return opened.failure();
    next_ = at_;
    struct stat s {};
    if (::fstat(file_.get(), &s) == 0 && static_cast<std::uint64_t>(s.st_size) < at_.offset) next_.offset = 0;
    std::string buffer(read_most, '\0');
    const ssize_t n = ::pread(file_.get(), buffer.data(), buffer.size(), static_cast<off_t>(next_.offset));
    if (n < 0) return fail(FailureKind::unavailable, "mta log", "cannot read " + path_ + ": " + std::strerror(errno));
    read_lines(std::string_view(buffer).substr(0, static_cast<std::size_t>(n)), out);
    if (next_.offset == at_.offset && was_replaced()) {
        // Whole lines were read to the end; what follows is in the new one.
        if (auto opened = open_file(path_, 0); !opened) return opened.failure();
        next_ = at_;
        return out;
    }
    if (next_.offset != at_.offset) out.cursor = std::to_string(next_.inode) + ":" + std::to_string(next_.offset);
    return out;
}

}  // namespace beadle::mail_out
