#include "settings/signature_files.h"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <fstream>

#include "base/text.h"

namespace beadle {
namespace {

namespace fs = std::filesystem;

struct SignatureFile {
    std::string name, path;
    struct stat about {};
};

std::vector<SignatureFile> files_of(const std::string& folder, bool& readable) {
    std::vector<SignatureFile> out;
    std::error_code error;
    fs::directory_iterator at(folder, error), end;
    for (; !error && at != end && out.size() < most_signature_files; at.increment(error)) {
        SignatureFile file{at->path().filename().string(), at->path().string(), {}};
        if (!is_signature_file(file.name)) continue;
        if (::stat(file.path.c_str(), &file.about) == 0 && S_ISREG(file.about.st_mode)) out.push_back(std::move(file));
    }
    readable = !error;
    std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    return out;
}

// "ClamAV-VDB:20 Nov 2026 09-41 +0000:27825:…:builder:1795168860   ": the time that a program can read is the last field.
Milliseconds made_by_head(const std::string& path) {
    std::array<char, 512> head{};
    std::ifstream in(path, std::ios::binary);
    in.read(head.data(), head.size());
    const std::string_view read(head.data(), static_cast<std::size_t>(in.gcount()));
    if (!read.starts_with("ClamAV-VDB:")) return 0;
    const auto fields = split(std::string(read), ':');
    if (fields.size() < 9) return 0;
    const std::string digits(trim(fields[8]));
    std::int64_t seconds = 0;
    const auto [last, error] = std::from_chars(digits.data(), digits.data() + digits.size(), seconds);
    constexpr std::int64_t most_seconds = 100'000'000'000;
    return error == std::errc() && last != digits.data() && seconds > 0 && seconds < most_seconds ? seconds * 1000 : 0;
}

Milliseconds changed(const struct stat& about) { return static_cast<Milliseconds>(about.st_mtime) * 1000; }

struct MadeAt {
    Milliseconds daily = 0, packed = 0, plain = 0;
    Milliseconds published() const { return daily != 0 ? daily : packed; }
};

MadeAt made_at(const std::vector<std::string>& folders) {
    MadeAt out;
    for (const auto& folder : folders) {
        bool readable = false;
        for (const auto& file : files_of(folder, readable)) {
            if (!is_packed_signature_file(file.name)) {
                out.plain = std::max(out.plain, changed(file.about));
                continue;
            }
            const Milliseconds said = made_by_head(file.path), made = said == 0 ? changed(file.about) : said;
            out.packed = std::max(out.packed, made);
            if (file.name.starts_with("daily.")) out.daily = std::max(out.daily, made);
        }
    }
    return out;
}

}  // namespace

bool is_packed_signature_file(std::string_view name) {
    return name.ends_with(".cvd") || name.ends_with(".cld") || name.ends_with(".cud");
}

bool is_signature_file(std::string_view name) {
    static constexpr std::array<std::string_view, 35> endings{
        ".cvd", ".cld", ".cud", ".hdb", ".hsb",  ".hdu", ".hsu", ".ndb", ".ndu", ".ldb", ".ldu", ".mdb", ".mdu", ".msb", ".msu",
        ".cdb", ".ftm", ".yar", ".yara", ".pdb", ".wdb", ".gdb", ".idb", ".cbc", ".fp",  ".sfp", ".imp", ".ign", ".ign2",
        ".db",  ".sdb", ".crb", ".cat", ".pwdb", ".ioc"};
    const auto dot = name.rfind('.');
    return dot != std::string_view::npos && dot > 0 && std::find(endings.begin(), endings.end(), name.substr(dot)) != endings.end();
}

Milliseconds signatures_made(const std::vector<std::string>& folders) {
    const MadeAt made = made_at(folders);
    return made.published() != 0 ? made.published() : made.plain;
}

Milliseconds published_signatures_made(const std::vector<std::string>& folders) { return made_at(folders).published(); }

std::string state_of_signatures(const std::vector<std::string>& folders) {
    std::string out;
    for (const auto& folder : folders) {
        bool readable = false;
        const auto files = files_of(folder, readable);
        out += folder + (readable ? "\n" : " cannot be read\n");
        for (const auto& file : files)
            out += file.name + " " + std::to_string(file.about.st_size) + " " + std::to_string(file.about.st_mtim.tv_sec) + "." +
                   std::to_string(file.about.st_mtim.tv_nsec) + "\n";
    }
    return out;
}

}  // namespace beadle
