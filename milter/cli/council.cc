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
#include "cli/admin.h"
#include "cli/value.h"
#include "council/council_files.h"
#include "notices/templates.h"
#include "settings/policy_in_force.h"
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

// Why this account cannot tell from the file of the adopted version what serves; "" = it can.
std::string why_unread(const Settings& settings) {
    const std::string path = policy_in_force_path(settings);
    const auto read = path.empty() ? Result<std::optional<PolicyInForce>>(std::optional<PolicyInForce>()) : read_policy_in_force(path, settings.user_record);
    return !read && read.failure().kind == FailureKind::unavailable ? path + ": " + read.failure().what : "";
}

// An account of the command line may not read the file of the adopted version, but may ask the records for it.
void ask_for_version(Council& council, const std::string& why) {
    const auto answer = ask_records(council.settings, "policy.version", R"({"id":"current"})");
    const auto line = answer && answer->exit_code == 0 && !answer->lines.empty() ? Value::parse(answer->lines.front()) : std::nullopt;
    if (!line) {
        council.warnings.push_back({council.policy_file, 0, 0,
                                    "whether an adopted version serves in the place of this file cannot be told (" + why +
                                        "; the records do not answer): this file is taken", ""});
        return;
    }
    const auto number = static_cast<std::int64_t>((*line)["id"].number());
    if (number == 0) return;
    council.bundle = with_policy(std::move(council.bundle), policy_version_name(number), (*line)["toml"].raw());
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
    const std::string unread = policy.empty() ? why_unread(council.settings) : "";
    auto bundle = read_bundle(settings_file, policy.empty() && unread.empty() ? "" : council.policy_file, signatures);
    council.bundle = std::move(bundle.bundle);
    append(council.diagnostics, std::move(bundle.diagnostics));
    if (!unread.empty()) ask_for_version(council, unread);
    auto files = read_council_files(council.bundle, council.settings, today());
    council.policy = std::move(files.policy);
    council.directory = std::move(files.directory);
    append(council.diagnostics, std::move(files.diagnostics));
    append(council.warnings, std::move(files.warnings));
    append(council.diagnostics, notices::Templates::read(council.bundle).diagnostics);
    return council;
}

}  // namespace beadle::cli
