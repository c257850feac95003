#include "records/admin_socket.h"

#include <grp.h>
#include <pwd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <vector>

namespace beadle::records {
namespace {

Failure wrong(const std::string& path, const std::string& what) { return fail(FailureKind::misconfigured, path, what); }

bool somebody_listens(const sockaddr_un& address) {
    Descriptor probe(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    return ::connect(probe.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 || errno == EAGAIN;
}

Result<gid_t> group_id(const std::string& group) {
    std::vector<char> buffer(64u << 10);
    struct group entry {};
    struct group* found = nullptr;
    if (group.empty() || ::getgrnam_r(group.c_str(), &entry, buffer.data(), buffer.size(), &found) != 0 || !found)
        return fail(FailureKind::misconfigured, "records", "there is no group " + group);
    return found->gr_gid;
}

struct Account {
    std::string name;
    uid_t uid = 0;
    gid_t gid = 0;
};
Result<Account> account_of(const struct passwd* found) {
    if (!found) return fail(FailureKind::misconfigured, "records", "there is no such account");
    return Account{found->pw_name, found->pw_uid, found->pw_gid};
}
Result<Account> account(uid_t uid) {
    std::vector<char> buffer(64u << 10);
    struct passwd entry {};
    struct passwd* found = nullptr;
    (void)::getpwuid_r(uid, &entry, buffer.data(), buffer.size(), &found);
    return account_of(found);
}
Result<Account> account(const std::string& name) {
    std::vector<char> buffer(64u << 10);
    struct passwd entry {};
    struct passwd* found = nullptr;
    (void)::getpwnam_r(name.c_str(), &entry, buffer.data(), buffer.size(), &found);
    return account_of(found);
}

bool is_member(const Account& who, gid_t group) {
    if (who.gid == group) return true;
    int count = 256;
    std::vector<gid_t> groups(static_cast<std::size_t>(count));
    if (::getgrouplist(who.name.c_str(), who.gid, groups.data(), &count) < 0) {
        groups.resize(static_cast<std::size_t>(std::max(count, 0)));
        if (::getgrouplist(who.name.c_str(), who.gid, groups.data(), &count) < 0) return false;
    }
    groups.resize(static_cast<std::size_t>(count));
    return std::find(groups.begin(), groups.end(), group) != groups.end();
}

// As root the file goes to the account that will serve; the group when there is one. What cannot be given stays ours
// alone.
void give_away(const std::string& path, const std::string& group, const std::string& owner) {
    auto gid = group_id(group);
    auto who = account(owner);
    const uid_t uid = ::geteuid() == 0 && who ? who->uid : static_cast<uid_t>(-1);
    if (::chown(path.c_str(), uid, gid ? *gid : static_cast<gid_t>(-1)) != 0) (void)::chmod(path.c_str(), 0600);
}

}  // namespace

Result<Descriptor> listen_for_admins(const std::string& path, const std::string& group, const std::string& owner) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.empty() || path.size() >= sizeof address.sun_path)
        return wrong(path, "the path of the admin socket is too long");
    std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
    struct stat there {};
    if (::lstat(path.c_str(), &there) == 0) {
        if (!S_ISSOCK(there.st_mode)) return wrong(path, "is in the way and is not a socket");
        if (somebody_listens(address)) return wrong(path, "another beadle-record answers there");
        if (::unlink(path.c_str()) != 0) return wrong(path, std::string("cannot be removed: ") + std::strerror(errno));
    } else if (auto slash = path.rfind('/'); slash != std::string::npos && slash > 0) {
        (void)::mkdir(path.substr(0, slash).c_str(), 0755);
    }
    Descriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    const mode_t before = ::umask(0117);
    const int bound = ::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address);
    const int why = errno;
    ::umask(before);
    if (bound != 0) return wrong(path, std::string("cannot be made: ") + std::strerror(why));
    give_away(path, group, owner);
    if (::listen(socket.get(), 16) != 0)
        return wrong(path, std::string("cannot be listened at: ") + std::strerror(errno));
    return socket;
}

Person person_of(int socket, const std::string& group) {
    ucred peer{};
    socklen_t size = sizeof peer;
    if (::getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0) return {"unknown", false};
    auto who = account(peer.uid);
    Person out{who ? who->name : "uid " + std::to_string(peer.uid), peer.uid == 0 || peer.uid == ::geteuid()};
    auto gid = group_id(group);
    if (!out.allowed && gid) out.allowed = peer.gid == *gid || (who && is_member(*who, *gid));
    return out;
}

}  // namespace beadle::records
