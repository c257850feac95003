// library: beadle_cli
// What somebody else labelled is read within bounds, and a good set names files of its own folder only.
#include <cstdlib>

#include "cli/labels.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    const std::string_view octets(reinterpret_cast<const char*>(data), size);
    beadle::Diagnostics wrong;
    auto kinds = beadle::cli::read_kinds(octets, "kinds", wrong);
    if (!wrong.empty()) kinds.clear();
    const auto read = beadle::cli::read_labels(octets, "labels", std::move(kinds));
    for (const auto& label : read.labels) {
        if (label.file.empty() || label.file.front() == '/' || label.file.find("/../") != std::string::npos)
            std::abort();
        for (const auto& f : label.findings)
            if (f.kind >= read.kinds.size()) std::abort();
    }
    return 0;
}
