#include "cli/messages_in.h"

#include <algorithm>
#include <filesystem>

#include "base/text.h"

namespace beadle::cli {
namespace {

namespace fs = std::filesystem;
constexpr std::size_t most_files = 200'000, deepest = 32;

bool is_hidden(const fs::path& path) { return path.filename().string().starts_with('.'); }

void add_folder(const fs::path& folder, std::size_t depth, std::vector<std::string>& out, std::string& problem) {
    std::vector<fs::path> files, folders;
    std::error_code error;
    for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
        if (is_hidden(at->path())) continue;
        std::error_code ignored;
        if (at->is_directory(ignored) && !at->is_symlink(ignored))
            folders.push_back(at->path());
        else if (at->is_regular_file(ignored))
            files.push_back(at->path());
    }
    if (error) problem = printable(folder.string()) + ": " + error.message();
    std::sort(files.begin(), files.end());
    std::sort(folders.begin(), folders.end());
    for (const auto& f : files)
        if (out.size() <= most_files) out.push_back(f.string());
    for (const auto& f : folders)
        if (depth < deepest && out.size() <= most_files) add_folder(f, depth + 1, out, problem);
}

}  // namespace

std::vector<std::string> messages_in(const std::vector<std::string>& named, std::string& problem) {
    std::vector<std::string> out;
    try {
        for (const auto& name : named) {
            std::error_code error;
            if (!fs::is_directory(name, error)) {
                out.push_back(name);
                continue;
            }
            std::vector<std::string> found;
            add_folder(name, 0, found, problem);
            const auto is_other = [](const std::string& file) { return !file.ends_with(".eml"); };
            if (!std::all_of(found.begin(), found.end(), is_other)) std::erase_if(found, is_other);
            if (found.empty() && problem.empty()) problem = "there is no message in the folder " + printable(name);
            out.insert(out.end(), found.begin(), found.end());
        }
    } catch (const fs::filesystem_error& error) {
        problem = printable(error.what());
    }
    if (out.size() > most_files) problem = "there are more messages than " + std::to_string(most_files);
    return out;
}

}  // namespace beadle::cli
