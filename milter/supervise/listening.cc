#include "supervise/listening.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <grp.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "base/text.h"

namespace beadle::supervise {
namespace {

Failure refused(FailureKind kind, const std::string& address, const std::string& why) {
    return fail(kind, address, why);
}

std::string system_words() { return std::strerror(errno); }

// A path that somebody accepts on belongs to a running daemon; one that nobody does is left over from a crash.
bool answers(const sockaddr_un& at) {
    Descriptor probe(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (::connect(probe.get(), reinterpret_cast<const sockaddr*>(&at), sizeof at) == 0) return true;
    return errno == EAGAIN || errno == EACCES || errno == EPERM;  // a full backlog is alive too
}

Status give_to_group(const std::string& path, const std::string& group) {
    if (!group.empty()) {
        const struct group* g = ::getgrnam(group.c_str());
        if (!g)
            return refused(FailureKind::misconfigured, path,
                           "there is no group \"" + group + "\": make it as the guide says (the mail server brings its own), or name "
                           "another in the settings");
        // Never through a symbolic link: another account may own the folder.
        if (::lchown(path.c_str(), static_cast<uid_t>(-1), g->gr_gid) != 0)
            return refused(FailureKind::misconfigured, path, "cannot give the socket to group " + group + ": " + system_words());
    }
    return Done{};
}

Result<ListeningSocket> listen_unix(const std::string& path, const std::string& mode, const std::string& group) {
    sockaddr_un at{};
    at.sun_family = AF_UNIX;
    if (path.size() >= sizeof at.sun_path)
        return refused(FailureKind::misconfigured, path, "the path of a Unix socket has at most 107 octets");
    std::memcpy(at.sun_path, path.data(), path.size());
    struct stat there{};
    if (::lstat(path.c_str(), &there) == 0) {
        if (!S_ISSOCK(there.st_mode))
            return refused(FailureKind::misconfigured, path, "something that is not a socket has this name");
        if (answers(at)) return refused(FailureKind::unavailable, path, "in use: another daemon serves this socket");
        ::unlink(path.c_str());
    }
    ListeningSocket made;
    made.socket.reset(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    const auto rights = static_cast<mode_t>(std::strtoul(mode.c_str(), nullptr, 8));
    const mode_t before = ::umask(~rights & 0777);  // the mode that the name has from its first moment on
    const int bound = ::bind(made.socket.get(), reinterpret_cast<const sockaddr*>(&at), sizeof at);
    ::umask(before);
    if (bound != 0)
        return refused(FailureKind::misconfigured, path,
                       "cannot bind: " + system_words() + (errno == ENOENT ? "; its folder is to be made first, as the guide says" : ""));
    made.path = path;
    if (::lstat(path.c_str(), &there) == 0) made.inode = there.st_ino;
    if (auto given = give_to_group(path, group); !given) {
        unlink_path(made);
        return given.failure();
    }
    if (::listen(made.socket.get(), 512) != 0) return refused(FailureKind::unavailable, path, "cannot listen: " + system_words());
    return made;
}

Result<ListeningSocket> listen_inet(const std::string& address) {
    const auto where = address.find('@');
    const int port = std::atoi(address.substr(5, where - 5).c_str());
    const std::string host = where == std::string::npos ? "127.0.0.1" : address.substr(where + 1);
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_port = htons(static_cast<std::uint16_t>(port));
    if (port < 1 || port > 65535 || ::inet_pton(AF_INET, host.c_str(), &at.sin_addr) != 1 ||
        (ntohl(at.sin_addr.s_addr) >> 24) != 127)
        return refused(FailureKind::misconfigured, address, "a TCP milter socket is inet:PORT@127.0.0.1: loopback only");
    ListeningSocket made;
    made.socket.reset(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    const int on = 1;
    ::setsockopt(made.socket.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (::bind(made.socket.get(), reinterpret_cast<const sockaddr*>(&at), sizeof at) != 0 ||
        ::listen(made.socket.get(), 512) != 0)
        return refused(errno == EADDRINUSE ? FailureKind::unavailable : FailureKind::misconfigured, address,
                       (errno == EADDRINUSE ? "in use: " : "cannot listen: ") + system_words());
    return made;
}

}  // namespace

Result<ListeningSocket> listen_at(const std::string& address, const std::string& mode, const std::string& group) {
    if (ascii_istarts(address, "inet:")) return listen_inet(address);
    return listen_unix(ascii_istarts(address, "unix:") ? address.substr(5) : address, mode, group);
}

void unlink_path(const ListeningSocket& socket) {
    struct stat there{};
    if (!socket.path.empty() && ::lstat(socket.path.c_str(), &there) == 0 && there.st_ino == socket.inode)
        ::unlink(socket.path.c_str());
}

}  // namespace beadle::supervise
