// beadle backup and restore.
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>

#include "base/hash.h"
#include "base/owned.h"
#include "base/text.h"
#include "cli/admin.h"
#include "cli/commands.h"
#include "cli/programs.h"
#include "cli/value.h"

extern char** environ;

namespace beadle::cli {
namespace {

// Written beside its name, which it gets when it is whole, durable, and read back as it was sent.
class Writing {
  public:
    explicit Writing(std::string path) : path_(std::move(path)), file_(::open(part().c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600)) {}
    ~Writing() {
        if (file_ && !whole_) (void)::unlink(part().c_str());
    }
    bool open() const { return static_cast<bool>(file_); }
    bool add(std::string_view octets) {
        while (!octets.empty()) {
            const ssize_t n = ::write(file_.get(), octets.data(), octets.size());
            if (n < 0 && errno == EINTR) continue;
            if (n <= 0) return false;
            octets.remove_prefix(static_cast<std::size_t>(n));
        }
        return true;
    }
    // "" = it has its name.
    std::string finish(const std::string& hash_wanted) {
        if (::fsync(file_.get()) != 0) return std::strerror(errno);
        (void)::posix_fadvise(file_.get(), 0, 0, POSIX_FADV_DONTNEED);
        if (file_hash(file_.get()) != hash_wanted) return "what was written is not what was sent";
        if (::link(part().c_str(), path_.c_str()) != 0) return std::strerror(errno);
        (void)::unlink(part().c_str());
        whole_ = true;
        Descriptor folder(::open(path_.substr(0, path_.rfind('/') + 1).append(".").c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        return folder && ::fsync(folder.get()) == 0 ? "" : std::strerror(errno);
    }

  private:
    std::string part() const { return path_ + ".part"; }
    static std::string file_hash(int file) {
        Sha256 hash;
        std::string buffer(1u << 20, '\0');
        off_t at = 0;
        for (ssize_t n; (n = ::pread(file, buffer.data(), buffer.size(), at)) > 0; at += n) hash.add({buffer.data(), static_cast<std::size_t>(n)});
        return hex(hash.take());
    }
    std::string path_;
    Descriptor file_;
    bool whole_ = false;
};

std::string first_line(const std::string& path) {
    std::ifstream in(path);
    std::string line;
    std::getline(in, line);
    return std::string(trim(line));
}

}  // namespace

int backup(const Arguments& a) {
    Writing file(a.file);
    if (::access(a.file.c_str(), F_OK) == 0) return complain(usage, a.file + " is there already");
    if (!file.open()) return complain(usage, "cannot make " + a.file + ".part: " + std::strerror(errno));
    std::string problem, written;
    const std::string passphrase = a.passphrase_file.empty() ? "" : first_line(a.passphrase_file);
    const std::string request = a.with_keys ? json_object({{"with_keys", "true"}, {"passphrase", json_text(passphrase)}}) : "{}";
    const int code = records_stream(a, "backup", request, [&](const std::string& line) {
        const auto v = Value::parse(line);
        if (!v) return false;
        if ((*v)["done"].truth()) {
            written = (*v)["sha256"].text(100);
            if (auto why = file.finish(written); !why.empty()) problem = why;
            if (problem.empty()) print(a.json ? line + "\n" : a.file + ": " + (*v)["octets"].text(20) + " octets, " + (*v)["rows"].text(20) + " rows, written and read back.\n");
            return problem.empty();
        }
        const auto octets = unbase64((*v)["data"].raw());
        if (octets && file.add(*octets)) return true;
        problem = octets ? std::strerror(errno) : "the records sent what is no backup";
        return false;
    });
    if (!problem.empty()) return complain(unreachable, "the backup was not written: " + problem);
    if (code == 0 && written.empty()) return complain(unreachable, "the backup is not whole");
    return code;
}

int restore(const Arguments& a) {
    if (!settings_for(a)) return misconfigured;
    std::vector<std::string> words = {program_beside("beadle-record"), "--config", a.config, "--restore", a.file};
    for (const auto& ledger : a.ledgers) words.insert(words.end(), {"--ledger", ledger});
    if (!a.passphrase_file.empty()) words.insert(words.end(), {"--passphrase-file", a.passphrase_file});
    std::vector<char*> argv;
    for (auto& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    pid_t pid = -1;
    if (const int error = ::posix_spawn(&pid, argv[0], nullptr, nullptr, argv.data(), environ); error != 0)
        return complain(unreachable, words[0] + " cannot be started: " + std::strerror(error));
    int how = 0;
    while (::waitpid(pid, &how, 0) < 0 && errno == EINTR) {
    }
    return WIFEXITED(how) ? WEXITSTATUS(how) : unreachable;
}

}  // namespace beadle::cli
