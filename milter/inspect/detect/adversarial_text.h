// adversarial_text.h — text on which an expression has the most to do, made from the expression itself.
//
// Takes    its tree and how long each text shall be.
// Gives    texts of its literals, classes and near misses: matches one after the other, matches whose end is missing,
// and for
//          every repeat a run of what it repeats, behind what stands before it and alone.
// Bounds   at most 40 texts, each of exactly that size.
// Runs in  beadle-inspect --check, tests, benchmarks. Never throws but std::bad_alloc.
#pragma once

#include <string>
#include <vector>

#include "inspect/detect/expression_shape.h"

namespace beadle::inspect {

struct Recipe {
    std::string head, repeated, tail;
    bool operator==(const Recipe&) const = default;
    std::string text(std::size_t size) const;
};
std::vector<Recipe> adversarial_recipes(const Shape& shape);

}  // namespace beadle::inspect
