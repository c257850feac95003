#include "session/control.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstdlib>
#include <thread>

#include "base/descriptor_limit.h"
#include "base/log.h"
#include "base/sandbox.h"

#include "settings/bundle.h"
#include "session/milter_edge.h"
#include "session/standing.h"

namespace beadle::session {
namespace {

constexpr int tick = 100;                        // milliseconds
constexpr Milliseconds quiet_long_enough = 300;  // libmilter writes the last reply after our callback has returned
constexpr Milliseconds wait_to_be_heard = 3'000; // for the packet that follows a reply with kept copies
constexpr Milliseconds drain_without_beadled = 60'000;

// Of one connection: its socket, its spool file, and that file opened again for the inspector and for the records, whose
// answers may both be waited for in vain.
constexpr std::uint64_t for_each_connection = 4, for_the_process = 128;

Status make_room(const Bundle& bundle) {
    const auto* file = bundle.first(BundleRole::settings);
    const auto connections =
        file ? static_cast<std::uint64_t>(read_settings(file->octets, file->path).settings.session_connections) : 0;
    return allow_descriptors(for_each_connection * connections + for_the_process,
                             "session.connections = " + std::to_string(connections));
}

log::Level level_of(const std::string& word) {
    if (word == "debug") return log::Level::debug;
    if (word == "warning") return log::Level::warning;
    if (word == "error") return log::Level::error;
    return log::Level::information;
}

}  // namespace

void ignore_signals() {
    for (const int number : {SIGPIPE, SIGHUP, SIGTERM, SIGINT, SIGUSR1, SIGUSR2}) ::signal(number, SIG_IGN);
}

Control::Control(Gateway& gateway, Descriptor socket) : gateway_(gateway), connection_(std::move(socket)) {}

int Control::run() {
    for (;;) {
        pollfd wanted{gone_ ? -1 : connection_.socket(), static_cast<short>(POLLIN | (connection_.wants_write() ? POLLOUT : 0)), 0};
        ::poll(&wanted, 1, tick);
        if ((wanted.revents & POLLOUT) != 0) (void)connection_.write_ready();
        if ((wanted.revents & (POLLIN | POLLHUP | POLLERR)) != 0) {
            const auto read = connection_.read_ready();
            bool good = true;
            while (auto frame = connection_.next()) good = on_frame(std::move(*frame)) && good;
            if (!read || !good) {
                gone_ = true;
                if (drain_until_ == 0) log::warning("beadled is gone, finishing what is under way");
                begin_drain(drain_without_beadled);
            }
        }
        if (!gone_) tell_released();
        if (!gone_) ask_for_ends();
        if (drain_until_ != 0 && drained()) return 0;
    }
}

bool Control::on_frame(wire::Frame frame) {
    switch (frame.type) {
        case wire::Configure::type: return on_configure(frame);
        case wire::Peer::type: return on_peer(std::move(frame));
        case wire::Listen::type: return on_listen(std::move(frame));
        case wire::Switch::type:
            if (auto m = wire::message_of<wire::Switch>(frame); !m || !gateway_.generations.switch_to(m->generation))
                log::error("asked to switch to a generation that is not prepared");
            tell_council(gateway_);
            return true;
        case wire::StatusRequest::type:
            connection_.send(wire::frame_of(wire::StatusAnswer{gateway_.status_json()}, frame.id));
            return true;
        case wire::Drain::type:
            if (auto m = wire::message_of<wire::Drain>(frame)) begin_drain(m->deadline_ms);
            return true;
        default: log::error("beadled sent what a session does not take"); return false;
    }
}

bool Control::on_configure(const wire::Frame& frame) {
    const auto asked = wire::message_of<wire::Configure>(frame);
    if (!asked || frame.descriptors.size() != 1) return false;
    wire::Prepared answer{asked->generation, false, ""};
    const auto bundle = open_bundle(frame.descriptors[0].get());
    const Status room = bundle ? make_room(*bundle) : Status(bundle.failure());
    if (room) {
        answer = gateway_.generations.prepare(asked->generation, *bundle, utc_text(gateway_.clock.wall()).substr(0, 10));
    } else {
        answer.diagnostics = room.failure().what + "\n";
    }
    if (answer.good && !dropped_) {
        const auto& settings = gateway_.generations.current()->settings;
        log::start("beadle-session", level_of(settings.log_level));
        if (auto done = drop_to_user(settings.user_session); !done) {
            answer.good = false;
            answer.diagnostics = done.failure().what + "\n";
        }
        dropped_ = answer.good;
    }
    connection_.send(wire::frame_of(answer));
    tell_council(gateway_);
    return true;
}

bool Control::on_peer(wire::Frame frame) {
    const auto peer = wire::message_of<wire::Peer>(frame);
    if (!peer || frame.descriptors.size() != 1) return false;
    if (peer->role == wire::Role::record) {
        gateway_.record.put(std::move(frame.descriptors[0]));
        tell_council(gateway_);
    } else if (peer->role == wire::Role::inspect) {
        gateway_.generations.put_inspector(peer->generation, std::move(frame.descriptors[0]));
    } else {
        return false;
    }
    return true;
}

bool Control::on_listen(wire::Frame frame) {
    if (frame.descriptors.size() != 1 || listening_ || drain_until_ != 0) return false;
    listening_ = std::move(frame.descriptors[0]);
    // Shared between processes it must not block: who loses the race for a client would sit in accept(2).
    ::fcntl(listening_.get(), F_SETFL, ::fcntl(listening_.get(), F_GETFL) | O_NONBLOCK);
    if (auto opened = open_milter(gateway_, listening_.get()); !opened) {
        log::error("libmilter does not serve", {{"cause", opened.failure().what}});
        std::_Exit(4);
    }
    std::thread([] {
        serve_milter();
        log::error("libmilter gave up");  // never asked to: without it nothing is served, so a successor shall start
        std::_Exit(4);
    }).detach();
    connection_.send(wire::frame_of(wire::Serving{}));
    return true;
}

void Control::begin_drain(Milliseconds longest) {
    const Milliseconds until = gateway_.clock.steady() + longest;
    if (drain_until_ != 0 && until >= drain_until_) return;
    drain_until_ = until;
    gateway_.draining = true;
    if (!listening_) return;
    Descriptor unreachable(::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    sockaddr_un any{};
    any.sun_family = AF_UNIX;  // nothing else: the kernel picks a name that nobody knows
    if (unreachable && ::bind(unreachable.get(), reinterpret_cast<sockaddr*>(&any), sizeof any.sun_family) == 0 &&
        ::listen(unreachable.get(), 1) == 0)
        ::dup3(unreachable.get(), listening_.get(), O_CLOEXEC);
}

bool Control::drained() {
    const Milliseconds now = gateway_.clock.steady();
    if (now >= drain_until_) return true;
    if (gateway_.counters.messages > 0) {
        quiet_since_ = 0;
        return false;
    }
    if (quiet_since_ == 0) quiet_since_ = now;
    return now - quiet_since_ >= (gateway_.counters.unheard > 0 ? wait_to_be_heard : quiet_long_enough);
}

void Control::ask_for_ends() {
    for (const auto& end : cut_off_.due(gateway_.cut_off(), gateway_.clock.steady())) {
        log::warning("a connection to another process closed, a new one is asked for",
                     {{"process", end.role == wire::Role::record ? "beadle-record" : "beadle-inspect"}});
        connection_.send(wire::frame_of(end));
    }
}

void Control::tell_released() {
    for (const auto number : gateway_.generations.released())
        connection_.send(wire::frame_of(wire::Released{number}));
}

}  // namespace beadle::session
