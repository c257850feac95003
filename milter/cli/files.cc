#include "cli/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <ctime>
#include <filesystem>

#include "base/owned.h"

namespace beadle::cli {

double newest_file_age(const std::string& folder) {
    double youngest = -1;
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
        struct stat s {};
        if (::stat(entry.path().c_str(), &s) != 0 || !S_ISREG(s.st_mode)) continue;
        const double age = static_cast<double>(std::time(nullptr) - s.st_mtime);
        if (youngest < 0 || age < youngest) youngest = age < 0 ? 0 : age;
    }
    return youngest;
}

bool replace_file(const std::string& path, const std::string& octets) {
    const std::string beside = path + ".new";
    (void)::unlink(beside.c_str());
    Descriptor file(::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0644));
    if (!file || ::write(file.get(), octets.data(), octets.size()) != static_cast<ssize_t>(octets.size())) return false;
    return std::rename(beside.c_str(), path.c_str()) == 0;
}

}  // namespace beadle::cli
