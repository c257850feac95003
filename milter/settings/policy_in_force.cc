#include "settings/policy_in_force.h"

#include <fcntl.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <system_error>
#include <utility>
#include <vector>

#include "base/owned.h"
#include "base/text.h"

namespace beadle {
namespace {

constexpr std::string_view last_line = "\n# beadle: adopted version ";
constexpr std::string_view name_front = "version ", name_back = " of the policy";

std::string words_of(int error) { return std::error_code(error, std::generic_category()).message(); }
std::string folder_of(const std::string& path) { return path.substr(0, path.rfind('/') + 1); }

bool is_trusted(const struct stat& about, const std::string& user) {
    if ((about.st_mode & 022) != 0 || !S_ISREG(about.st_mode)) return false;
    if (about.st_uid == 0 || about.st_uid == ::geteuid()) return true;
    const passwd* account = user.empty() ? nullptr : ::getpwnam(user.c_str());
    return account && about.st_uid == account->pw_uid;
}

std::string octets_of(const PolicyInForce& version) {
    const std::string named = version.toml + std::string(last_line) + std::to_string(version.number);
    return named + " " + sha256_hex(named) + "\n";  // the number is under the hash too
}

std::optional<PolicyInForce> taken_apart(const std::string& octets) {
    const auto at = octets.rfind(last_line);
    if (at == std::string::npos) return std::nullopt;
    PolicyInForce out;
    const char* from = octets.data() + at + last_line.size();
    const auto [end, error] = std::from_chars(from, octets.data() + octets.size(), out.number);
    if (error != std::errc() || out.number < 1) return std::nullopt;
    out.toml = octets.substr(0, at);
    return octets == octets_of(out) ? std::optional(std::move(out)) : std::nullopt;
}

Status write_all(int fd, const std::string& octets) {
    for (std::size_t at = 0; at < octets.size();) {
        const ssize_t n = ::write(fd, octets.data() + at, octets.size() - at);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return fail(FailureKind::unavailable, "policy", words_of(errno));
        at += static_cast<std::size_t>(n);
    }
    return ::fsync(fd) == 0 ? Status(Done{}) : Status(fail(FailureKind::unavailable, "policy", words_of(errno)));
}

// What was renamed or removed is so after a loss of power too.
Status keep_folder(const std::string& path) {
    const Descriptor folder(::open(folder_of(path).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (folder && ::fsync(folder.get()) == 0) return Done{};
    return fail(FailureKind::unavailable, path, words_of(errno));
}

}  // namespace

std::string policy_in_force_path(const Settings& settings) {
    if (!ascii_istarts(settings.store_url, "sqlite://"))
        return settings.store_keys.empty() ? "" : settings.store_keys + "/adopted-policy.toml";
    const std::string store = settings.store_url.substr(9);
    if (store.empty()) return "";
    return (store.front() == '/' ? store : folder_of(settings.file) + store) + ".policy";
}

std::string policy_version_name(std::int64_t number) {
    return std::string(name_front) + std::to_string(number) + std::string(name_back);
}

std::int64_t policy_version_number(const std::string& name) {
    if (!name.starts_with(name_front) || !name.ends_with(name_back)) return 0;
    std::int64_t number = 0;
    (void)std::from_chars(name.data() + name_front.size(), name.data() + name.size() - name_back.size(), number);
    return number > 0 && policy_version_name(number) == name ? number : 0;
}

Bundle with_policy(Bundle bundle, std::string name, std::string octets) {
    const bool is_kept = bundle.all(BundleRole::policy).size() > 1;
    for (BundleFile& f : bundle.files) {
        if (f.role != BundleRole::policy) continue;
        BundleFile before = std::exchange(f, BundleFile{BundleRole::policy, std::move(name), std::move(octets)});
        if (!is_kept) bundle.files.push_back(std::move(before));
        break;
    }
    return bundle;
}

const BundleFile* operators_policy(const Bundle& bundle) {
    const auto all = bundle.all(BundleRole::policy);
    return all.empty() ? nullptr : all.back();
}

std::int64_t policy_number(const Bundle& bundle) {
    const BundleFile* file = bundle.first(BundleRole::policy);
    return file ? policy_version_number(file->path) : 0;
}

Result<std::optional<PolicyInForce>> read_policy_in_force(const std::string& path, const std::string& user) {
    const auto damaged = [&](const std::string& why) {
        return fail(FailureKind::misconfigured, path,
                    "the adopted version of the policy " + why +
                        "; remove the file: the policy file of the settings serves then until beadle-record has written it again");
    };
    const Descriptor fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW));
    if (!fd && errno == ENOENT) return std::optional<PolicyInForce>();
    if (!fd && errno == EACCES) return fail(FailureKind::unavailable, path, words_of(errno));
    if (!fd) return damaged("cannot be read (" + words_of(errno) + ")");
    struct stat about {};
    if (::fstat(fd.get(), &about) != 0 || !is_trusted(about, user))
        return damaged("is no plain file that beadle-record's account alone may write");
    std::string octets;
    std::vector<char> step(16u << 10);
    while (octets.size() < most_policy_version + 4096) {
        const ssize_t n = ::read(fd.get(), step.data(), step.size());
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return damaged("cannot be read (" + words_of(errno) + ")");
        if (n == 0) break;
        octets.append(step.data(), static_cast<std::size_t>(n));
    }
    auto version = taken_apart(octets);
    if (!version) return damaged("is not as it was written");
    return version;
}

Status write_policy_in_force(const std::string& path, const PolicyInForce& version) {
    const std::string fresh = path + ".new";
    const auto failed = [&](const std::string& why) {
        return fail(FailureKind::unavailable, path, "the adopted version of the policy cannot be written: " + why);
    };
    (void)::unlink(fresh.c_str());
    const Descriptor fd(::open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0640));
    if (!fd) return failed(words_of(errno));
    if (auto done = write_all(fd.get(), octets_of(version)); !done) return failed(done.failure().what);
    if (::rename(fresh.c_str(), path.c_str()) != 0) return failed(words_of(errno));
    return keep_folder(path);
}

Status remove_policy_in_force(const std::string& path) {
    if (::unlink(path.c_str()) == 0) return keep_folder(path);
    if (errno == ENOENT) return Done{};
    return fail(FailureKind::unavailable, path, "the adopted version of the policy cannot be taken away: " + words_of(errno));
}

}  // namespace beadle
