#include "cli/files.h"

#include <fcntl.h>
#include <unistd.h>

#include <cstdio>

#include "base/owned.h"

namespace beadle::cli {

bool replace_file(const std::string& path, const std::string& octets) {
    const std::string beside = path + ".new";
    (void)::unlink(beside.c_str());
    Descriptor file(::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0644));
    if (!file || ::write(file.get(), octets.data(), octets.size()) != static_cast<ssize_t>(octets.size())) return false;
    return std::rename(beside.c_str(), path.c_str()) == 0;
}

}  // namespace beadle::cli
