// place.h — where something stands: in words for a person, as a path for a program, in which entity, how deep.
//
// Gives    values only.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace beadle::inspect {

struct Place {
    std::string location;
    std::vector<std::string> path;
    std::string part;
    std::uint32_t depth = 0;

    Place inside(const std::string& name, const std::string& words) const;  // one level deeper
    Place beside(const std::string& name, const std::string& words) const;  // same level: a sheet, a comment
};

}  // namespace beadle::inspect
