#include "supervise/supervisor.h"

#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "base/log.h"
#include "base/text.h"
#include "supervise/folders.h"
#include "wire/policy.h"

namespace beadle::supervise {

Supervisor::Supervisor(SupervisorOptions options) : options_(std::move(options)) {}

int Supervisor::run() {
    if (const int code = begin(); code != 0) {
        for (auto& child : children_) ::kill(child.pid, SIGKILL);
        unlink_path(milter_);
        unlink_path(admin_socket_);
        return code;
    }
    return loop();
}

// Everything that can be refused is refused before the first message: sockets in use, bad files.
int Supervisor::begin() {
    auto read = read_bundle(options_.settings_file);
    if (!read.diagnostics.empty()) {
        std::fprintf(stderr, "%s", text(read.diagnostics).c_str());
        return 3;
    }
    const BundleFile* file = read.bundle.first(BundleRole::settings);
    auto settings = read_settings(file->octets, file->path);
    if (auto made = make_folders(settings.settings); !made) {
        std::fprintf(stderr, "beadled: %s: %s\n", made.failure().where.c_str(), made.failure().what.c_str());
        return 3;
    }
    const auto& s = settings.settings;
    has_console_ = !s.console_public_address.empty();
    auto milter = listen_at(s.session_socket, s.session_socket_mode, s.session_socket_group);
    auto admin = milter ? listen_at(s.admin_socket, "0660", group_exists(s.admin_group) ? s.admin_group : "")
                        : Result<ListeningSocket>(milter.failure());
    if (!admin) {
        if (milter) unlink_path(*milter);
        std::fprintf(stderr, "beadled: %s: %s\n", admin.failure().where.c_str(), admin.failure().what.c_str());
        return 3;
    }
    milter_ = std::move(*milter);
    admin_socket_ = std::move(*admin);

    sigset_t wanted;
    sigemptyset(&wanted);
    for (int n : {SIGTERM, SIGINT, SIGHUP, SIGCHLD, SIGUSR2}) sigaddset(&wanted, n);
    ::sigprocmask(SIG_BLOCK, &wanted, nullptr);
    ::signal(SIGPIPE, SIG_IGN);
    signals_.reset(::signalfd(-1, &wanted, SFD_CLOEXEC | SFD_NONBLOCK));
    return start_generation(false, {}) ? 0 : 3;
}

int Supervisor::loop() {
    while (!(stopping_ && children_.empty())) poll_once();
    unlink_path(admin_socket_);
    log::information("stopped");
    return exit_code_;
}

void Supervisor::poll_once() {
    std::vector<pollfd> fds;
    fds.push_back({signals_.get(), POLLIN, 0});
    fds.push_back({admin_socket_.socket.get(), POLLIN, 0});
    auto watch = [&fds](const wire::Connection& c) {
        fds.push_back({c.socket(), static_cast<short>(POLLIN | (c.wants_write() ? POLLOUT : 0)), 0});
    };
    for (const auto& child : children_)
        if (child.control) watch(*child.control);
    for (const auto& admin : admins_) watch(*admin.connection);
    ::poll(fds.data(), fds.size(), 200);

    auto events = [&fds](int fd) {
        for (const auto& f : fds)
            if (f.fd == fd) return f.revents;
        return short{0};
    };
    if (events(signals_.get()) != 0) on_signals();
    if (events(admin_socket_.socket.get()) != 0) accept_admin();
    for (auto& child : children_) {
        if (!child.control) continue;
        const short seen = events(child.control->socket());
        if (seen == 0) continue;
        if ((seen & POLLOUT) != 0) (void)child.control->write_ready();
        const auto read = child.control->read_ready();
        while (child.control) {
            auto frame = child.control->next();
            if (!frame) break;
            on_frame(child, std::move(*frame));
        }
        if (!read) close_child(child);
    }
    for (auto it = admins_.begin(); it != admins_.end();) {
        const short seen = events(it->connection->socket());
        bool gone = false;
        if (seen != 0) {
            if ((seen & POLLOUT) != 0) gone = !it->connection->write_ready();
            const auto read = it->connection->read_ready();
            while (auto frame = it->connection->next()) on_admin(*it, std::move(*frame));
            gone = gone || !read;
        }
        it = gone ? admins_.erase(it) : std::next(it);
    }
    timers();
}

void Supervisor::on_signals() {
    signalfd_siginfo info{};
    while (::read(signals_.get(), &info, sizeof info) == sizeof info) {
        switch (info.ssi_signo) {
            case SIGTERM:
            case SIGINT: begin_stop(); break;
            case SIGHUP: start_generation(false, {}); break;
            case SIGUSR2: start_generation(true, {}); break;
            case SIGCHLD: on_children_ended(); break;
            default: break;
        }
    }
}

void Supervisor::on_frame(Child& child, wire::Frame frame) {
    switch (frame.type) {
        case wire::Prepared::type:
            if (auto m = wire::message_of<wire::Prepared>(frame)) on_prepared(child, *m);
            break;
        case wire::Serving::type:
            if (child.stage == Stage::prepared) child.stage = Stage::serving;
            if (!told_serving_ && all_serving()) {
                told_serving_ = true;
                log::information("serving", {{"generation", std::to_string(generation_)}});
                if (options_.serving) options_.serving();
            }
            if (child.kind == Kind::session) {  // a successor serves: the session before it may go
                for (auto& other : children_)
                    if (other.kind == Kind::session && other.stage == Stage::retiring) drain(other);
                restart_next();
            }
            break;
        case wire::Released::type:
            if (auto m = wire::message_of<wire::Released>(frame))
                for (auto& other : children_)
                    if (other.kind == Kind::inspect && other.stage == Stage::retiring && other.generation == m->generation)
                        drain(other);
            break;
        case wire::NeedPeer::type:
            if (auto m = wire::message_of<wire::NeedPeer>(frame)) reconnect(child, *m);
            break;
        case wire::NeedReload::type:
            if (auto m = wire::message_of<wire::NeedReload>(frame); m && child.kind == Kind::record) {
                log::information("a reload for another version of the policy", {{"cause", "version " + std::to_string(m->version)}});
                start_generation(false, {});
            }
            break;
        case wire::StatusAnswer::type:
            if (auto m = wire::message_of<wire::StatusAnswer>(frame)) child.status = m->json;
            answer_status(false);
            break;
        default:
            log::error("a process sent what it may not send", {{"process", row(child.kind).program}});
            close_child(child);
    }
}

void Supervisor::on_prepared(Child& child, const wire::Prepared& prepared) {
    if (prepared.generation != child.offered) return;
    child.offered = 0;
    const bool first = child.stage == Stage::starting;
    if (prepared.good && first) {
        child.stage = Stage::prepared;
        child.generation = prepared.generation;
    }
    if (coming_ && prepared.generation == coming_->generation) {
        if (!prepared.good) coming_->refused = true;
        coming_->diagnostics += prepared.diagnostics;
        return coming_answered();
    }
    if (!prepared.good) {  // a restarted child that cannot work with the running generation: it ends, and is tried again
        log::error("a process cannot work with the running settings",
                   {{"process", row(child.kind).program}, {"cause", prepared.diagnostics}});
        return close_child(child);
    }
    if (first) introduce(child);
}

void Supervisor::timers() {
    const Milliseconds at = steady_now();
    for (auto& child : children_) {
        if (child.kill_at == 0 || at < child.kill_at) continue;
        if (child.stage == Stage::retiring) {
            drain(child);
        } else {
            log::error("process did not end in time and is killed", {{"process", row(child.kind).program}});
            ::kill(child.pid, SIGKILL);
            child.kill_at = at + kill_slack;
        }
    }
    for (Kind kind : kinds) {
        auto& pause = pauses_[static_cast<std::size_t>(kind)];
        if (!is_wanted(kind) || stopping_ || generation_ == 0 || at < pause.start_at || has_server(kind)) continue;
        if (coming_ && kind != Kind::inspect) {
            if (pause.length > 0) continue;  // it dies again and again: the new files may be its cure
            put_off_generation();
        }
        start(kind, generation_, sealed_.get());
    }
    if (coming_ && at >= coming_->give_up_at) {
        coming_->refused = true;
        coming_->diagnostics += "the check of the new generation took too long\n";
        for (auto& child : children_)
            if (child.offered == coming_->generation) child.offered = 0;
        refuse_generation();
    }
    watch_signatures();
    if (reload_again_ && !coming_ && !in_motion()) {
        reload_again_ = false;
        start_generation(std::exchange(restart_again_, false), std::exchange(reload_waiting_, {}));
    }
    if (status_at_ != 0 && at >= status_at_) answer_status(true);
}

void Supervisor::begin_stop() {
    if (stopping_) return;
    stopping_ = true;
    log::information("stopping: no new connection is taken, messages under way are finished");
    unlink_path(milter_);  // new clients are refused at once and the MTA answers 4xx
    milter_.socket.reset();
    continue_stop();
}

// In the order of the mail: who takes messages ends first, who records them last.
void Supervisor::continue_stop() {
    for (Kind kind : {Kind::console, Kind::session, Kind::mail, Kind::inspect, Kind::record}) {
        bool left = false;
        for (auto& child : children_) {
            if (child.kind != kind) continue;
            left = true;
            if (child.stage != Stage::draining) drain(child);
        }
        if (left) return;
    }
}

}  // namespace beadle::supervise
