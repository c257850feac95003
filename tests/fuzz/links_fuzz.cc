// library: beadle_text
// Addresses, text and pages with links; every host that comes out is short and has no blanks.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "inspect/text/links.h"

using namespace beadle;
using namespace beadle::inspect;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    auto all = links_of_text(text);
    for (auto& link : links_of_html(text)) all.push_back(std::move(link));
    if (auto one = parse_link(text)) all.push_back(std::move(*one));
    for (const auto& link : all)
        if (link.host.size() > 253 || link.scheme.size() > 30) std::abort();
    return 0;
}
