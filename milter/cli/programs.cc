#include "cli/programs.h"

#include <unistd.h>

namespace beadle::cli {

std::string program_beside(const std::string& name) {
    char path[4096];
    const ssize_t n = ::readlink("/proc/self/exe", path, sizeof path);
    const std::string self(path, n > 0 ? static_cast<std::size_t>(n) : 0);
    const std::string folder = self.substr(0, self.rfind('/') + 1);
    const std::string beside = folder + name, system = folder + "../sbin/" + name;
    return ::access(beside.c_str(), X_OK) != 0 && ::access(system.c_str(), X_OK) == 0 ? system : beside;
}

}  // namespace beadle::cli
