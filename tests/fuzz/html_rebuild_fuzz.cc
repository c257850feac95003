// library: beadle_text
// HTML rebuilt from an allow-list: whatever comes in, another reader finds nothing in it that does something.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "inspect/text/html_rebuild.h"
#include "../support/html_reader.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace beadle;
    const std::string html(reinterpret_cast<const char*>(data), size);
    const auto out = inspect::rebuild_html(html, 64u << 10, [](std::string_view words) {
        std::vector<inspect::WordsCut> cuts;
        if (words.size() > 8) cuts.push_back({3, 7, "<masked>"});
        return cuts;
    });
    if (out.html.size() > (64u << 10) + 64) std::abort();
    if (!test::loose_tag_in(out.html).empty() || !test::forbidden_in(out.html).empty()) std::abort();
    return 0;
}
