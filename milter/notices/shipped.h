// shipped.h — config/notices/*.mustache as they were when Beadle was built: what is said where the admin has no file of theirs.
//
// Runs in  session, mail, cli. The .cc is written by CMakeLists.txt.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace beadle::notices {

const std::vector<std::pair<std::string, std::string>>& shipped_templates();  // kind, text

}  // namespace beadle::notices
