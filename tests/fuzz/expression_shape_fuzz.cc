// library: beadle_detect
// Any octets taken for an expression give a tree within bounds, or none; texts made from it have the size asked for.
#include <cstdlib>

#include "inspect/detect/adversarial_text.h"
#include "inspect/detect/expression_faults.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    using namespace beadle::inspect;
    const std::string_view octets(reinterpret_cast<const char*>(data), size < 2000 ? size : 2000);
    (void)faults_of(octets);
    const auto shape = shape_of(octets);
    if (!shape) return 0;
    for (const Recipe& recipe : adversarial_recipes(*shape))
        if (recipe.text(3000).size() != 3000) std::abort();
    return 0;
}
