// library: beadle_detect
// The first octet chooses the options; the rest is a text with quoted originals. What comes out keeps within its
// bounds.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "../support/signature_bundle.h"
#include "inspect/detect/quoted.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace beadle;
    using namespace beadle::inspect;
    static const auto words = [] {
        Diagnostics diagnostics;
        return ForwardWords::load(test::signature_bundle(), diagnostics);
    }();
    if (size == 0) return 0;
    const std::string text = folded({reinterpret_cast<const char*>(data) + 1, size - 1});
    const auto originals = quoted_originals(text, words, {(data[0] & 1) != 0, (data[0] & 2) != 0});
    if (originals.size() > PassedOn::most_originals) std::abort();
    for (const auto& o : originals)
        if (o.to.size() > PassedOn::most_people || o.from.size() > 300 || o.from_name.size() > 200) std::abort();
    (void)words.subject(text);
    (void)words.is_private(text);
    (void)words.is_business(text, text);
    return 0;
}
