// embedded.h — the files that are built into beadle-console: pages, styles, the script.
//
// Gives    each by its name ("held_list.mustache", "console.css"); a short hash of its octets, for its address.
// Runs in  console. deploy/embed.cmake writes the .cc at build time, from milter/console/pages and assets and govuk-frontend.
#pragma once

#include <span>
#include <string_view>

namespace beadle::console {

struct Embedded {
    std::string_view name, octets;
};
std::span<const Embedded> embedded_files();
// "" = there is none
std::string_view embedded(std::string_view name);

}  // namespace beadle::console
