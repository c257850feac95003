#include "cli/council.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "base/clock.h"
#include "base/text.h"
#include "notices/templates.h"
#include "people/asking.h"
#include "settings/retention.h"
#include "people/people.h"

namespace beadle::cli {
namespace {

constexpr std::size_t largest_settings = 4u << 20;
namespace fs = std::filesystem;

std::vector<std::string> policies_in(const fs::path& folder) {
    std::vector<std::string> names;
    std::error_code error;
    for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error))
        if (at->path().extension() == ".toml" && at->path().stem() != "base") names.push_back(at->path().stem().string());
    std::sort(names.begin(), names.end());
    return names;
}

// A file when there is one of that name, or when it looks like a path; else a name in the folder of the running policy.
std::string policy_file_of(const std::string& asked, const Settings& settings, std::string& problem) {
    std::error_code error;
    if (asked.empty()) return settings.policy_file;
    if (asked.find('/') != std::string::npos || asked.ends_with(".toml")) {
        if (!fs::exists(asked, error)) problem = "there is no policy file " + printable(asked);
        return asked;
    }
    const fs::path folder = fs::path(settings.policy_file).parent_path();
    const fs::path file = folder / (asked + ".toml");
    if (fs::exists(file, error)) return file.string();
    const auto known = policies_in(folder);
    const std::string meant = nearest(asked, known);
    problem = "there is no policy \"" + printable(asked) + "\" in " + printable(folder.string()) +
              (meant.empty() ? "" : " (did you mean \"" + meant + "\"?)") + "; it has: " + join(known, ", ");
    return "";
}

// The day as the gateway sees it: Europe/London.
std::string today() { return people::facts_of({}, Origin::outside, {}, {}, {}, system_clock().wall()).today; }

void append(Diagnostics& to, Diagnostics from) {
    for (auto& d : from) to.push_back(std::move(d));
}

}  // namespace

Result<std::string> read_octets(const std::string& file, std::size_t most) {
    Descriptor opened;
    if (file != "-") opened.reset(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
    const int fd = file == "-" ? STDIN_FILENO : opened.get();
    const auto bad = [&](const std::string& why) { return fail(FailureKind::unavailable, "read", printable(file) + ": " + why); };
    if (fd < 0) return bad(std::strerror(errno));
    struct stat about{};
    if (::fstat(fd, &about) == 0 && S_ISDIR(about.st_mode)) return bad("is a folder; name the messages in it");
    std::string octets, buffer(1u << 16, '\0');
    while (true) {
        const ssize_t n = ::read(fd, buffer.data(), buffer.size());
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return bad(std::strerror(errno));
        if (n == 0) return octets;
        octets.append(buffer, 0, static_cast<std::size_t>(n));
        if (octets.size() > most) return bad("is larger than " + std::to_string(most >> 20) + " MiB");
    }
}

SettingsRead read_settings_file(const std::string& settings_file) {
    const auto octets = read_octets(settings_file, largest_settings);
    if (octets) return read_settings(*octets, settings_file);
    SettingsRead read;
    read.diagnostics.push_back({printable(settings_file), 0, 0, "the settings cannot be read (" + octets.failure().what +
                                "); name another file with --config or BEADLE_CONFIG", ""});
    return read;
}

Council read_council(const std::string& settings_file, const std::string& policy, const std::string& signatures) {
    Council council;
    auto settings = read_settings_file(settings_file);
    council.settings = std::move(settings.settings);
    council.diagnostics = std::move(settings.diagnostics);
    if (!council.good()) return council;
    council.policy_file = policy_file_of(policy, council.settings, council.problem);
    if (!council.good()) return council;
    auto bundle = read_bundle(settings_file, policy.empty() ? "" : council.policy_file, signatures);
    council.bundle = std::move(bundle.bundle);
    append(council.diagnostics, std::move(bundle.diagnostics));
    const BundleFile* base = council.bundle.first(BundleRole::base_policy);
    const BundleFile* own = council.bundle.first(BundleRole::policy);
    if (own != nullptr) {
        auto read = policy::read_policy(base == nullptr ? "" : base->octets, base == nullptr ? "" : base->path, own->octets,
                                        own->path, today());
        const auto ways = people::ways_to_ask(council.settings, read.policy.domains);
        if (!ways.problem.empty()) policy::refuse_unanswerable(read, ways.problem);
        if (auto retention = retention_of(council.bundle)) {
            append(council.diagnostics, std::move(retention->diagnostics));
            policy::refuse_unknown_classes(read, retention->schedule.ids());
        }
        council.policy = std::move(read.policy);
        append(council.diagnostics, std::move(read.diagnostics));
        council.warnings = std::move(read.warnings);
    }
    auto directory = Directory::read(council.bundle, council.policy.domains);
    council.directory = std::move(directory.directory);
    append(council.diagnostics, std::move(directory.diagnostics));
    append(council.warnings, std::move(directory.warnings));
    append(council.diagnostics, notices::Templates::read(council.bundle).diagnostics);
    return council;
}

}  // namespace beadle::cli
