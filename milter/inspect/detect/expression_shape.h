// expression_shape.h — a regular expression as a tree, for judging how it may behave: never for matching.
//
// Takes    Perl syntax as Boost.Regex and Hyperscan read it; what is not known is taken for the letters it is written
// with. Gives    the tree, each part with its place in the expression; what it can begin with and holds. Bounds   10
// 000 parts, 50 groups deep; beyond that, or when brackets do not match, nullopt. Runs in  beadle-inspect --check,
// tests. Never throws but std::bad_alloc.
#pragma once

#include <bitset>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace beadle::inspect {

using Octets = std::bitset<256>;

struct Shape {
    enum class Kind : std::uint8_t {
        set,        // one octet of `set`
        sequence,   // parts one after the other; none: nothing
        choice,     // one of parts
        repeat,     // parts[0], least to most times
        edge,       // takes no octets: ^ $ \b, look-around
        reference,  // what an earlier group matched
    };
    static constexpr std::uint32_t unbounded = UINT32_MAX;

    Kind kind = Kind::sequence;
    Octets set;
    std::vector<Shape> parts;
    std::uint32_t least = 1, most = 1;
    std::size_t begin = 0, end = 0;  // in the expression
};

std::optional<Shape> shape_of(std::string_view expression);

bool may_be_empty(const Shape& shape);
Octets first_of(const Shape& shape);  // what a match can begin with
Octets all_of(const Shape& shape);    // what can stand anywhere in it

}  // namespace beadle::inspect
