#include "console/embedded.h"

#include <algorithm>

namespace beadle::console {

std::string_view embedded(std::string_view name) {
    const auto all = embedded_files();
    const auto at = std::find_if(all.begin(), all.end(), [&](const auto& f) { return f.name == name; });
    return at == all.end() ? std::string_view() : at->octets;
}

}  // namespace beadle::console
