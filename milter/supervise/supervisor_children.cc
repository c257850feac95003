#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>

#include <algorithm>

#include "base/log.h"

#include "supervise/supervisor.h"
#include "wire/policy.h"

namespace beadle::supervise {
namespace {

constexpr Milliseconds longest_pause = 30'000;

Descriptor copy_of(int fd) { return Descriptor(::fcntl(fd, F_DUPFD_CLOEXEC, 4)); }

}  // namespace

void Supervisor::on_children_ended() {
    int how = 0;
    for (pid_t pid; (pid = ::waitpid(-1, &how, WNOHANG)) > 0;) {
        const auto it = std::find_if(children_.begin(), children_.end(), [pid](const Child& c) { return c.pid == pid; });
        if (it == children_.end()) continue;
        // what it said last counts: a refusal with its diagnostics is read before the end is judged
        if (it->control) {
            (void)it->control->read_ready();
            while (it->control) {  // a frame may make us close it
                auto frame = it->control->next();
                if (!frame) break;
                on_frame(*it, std::move(*frame));
            }
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
    const bool of_coming = coming_ && (child.offered == coming_->generation ||
                                       (child.kind == Kind::inspect && child.generation == coming_->generation));
    if (coming_ && (of_coming || (!asked && child.kind != Kind::inspect))) {
        coming_->refused = true;
        if (coming_->diagnostics.empty())
            coming_->diagnostics = std::string(row(child.kind).program) + " ended while it checked the files (" + words + ")\n";
        coming_answered();
    }
    if (stopping_) return continue_stop();
    const auto replaced = std::find(replaced_.begin(), replaced_.end(), child.pid);
    if (replaced != replaced_.end()) {
        replaced_.erase(replaced);
        pauses_[static_cast<std::size_t>(child.kind)].start_at = steady_now();
        return restart_next();
    }
    if (asked || has_server(child.kind) || generation_ == 0) return;
    auto& pause = pauses_[static_cast<std::size_t>(child.kind)];
    const bool at_once = steady_now() - pause.last_start < 10'000;
    pause.length = at_once ? std::min(longest_pause, std::max<Milliseconds>(500, pause.length * 2)) : 0;
    pause.start_at = steady_now() + pause.length;
}

void Supervisor::close_child(Child& child) {
    // The control socket is gone: a process that lost it must end; SIGCHLD tells when.
    child.control.reset();
    if (child.kill_at == 0) child.kill_at = steady_now() + kill_slack;
}

Child* Supervisor::start(Kind kind, std::uint32_t generation, int sealed) {
    auto& pause = pauses_[static_cast<std::size_t>(kind)];
    pause.last_start = steady_now();
    pause.start_at = 0;
    auto child = start_child(kind, options_.programs);
    if (!child) {
        log::error("process cannot be started", {{"process", row(kind).program}, {"cause", child.failure().what}});
        pause.length = std::min(longest_pause, std::max<Milliseconds>(1000, pause.length * 2));
        pause.start_at = steady_now() + pause.length;
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
        if (are(Kind::session, Kind::record) || are(Kind::mail, Kind::record) || are(Kind::console, Kind::record)) connect(child, other, generation_);
        if (are(Kind::session, Kind::inspect) || are(Kind::record, Kind::inspect))
            connect(child, other, child.kind == Kind::inspect ? child.generation : other.generation);
    }
    if (child.kind == Kind::session) hand_listener(child);
    if (child.kind == Kind::record && !signatures_problem_.empty()) child.control->send(wire::frame_of(wire::SignaturesProblem{signatures_problem_}));
}

// An end closed though both processes live. Only between those that introduce() brings together; whoever is not there is
// introduced when it comes.
void Supervisor::reconnect(Child& child, const wire::NeedPeer& need) {
    const bool asks_records = need.role == wire::Role::record && child.kind != Kind::record && child.kind != Kind::inspect;
    const bool asks_inspector = need.role == wire::Role::inspect && (child.kind == Kind::session || child.kind == Kind::record);
    for (auto& other : children_) {
        if (other.stage == Stage::starting || other.stage == Stage::draining) continue;
        if (asks_records && other.kind == Kind::record) return connect(child, other, generation_);
        if (asks_inspector && other.kind == Kind::inspect && other.generation == need.generation)
            return connect(child, other, need.generation);
    }
}

void Supervisor::hand_listener(Child& session) {
    auto frame = wire::frame_of(wire::Listen{});
    frame.descriptors.push_back(copy_of(milter_.socket.get()));
    session.control->send(std::move(frame));
}

void Supervisor::drain(Child& child) {
    child.stage = Stage::draining;
    const Milliseconds longest = row(child.kind).drain;
    child.kill_at = steady_now() + longest + kill_slack;
    if (child.control) child.control->send(wire::frame_of(wire::Drain{longest}));
}

Child* Supervisor::find(Kind kind) {
    Child* found = nullptr;
    for (auto& child : children_)
        if (child.kind == kind && child.stage != Stage::draining && child.stage != Stage::retiring) found = &child;
    return found;
}

// Somebody serves this kind for the running generation, or is about to.
bool Supervisor::has_server(Kind kind) const {
    return std::any_of(children_.begin(), children_.end(), [&](const Child& c) {
        if (c.kind != kind) return false;
        if (std::find(replaced_.begin(), replaced_.end(), c.pid) != replaced_.end()) return true;  // its successor follows it
        const bool leaving = c.stage == Stage::draining || c.stage == Stage::retiring;
        return !leaving && (kind != Kind::inspect || c.generation == generation_);
    });
}

Child* Supervisor::inspector_of(std::uint32_t generation) {
    for (auto& child : children_)
        if (child.kind == Kind::inspect && child.generation == generation && child.stage != Stage::draining &&
            child.stage != Stage::retiring)
            return &child;
    return nullptr;
}

bool Supervisor::all_serving() const {
    return std::all_of(kinds.begin(), kinds.end(), [this](Kind kind) {
        return !is_wanted(kind) || std::any_of(children_.begin(), children_.end(), [kind](const Child& c) {
            return c.kind == kind && c.stage == Stage::serving;
        });
    });
}

}  // namespace beadle::supervise
