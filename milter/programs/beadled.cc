// beadled: the supervisor. beadled --config FILE [--foreground]
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string>

#include "base/log.h"
#include "base/owned.h"
#include "supervise/supervisor.h"

namespace {

constexpr const char* usage =
    "beadled --config FILE [--foreground]\n\n"
    "The gateway. Starts beadle-session, beadle-inspect, beadle-record, beadle-mail and, where [console] public_address is set,\n"
    "beadle-console, and keeps them running.\n"
    "  --config FILE   the settings, /etc/beadle/beadle.toml unless said (beadle settings explain)\n"
    "  --foreground    stay in the foreground; without it beadled returns when everything serves\n"
    "SIGHUP: new settings, policy, directory and patterns without a cut (as beadle reload). SIGTERM: finish and stop.\n"
    "Exit: 0 stopped, 2 usage, 3 misconfigured or a socket in use, 4 could not go on.\n";

// systemd's readiness message (sd_notify): one datagram.
void tell_systemd() {
    const char* path = std::getenv("NOTIFY_SOCKET");
    if (!path || !*path) return;
    sockaddr_un at{};
    at.sun_family = AF_UNIX;
    std::strncpy(at.sun_path, path, sizeof at.sun_path - 1);
    const socklen_t size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + std::strlen(path));
    if (at.sun_path[0] == '@') at.sun_path[0] = '\0';
    beadle::Descriptor socket(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    (void)::sendto(socket.get(), "READY=1", 7, MSG_NOSIGNAL, reinterpret_cast<const sockaddr*>(&at), size);
}

// Goes into the background; the caller returns with the first octet that arrives, or with the exit code of the daemon.
int daemonise() {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) return -1;
    const pid_t pid = ::fork();
    if (pid < 0) return -1;
    if (pid == 0) {
        ::close(ends[0]);
        ::setsid();
        return ends[1];
    }
    ::close(ends[1]);
    unsigned char code = 4;
    const bool told = ::read(ends[0], &code, 1) == 1;
    std::_Exit(told ? code : 3);
}

}  // namespace

int main(int argc, char** argv) {
    std::string config = "/etc/beadle/beadle.toml";
    bool foreground = false;
    for (int i = 1; i < argc; ++i) {
        const std::string word = argv[i];
        if (word == "--config" && i + 1 < argc) {
            config = argv[++i];
        } else if (word == "--foreground") {
            foreground = true;
        } else if (word == "--help" || word == "-h") {
            std::fputs(usage, stdout);
            return 0;
        } else {
            std::fputs(usage, stderr);
            return 2;
        }
    }
    beadle::log::start("beadled", beadle::log::Level::information);
    std::error_code error;
    config = std::filesystem::absolute(config, error).string();
    const int told = foreground ? -1 : daemonise();
    beadle::supervise::SupervisorOptions options;
    options.settings_file = config;
    options.programs = std::filesystem::read_symlink("/proc/self/exe", error).parent_path().string();
    options.serving = [told] {
        tell_systemd();
        const unsigned char good = 0;
        if (told >= 0) (void)!::write(told, &good, 1);
    };
    return beadle::supervise::Supervisor(std::move(options)).run();
}
