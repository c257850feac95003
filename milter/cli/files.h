// files.h — small things about files on this machine.
#pragma once

#include <string>

namespace beadle::cli {

// Whole under its name, or as it was before.
bool replace_file(const std::string& path, const std::string& octets);

}  // namespace beadle::cli
