// library: beadle_notices
// A template and the values for it, whatever they are: checked, read and rendered without a fault.
#include <cstddef>
#include <cstdint>
#include <string>

#include "notices/templates.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string all(reinterpret_cast<const char*>(data), size);
    const auto cut = all.find('\0');
    beadle::Bundle bundle;
    bundle.files.push_back({beadle::BundleRole::notice, "held.mustache", all.substr(0, cut), ""});
    const auto read = beadle::notices::Templates::read(bundle);
    if (read.diagnostics.empty())
        (void)read.templates.render("held", cut == std::string::npos ? "{}" : all.substr(cut + 1));
    return 0;
}
