// child.h — something done in a forked child, and how the child ended.
#pragma once

#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <functional>
#include <string>

namespace beadle::test {

struct Ending {
    int code = -1;    // of exit; -1 when a signal ended it
    int signal = 0;
    std::string said;  // on standard error
};

// The child leaves by _exit: no test runner, no leak check, no static destructor runs in it.
inline Ending in_child(const std::function<int()>& act) {
    int ends[2];
    if (::pipe(ends) != 0) return {};
    pid_t child = ::fork();
    if (child == 0) {
        ::dup2(ends[1], STDERR_FILENO);
        ::close(ends[0]);
        ::close(ends[1]);
        ::_exit(act());
    }
    ::close(ends[1]);
    Ending ending;
    char piece[4096];
    for (ssize_t n = 0; (n = ::read(ends[0], piece, sizeof piece)) > 0;)
        ending.said.append(piece, static_cast<std::size_t>(n));
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    if (WIFEXITED(status)) ending.code = WEXITSTATUS(status);
    if (WIFSIGNALED(status)) ending.signal = WTERMSIG(status);
    return ending;
}

// A folder of its own on tmpfs, gone with the object.
class ScratchFolder {
  public:
    explicit ScratchFolder(const std::string& beneath = "/dev/shm") {
        path_ = beneath + "/beadle-test-XXXXXX";
        if (!::mkdtemp(path_.data())) path_.clear();
    }
    ~ScratchFolder() {
        std::error_code ignored;
        if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
    }
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;
    const std::string& path() const { return path_; }

  private:
    std::string path_;
};

}  // namespace beadle::test
