// programs.h — where Beadle's other programs are: beside this one, or in sbin where this one is installed in bin.
#pragma once

#include <string>

namespace beadle::cli {

std::string program_beside(const std::string& name);

}  // namespace beadle::cli
