#include "settings/bundle.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "base/strict_toml.h"
#include "base/text.h"
#include "settings/policy_in_force.h"

namespace beadle {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_file = 4u << 20, most_bundle = 64u << 20, most_files = 4000;
constexpr int seals = F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE;

Failure cannot(const std::string& path, const std::string& why) { return fail(FailureKind::misconfigured, path, why); }
std::string error_text(int error) { return std::error_code(error, std::generic_category()).message(); }

Result<std::string> read_file(const std::string& path) {
    const Descriptor fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (!fd) return cannot(path, "cannot be read: " + error_text(errno));
    struct stat about {};
    if (::fstat(fd.get(), &about) != 0 || !S_ISREG(about.st_mode)) return cannot(path, "is not a plain file");
    std::string octets;
    std::vector<char> step(64u << 10);
    for (;;) {
        const ssize_t n = ::read(fd.get(), step.data(), step.size());
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return cannot(path, "cannot be read: " + error_text(errno));
        if (n == 0) return octets;
        octets.append(step.data(), static_cast<std::size_t>(n));
        if (octets.size() > most_file) return cannot(path, "is larger than 4 MiB");
    }
}

struct Collector {
    BundleRead out;
    std::size_t octets = 0;

    void report(const std::string& file, std::string message) {
        out.diagnostics.push_back({file, 0, 0, std::move(message), ""});
    }
    // The octets of the file, or nullptr when it was reported.
    const std::string* add(BundleRole role, const std::string& path) {
        auto read = read_file(path);
        if (!read) return report(path, read.failure().what), nullptr;
        octets += read->size();
        if (octets > most_bundle) return report(path, "the files together are larger than 64 MiB"), nullptr;
        out.bundle.files.push_back({role, path, std::move(*read)});
        return &out.bundle.files.back().octets;
    }
    void add_folder(BundleRole role, const fs::path& folder, bool needed);
    void add_notices(const fs::path& folder);
    void add_policy(const std::string& path);
    void add_tls_policy(const std::string& path);
    void put_version(const Settings& settings);
};

void Collector::add_folder(BundleRole role, const fs::path& folder, bool needed) {
    std::error_code error;
    std::vector<std::string> names;
    fs::directory_iterator entry(folder, error);
    for (; !error && entry != fs::directory_iterator(); entry.increment(error)) {
        const fs::path& path = entry->path();
        const bool hidden = path.filename().string().front() == '.';  // an editor's lock or swap file
        if (path.extension() == ".toml" && !hidden) names.push_back(path.string());
    }
    if (error) return report(folder.string(), "the folder cannot be read: " + error.message());
    if (names.empty() && needed) return report(folder.string(), "the folder holds no file *.toml");
    if (names.size() > most_files / 2) return report(folder.string(), "the folder holds too many files");
    std::sort(names.begin(), names.end());
    for (const std::string& name : names) add(role, name);
}

// Without the folder Beadle's own words are used.
void Collector::add_notices(const fs::path& folder) {
    std::error_code error;
    if (!fs::exists(folder, error) && !error) return;
    std::vector<std::string> names;
    fs::directory_iterator entry(folder, error);
    for (; !error && entry != fs::directory_iterator(); entry.increment(error))
        if (entry->path().extension() == ".mustache") names.push_back(entry->path().string());
    if (error) return report(folder.string(), "the folder cannot be read: " + error.message());
    if (names.size() > 200) return report(folder.string(), "the folder holds too many files");
    std::sort(names.begin(), names.end());
    for (const std::string& name : names) add(BundleRole::notice, name);
}

// Which file a policy extends is all that is read of it here; policy/ reads it whole and reports.
void Collector::add_policy(const std::string& path) {
    const std::string* octets_of_policy = add(BundleRole::policy, path);
    if (!octets_of_policy) return;
    StrictFile file(path, *octets_of_policy);
    if (!file.parsed()) return;
    StrictTable root = file.root();
    const auto base = root.text("extends");
    if (!base) return;
    const bool plain =
        !base->empty() && base->find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-_") == base->npos;
    if (plain) {
        add(BundleRole::base_policy, (fs::path(path).parent_path() / (*base + ".toml")).string());
        return;
    }
    const Position at = root.at("extends");
    out.diagnostics.push_back(
        {path, at.line, at.column, "\"extends\" must be the plain name of a policy in the same folder", "base"});
}

// The mail server's own file: that it is missing must not keep mail from flowing.
void Collector::add_tls_policy(const std::string& path) {
    const std::size_t before = out.diagnostics.size();
    if (add(BundleRole::tls_policy, path)) return;
    out.bundle.files.push_back({BundleRole::tls_policy, path, "", out.diagnostics.back().message});
    out.diagnostics.resize(before);
}

// What a person adopted stands before the operator's file.
void Collector::put_version(const Settings& settings) {
    const std::string path = policy_in_force_path(settings);
    if (path.empty() || !out.bundle.first(BundleRole::policy)) return;
    auto read = read_policy_in_force(path, settings.user_record);
    if (!read) return report(path, read.failure().what);
    if (*read) out.bundle = with_policy(std::move(out.bundle), policy_version_name((*read)->number), std::move((*read)->toml));
}

// NAME stands beside the policy of the settings; anything else is a path.
std::string policy_path(const std::string& asked, const std::string& standard) {
    if (asked.empty()) return standard;
    const bool is_name = asked.find('/') == asked.npos && fs::path(asked).extension() != ".toml";
    if (is_name) return (fs::path(standard).parent_path() / (asked + ".toml")).string();
    std::error_code error;
    const fs::path absolute = fs::absolute(asked, error);
    return error ? asked : absolute.lexically_normal().string();
}

BundleRead collect(const std::string& settings_file, const std::string& policy_file, const std::string& signatures) {
    Collector to;
    std::error_code error;
    fs::path path = fs::absolute(settings_file, error);
    if (error) path = settings_file;
    const std::string* octets = to.add(BundleRole::settings, path.lexically_normal().string());
    if (!octets) return std::move(to.out);
    const SettingsRead settings = read_settings(*octets, path.lexically_normal().string());
    to.out.diagnostics = settings.diagnostics;
    if (!settings.diagnostics.empty()) return std::move(to.out);  // which files to read is not known for sure
    const Settings& s = settings.settings;
    to.add_policy(policy_path(policy_file, s.policy_file));
    if (policy_file.empty()) to.put_version(s);
    to.add(BundleRole::directory, s.policy_directory);
    const fs::path folder = signatures.empty() ? s.signatures_folder : signatures;
    to.add_folder(BundleRole::pattern, folder / "patterns", true);
    to.add_folder(BundleRole::words, folder / "words", false);
    to.add_notices(s.notices_templates);
    if (!s.store_retention.empty()) to.add(BundleRole::retention, s.store_retention);
    if (!s.store_bank_holidays.empty()) to.add(BundleRole::bank_holidays, s.store_bank_holidays);
    for (const std::string& table : s.mail_tls_policy) to.add_tls_policy(table);
    return std::move(to.out);
}

}  // namespace

