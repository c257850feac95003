#include "supervise/folders.h"

#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "base/text.h"

namespace beadle::supervise {
namespace {

namespace fs = std::filesystem;

Status make(const fs::path& folder, const std::string& user, mode_t mode) {
    std::error_code error;
    if (fs::is_directory(folder, error)) return Done{};
    const mode_t before = ::umask(022);  // a unit's stricter mask must not shut the mail server out of a milter folder
    if (folder.has_parent_path()) fs::create_directories(folder.parent_path(), error);
    const int made = ::mkdir(folder.c_str(), mode);
    ::umask(before);
    if (made != 0 && errno != EEXIST)
        return fail(FailureKind::misconfigured, folder.string(), std::string("the folder cannot be made: ") + std::strerror(errno));
    if (::geteuid() != 0 || user.empty()) return Done{};
    const passwd* account = ::getpwnam(user.c_str());
    if (!account) return fail(FailureKind::misconfigured, folder.string(), "there is no account \"" + user + "\" to give it to: make it as the guide says, or name another in [users]");
    if (::lchown(folder.c_str(), account->pw_uid, account->pw_gid) != 0)
        return fail(FailureKind::misconfigured, folder.string(), std::string("cannot be given to ") + user);
    return Done{};
}

}  // namespace

bool group_exists(const std::string& group) { return !group.empty() && ::getgrnam(group.c_str()) != nullptr; }

Status make_folders(const Settings& s) {
    const std::string store = ascii_istarts(s.store_url, "sqlite://") ? s.store_url.substr(9) : "";
    struct Wanted {
        fs::path folder;
        std::string user;
        mode_t mode;
    };
    const std::string milter = ascii_istarts(s.session_socket, "unix:") ? s.session_socket.substr(5) : "";
    const Wanted wanted[] = {
        {s.session_spool, s.user_session, 0700},
        {store.empty() ? fs::path() : fs::path(store).parent_path(), s.user_record, 0700},
        {s.store_keys, s.user_record, 0700},
        {fs::path(s.admin_socket).parent_path(), "", 0755},
        {fs::path(s.admin_record_socket).parent_path(), s.user_record, 0755},
        {milter.empty() ? fs::path() : fs::path(milter).parent_path(), "", 0755},
    };
    for (const auto& w : wanted) {
        if (w.folder.empty()) continue;
        if (auto made = make(w.folder, w.user, w.mode); !made) return made;
    }
    // Without it patterns are compiled at every start, which is no reason to keep mail waiting.
    if (!s.signatures_cache.empty()) (void)make(s.signatures_cache, s.user_inspect, 0700);
    return Done{};
}

}  // namespace beadle::supervise
