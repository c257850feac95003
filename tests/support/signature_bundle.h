// signature_bundle.h — the pattern and word files of the source tree as a bundle, without a settings file.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "settings/bundle.h"

namespace beadle::test {

inline void add_signature_files(Bundle& bundle, const std::string& folder, BundleRole role) {
    std::vector<std::string> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        if (entry.path().extension() == ".toml") files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    for (const auto& file : files) {
        std::ifstream in(file, std::ios::binary);
        bundle.files.push_back({role, file, std::string(std::istreambuf_iterator<char>(in), {})});
    }
}

inline Bundle signature_bundle() {
    Bundle bundle;
    add_signature_files(bundle, std::string(BEADLE_SOURCE_DIR) + "/signatures/patterns", BundleRole::pattern);
    add_signature_files(bundle, std::string(BEADLE_SOURCE_DIR) + "/signatures/words", BundleRole::words);
    return bundle;
}

}  // namespace beadle::test