std::string Bundle::version() const { return sha256_hex(wire::encode(*this)).substr(0, 16); }

const BundleFile* Bundle::first(BundleRole role) const {
    for (const BundleFile& f : files)
        if (f.role == role) return &f;
    return nullptr;
}

std::vector<const BundleFile*> Bundle::all(BundleRole role) const {
    std::vector<const BundleFile*> out;
    for (const BundleFile& f : files)
        if (f.role == role) out.push_back(&f);
    return out;
}

BundleRead read_bundle(const std::string& settings_file, const std::string& policy_file,
                       const std::string& signatures_folder) {
    try {
        return collect(settings_file, policy_file, signatures_folder);
    } catch (const std::exception&) {  // std::filesystem on names it cannot convert, or no memory
        return {{}, {{settings_file, 0, 0, "the files could not be read", ""}}};
    }
}

Result<Descriptor> seal(const Bundle& bundle) {
    const auto failed = [](int error) {
        return fail(FailureKind::unavailable, "bundle", "no sealed memory file could be made: " + error_text(error));
    };
    const std::string octets = wire::encode(bundle);
    Descriptor fd(::memfd_create("beadle-bundle", MFD_CLOEXEC | MFD_ALLOW_SEALING));
    if (!fd) return failed(errno);
    for (std::size_t at = 0; at < octets.size();) {
        const ssize_t n = ::write(fd.get(), octets.data() + at, octets.size() - at);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return failed(errno);
        at += static_cast<std::size_t>(n);
    }
    if (::fcntl(fd.get(), F_ADD_SEALS, seals) != 0) return failed(errno);
    return fd;
}

Result<Bundle> open_bundle(int descriptor) {
    const int held = ::fcntl(descriptor, F_GET_SEALS);
    if (held < 0 || (held & seals) != seals) return fail(FailureKind::malformed, "bundle", "the bundle is not sealed");
    struct stat about {};
    if (::fstat(descriptor, &about) != 0) return fail(FailureKind::unavailable, "bundle", error_text(errno));
    const auto size = static_cast<std::size_t>(about.st_size);
    if (size > most_bundle + (16u << 20)) return fail(FailureKind::limit, "bundle", "the bundle is too large");
    std::string octets(size, '\0');
    for (std::size_t at = 0; at < size;) {  // pread: the offset is shared with every process that holds the file
        const ssize_t n = ::pread(descriptor, octets.data() + at, size - at, static_cast<off_t>(at));
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return fail(FailureKind::unavailable, "bundle", "the bundle could not be read");
        at += static_cast<std::size_t>(n);
    }
    return wire::decode<Bundle>(octets, "bundle");
}

}  // namespace beadle
