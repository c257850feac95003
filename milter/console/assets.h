// assets.h — styles, script and icon: each under an address that changes with its octets, so that a browser may keep it.
//
// Takes    a path. Gives: the file. Runs in console. Never throws but std::bad_alloc.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "console/site.h"

namespace beadle::console {

constexpr std::string_view assets_path = "/assets/";
std::string asset_path(std::string_view name);
std::optional<Response> asset(std::string_view path);
bool has_route(std::string_view path);  // there is a page of that address

}  // namespace beadle::console
