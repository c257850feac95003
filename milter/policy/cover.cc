#include "policy/cover.h"

#include <algorithm>
#include <string_view>

namespace beadle::policy {
namespace {

// Entity numbers nest by dots: "1.2" holds "1.2" and "1.2.3", but not "1.20".
bool part_within(std::string_view part, std::string_view outer) {
    if (outer.empty()) return false;  // a seal without a place covers nothing
    return part == outer || (part.starts_with(outer) && part.size() > outer.size() && part[outer.size()] == '.');
}

bool path_within(const std::vector<std::string>& path, const std::vector<std::string>& outer) {
    return path.size() >= outer.size() && std::equal(outer.begin(), outer.end(), path.begin());
}

bool covers(const Protection& p, const Finding& f) {
    if (!p.protects || !part_within(f.part, p.part) || !path_within(f.path, p.path)) return false;
    return f.path.size() > p.path.size() || f.part.size() > p.part.size();
}

}  // namespace

bool covered(const Finding& finding, const std::vector<Protection>& protection) {
    if (finding.part == "0")
        return false;  // the header section is nobody's content; the envelope ("") lies within no part
    return std::any_of(protection.begin(), protection.end(), [&](const Protection& p) { return covers(p, finding); });
}

}  // namespace beadle::policy
