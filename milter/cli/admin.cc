#include "cli/admin.h"

#include <sys/socket.h>
#include <sys/un.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "base/clock.h"
#include "base/text.h"

namespace beadle::cli {
namespace {

constexpr Milliseconds answer_wait = 30'000;
constexpr Milliseconds reload_wait = 300'000;  // a new generation loads its signatures before it is switched to
constexpr std::size_t most_octets = 64u << 20;

Failure unreachable(const std::string& path, const char* whom, int error) {
    std::string what = std::string(whom) + " cannot be reached at " + printable(path) + " (" + std::strerror(error) + "). ";
    if (error == EACCES || error == EPERM)
        what += "Ask the administrator to put your account into the group beadle-admin, or use sudo.";
    else
        what += "Is beadled running with these settings? See: systemctl status beadle";
    return fail(FailureKind::unavailable, "admin", what);
}

Failure no_answer(const char* whom, const std::string& why) {
    return fail(FailureKind::unavailable, "admin", std::string(whom) + " did not answer (" + why + "): it is busy or was just replaced. Try again in a moment; journalctl -u beadle tells more.");
}

template <class Reply, class Request>
Result<Reply> ask_once(const std::string& path, const char* whom, const Request& request, Milliseconds wait) {
    const auto socket = connect_admin(path, whom);
    if (!socket) return socket.failure();
    const Milliseconds until = system_clock().steady() + wait;
    if (const auto sent = wire::send_frame(socket->get(), wire::frame_of(request, 1), until); !sent)
        return no_answer(whom, sent.failure().what);
    const auto frame = wire::receive_frame(socket->get(), until);
    if (!frame) return no_answer(whom, frame.failure().what);
    return wire::message_of<Reply>(*frame);
}

}  // namespace

Result<Descriptor> connect_admin(const std::string& path, const char* whom) {
    const std::string plain = path.starts_with("unix:") ? path.substr(5) : path;
    sockaddr_un at{};
    at.sun_family = AF_UNIX;
    if (plain.empty() || plain.size() >= sizeof at.sun_path) return unreachable(plain, whom, ENAMETOOLONG);
    std::memcpy(at.sun_path, plain.c_str(), plain.size() + 1);
    Descriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (!socket || ::connect(socket.get(), reinterpret_cast<const sockaddr*>(&at), sizeof at) != 0)
        return unreachable(plain, whom, errno);
    return socket;
}

Result<wire::StatusAnswer> ask_status(const Settings& settings) {
    return ask_once<wire::StatusAnswer>(settings.admin_socket, "beadled", wire::StatusRequest{}, answer_wait);
}

Result<wire::Reloaded> ask_reload(const Settings& settings, bool restart) {
    return ask_once<wire::Reloaded>(settings.admin_socket, "beadled", wire::Reload{restart}, reload_wait);
}

Result<wire::Answer> stream_records(const Settings& settings, const std::string& verb, const std::string& arguments,
                                    Milliseconds quiet, const std::function<Status(const std::string& line)>& take) {
    constexpr const char* whom = "beadle-record";
    const auto socket = connect_admin(settings.admin_record_socket, whom);
    if (!socket) return socket.failure();
    const auto until = [quiet] { return system_clock().steady() + quiet; };
    const auto sent = wire::send_frame(socket->get(), wire::frame_of(wire::Ask{verb, arguments}, 1), until());
    if (!sent) return no_answer(whom, sent.failure().what);
    wire::Answer all;
    do {
        const auto frame = wire::receive_frame(socket->get(), until());
        if (!frame) return no_answer(whom, frame.failure().what);
        auto part = wire::message_of<wire::Answer>(*frame);
        if (!part) return no_answer(whom, part.failure().what);
        all.exit_code = std::max(all.exit_code, part->exit_code);
        if (all.problem.empty()) all.problem = part->problem;
        all.more = part->more;
        for (const auto& line : part->lines)
            if (auto taken = take(line); !taken) return taken.failure();
    } while (all.more);
    return all;
}

Result<wire::Answer> ask_records(const Settings& settings, const std::string& verb, const std::string& arguments) {
    std::vector<std::string> lines;
    std::size_t octets = 0;
    auto all = stream_records(settings, verb, arguments, answer_wait, [&](const std::string& line) -> Status {
        octets += line.size();
        if (octets > most_octets) return no_answer("beadle-record", "the answer is too long; ask for less");
        lines.push_back(line);
        return Done{};
    });
    if (all) all->lines = std::move(lines);
    return all;
}

}  // namespace beadle::cli
