// files.h — small things about files on this machine.
#pragma once

#include <string>

namespace beadle::cli {

// Seconds since the newest regular file of the folder was changed; -1 = there is none.
double newest_file_age(const std::string& folder);
// Whole under its name, or as it was before.
bool replace_file(const std::string& path, const std::string& octets);

}  // namespace beadle::cli
