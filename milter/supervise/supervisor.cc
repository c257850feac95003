#include "supervise/supervisor.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstring>

#include "base/log.h"
#include "base/text.h"
#include "supervise/folders.h"

namespace beadle::supervise {
namespace {

constexpr Milliseconds check_limit = 120'000;    // a large malware database takes its time to load
constexpr Milliseconds longest_pause = 30'000;
constexpr Milliseconds kill_slack = 5'000;

Milliseconds now() { return system_clock().steady(); }

Descriptor copy_of(int fd) { return Descriptor(::fcntl(fd, F_DUPFD_CLOEXEC, 4)); }

}  // namespace

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

void Supervisor::on_children_ended() {
    int how = 0;
    for (pid_t pid; (pid = ::waitpid(-1, &how, WNOHANG)) > 0;) {
        const auto it = std::find_if(children_.begin(), children_.end(), [pid](const Child& c) { return c.pid == pid; });
        if (it == children_.end()) continue;
        // what it said last counts: a refusal with its diagnostics is read before the end is judged
        if (it->control) {
            (void)it->control->read_ready();
            while (auto frame = it->control->next()) on_frame(*it, std::move(*frame));
        }
        Child ended = std::move(*it);
        children_.erase(it);
        on_child_ended(std::move(ended), how);
    }
}

void Supervisor::on_child_ended(Child child, int how) {
    const bool asked = child.stage == Stage::draining || child.stage == Stage::retiring;
    const auto words = WIFSIGNALED(how) ? "signal " + std::to_string(WTERMSIG(how))
                                        : "exit " + std::to_string(WEXITSTATUS(how));
    if (asked) {
        log::information("process ended as asked", {{"process", row(child.kind).program}, {"cause", words}});
    } else {
        log::error("process died", {{"process", row(child.kind).program}, {"cause", words}});
    }
    // A process that dies meanwhile takes the new generation with it: its successor knows the running one alone.
    if (coming_ && (child.offered == coming_->generation || (!asked && child.kind != Kind::inspect))) {
        coming_->refused = true;
        if (coming_->diagnostics.empty())
            coming_->diagnostics = std::string(row(child.kind).program) + " ended while it checked the files (" + words + ")\n";
        coming_answered();
    }
    if (stopping_) return continue_stop();
    const auto replaced = std::find(replaced_.begin(), replaced_.end(), child.pid);
    if (replaced != replaced_.end()) {
        replaced_.erase(replaced);
        pauses_[static_cast<std::size_t>(child.kind)].start_at = now();
        return restart_next();
    }
    if (asked || find(child.kind) != nullptr || generation_ == 0) return;
    auto& pause = pauses_[static_cast<std::size_t>(child.kind)];
    const bool at_once = now() - pause.last_start < 10'000;
    pause.length = at_once ? std::min(longest_pause, std::max<Milliseconds>(500, pause.length * 2)) : 0;
    pause.start_at = now() + pause.length;
}

void Supervisor::close_child(Child& child) {
    // The control socket is gone: a process that lost it must end; SIGCHLD tells when.
    child.control.reset();
    if (child.kill_at == 0) child.kill_at = now() + kill_slack;
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

// ---- generations -------------------------------------------------------------------------------------------------

bool Supervisor::start_generation(bool restart, std::vector<Waiting> askers) {
    if (stopping_) {
        answer_reload(askers, false, "beadled is stopping\n");
        return false;
    }
    const bool two_alive = std::any_of(children_.begin(), children_.end(), [](const Child& c) {
        return c.kind == Kind::inspect && (c.stage == Stage::retiring || c.stage == Stage::draining);
    });
    if (coming_ || two_alive) {  // at most two alive; this one waits for the older to end
        reload_again_ = true;
        restart_again_ = restart_again_ || restart;
        reload_waiting_.insert(reload_waiting_.end(), askers.begin(), askers.end());
        return true;
    }
    auto read = read_bundle(options_.settings_file);
    auto sealed = read.diagnostics.empty() ? seal(read.bundle) : Result<Descriptor>(fail(FailureKind::misconfigured, "", ""));
    if (!read.diagnostics.empty() || !sealed) {
        const auto words = read.diagnostics.empty() ? sealed.failure().what + "\n" : text(read.diagnostics);
        log::error("the new settings are refused, the running ones serve on", {{"cause", words}});
        answer_reload(askers, false, words);
        return false;
    }
    Coming coming;
    coming.generation = ++last_generation_;
    coming.settings = read_settings(read.bundle.first(BundleRole::settings)->octets, options_.settings_file).settings;
    coming.bundle = std::move(read.bundle);
    coming.sealed = std::move(*sealed);
    coming.restart = restart;
    coming.askers = std::move(askers);
    coming.give_up_at = now() + check_limit;
    coming_ = std::move(coming);
    // The inspector forks its workers after loading, so a generation has one of its own; the others read it beside the running one.
    if (!start(Kind::inspect, coming_->generation, coming_->sealed.get())) {
        coming_->refused = true;
        coming_->diagnostics = "beadle-inspect could not be started\n";
    }
    for (Kind kind : {Kind::record, Kind::session, Kind::mail}) {
        if (Child* running = find(kind); running && running->control) {
            configure(*running, coming_->generation, coming_->sealed.get());
        } else if (generation_ == 0 && !start(kind, coming_->generation, coming_->sealed.get())) {
            coming_->refused = true;
            coming_->diagnostics = std::string(row(kind).program) + " could not be started\n";
        }
    }
    coming_answered();
    return coming_ || generation_ != 0;
}

// Called whenever somebody answered: goes on when nobody is left to answer.
void Supervisor::coming_answered() {
    if (!coming_) return;
    for (const auto& child : children_)
        if (child.offered == coming_->generation) return;
    if (coming_->refused) return refuse_generation();
    switch_generation();
}

void Supervisor::refuse_generation() {
    Coming refused = std::move(*coming_);
    coming_.reset();
    log::error("the new generation is refused, the running one serves on", {{"cause", refused.diagnostics}});
    for (auto& child : children_)
        if (child.kind == Kind::inspect && child.generation != generation_ && child.stage != Stage::draining) drain(child);
    answer_reload(refused.askers, false, refused.diagnostics);
    if (generation_ == 0) {
        std::fprintf(stderr, "%s", refused.diagnostics.c_str());
        exit_code_ = 3;
        begin_stop();
    }
}

void Supervisor::switch_generation() {
    Coming good = std::move(*coming_);
    coming_.reset();
    const bool first = generation_ == 0;
    generation_ = good.generation;
    bundle_ = std::move(good.bundle);
    settings_ = std::move(good.settings);
    sealed_ = std::move(good.sealed);
    if (first) {
        Child *record = find(Kind::record), *inspect = find(Kind::inspect), *session = find(Kind::session),
              *mail = find(Kind::mail);
        connect(*session, *record, generation_);
        connect(*session, *inspect, generation_);
        connect(*mail, *record, generation_);
        hand_listener(*session);
        return;
    }
    Child* inspect = find(Kind::inspect);
    for (auto& child : children_)
        if (child.kind == Kind::session && child.control && inspect) connect(child, *inspect, generation_);
    for (auto& child : children_) {
        if (child.kind == Kind::inspect || !child.control) continue;
        child.control->send(wire::frame_of(wire::Switch{generation_}));
        child.generation = generation_;
    }
    retire_old_inspectors();
    log::information("switched to the new generation", {{"generation", std::to_string(generation_)}});
    answer_reload(good.askers, true, good.diagnostics);
    if (good.restart) {
        to_restart_ = {Kind::record, Kind::mail, Kind::session};
        restart_next();
    }
}

// The old one serves the messages that began under it; the session says when there are none left.
void Supervisor::retire_old_inspectors() {
    for (auto& child : children_) {
        if (child.kind != Kind::inspect || child.generation == generation_ || child.stage == Stage::draining) continue;
        child.stage = Stage::retiring;
        child.kill_at = now() + settings_.session_end_of_message_seconds * 1000 + 10'000;
    }
}

void Supervisor::restart_next() {
    if (to_restart_.empty() || stopping_) return;
    const Kind kind = to_restart_.front();
    if (!replaced_.empty()) return;
    to_restart_.erase(to_restart_.begin());
    Child* old = find(kind);
    if (!old) return restart_next();
    if (kind == Kind::session) {  // the new one serves first, so that no client is turned away
        old->stage = Stage::retiring;
        old->kill_at = now() + row(kind).drain + kill_slack + 30'000;
        start(Kind::session, generation_, sealed_.get());
        return;
    }
    replaced_.push_back(old->pid);
    drain(*old);
}

void Supervisor::answer_reload(const std::vector<Waiting>& askers, bool good, const std::string& diagnostics) {
    wire::Reloaded reply{good, generation_, diagnostics};
    for (const auto& asker : askers)
        for (auto& admin : admins_)
            if (admin.connection->socket() == asker.socket) admin.connection->send(wire::frame_of(reply, asker.id));
}

// ---- children ----------------------------------------------------------------------------------------------------

Child* Supervisor::start(Kind kind, std::uint32_t generation, int sealed) {
    auto& pause = pauses_[static_cast<std::size_t>(kind)];
    pause.last_start = now();
    pause.start_at = 0;
    auto child = start_child(kind, options_.programs);
    if (!child) {
        log::error("process cannot be started", {{"process", row(kind).program}, {"cause", child.failure().what}});
        pause.length = std::min(longest_pause, std::max<Milliseconds>(1000, pause.length * 2));
        pause.start_at = now() + pause.length;
        return nullptr;
    }
    children_.push_back(std::move(*child));
    configure(children_.back(), generation, sealed);
    children_.back().generation = generation;
    return &children_.back();
}

void Supervisor::configure(Child& child, std::uint32_t generation, int sealed) {
    child.offered = generation;
    auto frame = wire::frame_of(wire::Configure{generation});
    frame.descriptors.push_back(copy_of(sealed));
    child.control->send(std::move(frame));
}

// Both ends of a new socketpair; an older end of the same role and generation is replaced by the receiver.
void Supervisor::connect(Child& a, Child& b, std::uint32_t generation) {
    if (!a.control || !b.control) return;
    auto pair = wire::socket_pair();
    if (!pair) return log::error("no socket pair can be made", {{"cause", pair.failure().what}});
    auto to_a = wire::frame_of(wire::Peer{row(b.kind).role, generation});
    to_a.descriptors.push_back(std::move(pair->first));
    auto to_b = wire::frame_of(wire::Peer{row(a.kind).role, generation});
    to_b.descriptors.push_back(std::move(pair->second));
    a.control->send(std::move(to_a));
    b.control->send(std::move(to_b));
}

void Supervisor::introduce(Child& child) {
    for (auto& other : children_) {
        if (&other == &child || other.stage == Stage::starting) continue;
        auto are = [&](Kind x, Kind y) {
            return (child.kind == x && other.kind == y) || (child.kind == y && other.kind == x);
        };
        if (are(Kind::session, Kind::record) || are(Kind::mail, Kind::record)) connect(child, other, generation_);
        if (are(Kind::session, Kind::inspect))
            connect(child, other, child.kind == Kind::inspect ? child.generation : other.generation);
    }
    if (child.kind == Kind::session) hand_listener(child);
}

void Supervisor::hand_listener(Child& session) {
    auto frame = wire::frame_of(wire::Listen{});
    frame.descriptors.push_back(copy_of(milter_.socket.get()));
    session.control->send(std::move(frame));
}

void Supervisor::drain(Child& child) {
    child.stage = Stage::draining;
    const Milliseconds longest = row(child.kind).drain;
    child.kill_at = now() + longest + kill_slack;
    if (child.control) child.control->send(wire::frame_of(wire::Drain{longest}));
}

Child* Supervisor::find(Kind kind) {
    Child* found = nullptr;
    for (auto& child : children_)
        if (child.kind == kind && child.stage != Stage::draining && child.stage != Stage::retiring) found = &child;
    return found;
}

bool Supervisor::all_serving() const {
    return std::all_of(kinds.begin(), kinds.end(), [this](Kind kind) {
        return std::any_of(children_.begin(), children_.end(),
                           [kind](const Child& c) { return c.kind == kind && c.stage == Stage::serving; });
    });
}

void Supervisor::timers() {
    const Milliseconds at = now();
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
        if (!stopping_ && generation_ != 0 && pause.start_at != 0 && at >= pause.start_at && !find(kind))
            start(kind, generation_, sealed_.get());
    }
    if (coming_ && at >= coming_->give_up_at) {
        coming_->refused = true;
        coming_->diagnostics += "the check of the new generation took too long\n";
        for (auto& child : children_)
            if (child.offered == coming_->generation) child.offered = 0;
        refuse_generation();
    }
    const bool old_left = std::any_of(children_.begin(), children_.end(), [](const Child& c) {
        return c.kind == Kind::inspect && (c.stage == Stage::retiring || c.stage == Stage::draining);
    });
    if (reload_again_ && !coming_ && !old_left) {
        reload_again_ = false;
        start_generation(std::exchange(restart_again_, false), std::exchange(reload_waiting_, {}));
    }
    if (status_at_ != 0 && at >= status_at_) answer_status(true);
}

// ---- stopping ----------------------------------------------------------------------------------------------------

void Supervisor::begin_stop() {
    if (stopping_) return;
    stopping_ = true;
    log::information("stopping: no new connection is taken, messages under way are finished");
    unlink_path(milter_);  // new clients are refused at once and the MTA answers 4xx
    continue_stop();
}

// In the order of the mail: who takes messages ends first, who records them last.
void Supervisor::continue_stop() {
    for (Kind kind : {Kind::session, Kind::mail, Kind::inspect, Kind::record}) {
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
