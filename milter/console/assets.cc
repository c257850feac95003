#include "console/assets.h"

#include "base/text.h"
#include "console/embedded.h"
#include "console/routes.h"

namespace beadle::console {
namespace {

constexpr std::size_t hash_length = 12;

struct Kind {
    std::string_view ending, type;
};
constexpr Kind kinds[] = {{".css", "text/css; charset=utf-8"}, {".js", "text/javascript; charset=utf-8"}, {".svg", "image/svg+xml"}};

std::string_view type_of(std::string_view name) {
    for (const auto& kind : kinds)
        if (name.ends_with(kind.ending)) return kind.type;
    return "";
}

}  // namespace

std::string asset_path(std::string_view name) {
    return std::string(assets_path) + sha256_hex(embedded(name)).substr(0, hash_length) + "/" + std::string(name);
}

std::optional<Response> asset(std::string_view path) {
    const std::size_t slash = path.rfind('/');
    if (!path.starts_with(assets_path) || slash == path.npos) return std::nullopt;
    const std::string_view name = path.substr(slash + 1), type = type_of(name), octets = embedded(name);
    if (type.empty() || octets.empty() || path != asset_path(name)) return std::nullopt;
    Response out;
    out.type = type;
    out.body = octets;
    out.keep = true;
    return out;
}

bool has_route(std::string_view path) {
    for (const auto& route : routes())
        if (route.method == "GET" && route.path == path) return true;
    return false;
}

}  // namespace beadle::console
