// source_tree.h — the files of the tree, for the tests that hold pages and code to one another.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace beadle::test {

inline std::filesystem::path source_folder() { return BEADLE_SOURCE_DIR; }

inline std::string file_text(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

// Paths below `folder`, relative to it, with one of the endings; sorted.
inline std::vector<std::string> files_below(const std::string& folder, const std::vector<std::string>& endings) {
    std::vector<std::string> out;
    const std::filesystem::path root = source_folder() / folder;
    if (!std::filesystem::exists(root)) return out;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
        const std::string ending = entry.path().extension().string();
        if (entry.is_regular_file() && std::find(endings.begin(), endings.end(), ending) != endings.end())
            out.push_back(std::filesystem::relative(entry.path(), root).string());
    }
    std::sort(out.begin(), out.end());
    return out;
}

}  // namespace beadle::test
