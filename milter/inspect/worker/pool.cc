#include "inspect/worker/pool.h"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <exception>

#include "base/log.h"
#include "inspect/worker/worker.h"
#include "wire/view.h"

namespace beadle::inspect {
namespace {

constexpr Milliseconds start_deadline = 60'000;
constexpr Milliseconds leave_deadline = 5'000;
constexpr Milliseconds longest_pause = 30'000;
constexpr char closed[] = "closed its channel";
constexpr std::uint64_t own_memory = 1u << 30;

// In the child. The parent's objects stay where they are: nothing of them is run or freed here.
[[noreturn]] void become_worker(Descriptor channel, const WorkerPlan& plan, const Engines& engines, pid_t parent, int nice) {
    sigset_t none;
    sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    ::signal(SIGTERM, SIG_DFL);
    ::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    if (::getppid() != parent) ::_exit(0);  // it died before the signal was set
    if (nice != 0) (void)::setpriority(PRIO_PROCESS, 0, nice);
    int code = 6;
    try {
        code = live_as_worker(std::move(channel), plan, engines);
    } catch (const std::exception&) {
        code = 6;  // out of memory, outside any message
    }
    ::_exit(code);
}

// 0 stands for a worker that is reaped already: kill(0) would end ourselves.
void kill_now(pid_t worker) {
    if (worker > 0) ::kill(worker, SIGKILL);
}

std::string ending(int status) {
    if (WIFSIGNALED(status)) return std::string("ended by signal ") + std::to_string(WTERMSIG(status));
    return "left with exit code " + std::to_string(WEXITSTATUS(status));
}

}  // namespace

short events_of(const std::vector<pollfd>& fds, int fd) {
    for (const auto& p : fds)
        if (p.fd == fd) return p.revents;
    return 0;
}

Pool::Pool(const PoolPlan& plan, Scratch& scratch, const Engines& engines)
    : plan_(plan), scratch_(scratch), engines_(engines), wanted_(plan.on_demand ? 0 : std::max(1u, plan.first)),
      last_number_(plan.first_folder - 1) {
    if (plan_.address_space == 0) plan_.address_space = address_space_in_use() + own_memory;
}

void Pool::watch(std::vector<pollfd>& fds) const {
    for (const auto& w : workers_)
        if (w.channel)
            fds.push_back(
                {w.channel->socket(), static_cast<short>(POLLIN | (w.channel->wants_write() ? POLLOUT : 0)), 0});
}

std::vector<Pool::Event> Pool::turn(const std::vector<pollfd>& fds, Milliseconds now) {
    for (auto& w : workers_) {
        listen(w, fds, now);
        watch_the_clock(w, now);
    }
    reap();
    upkeep(now);
    return std::exchange(events_, {});
}

void Pool::listen(Worker& w, const std::vector<pollfd>& fds, Milliseconds now) {
    if (!w.channel) return;
    const short seen = events_of(fds, w.channel->socket());
    if (seen == 0) return;
    Status written = (seen & POLLOUT) ? w.channel->write_ready() : Status(Done{});
    Status read = (seen & (POLLIN | POLLHUP | POLLERR)) ? w.channel->read_ready() : Status(Done{});
    while (w.channel) {
        auto frame = w.channel->next();
        if (!frame) break;
        if (!take(w, std::move(*frame), now)) lose(w, "sent what was not asked for", now);
    }
    if (!w.channel) return;
    if (!read) return lose(w, read.failure().kind == FailureKind::malformed ? "sent no frame" : closed, now);
    if (!written) lose(w, closed, now);
}

bool Pool::take(Worker& w, wire::Frame frame, Milliseconds now) {
    if (w.state == State::starting) {
        auto ready = wire::message_of<wire::WorkerReady>(frame);
        if (!ready) return false;
        if (!ready->good) {
            lose(w, ready->problem, now);
            return true;
        }
        w.state = State::idle;
        start_failures_ = 0;
        return true;
    }
    if (w.state != State::busy || frame.type != w.expects || frame.id != w.request ||
        !frame.descriptors.empty())
        return false;
    w.state = State::idle;
    w.since = now;
    ++w.served;
    Event event;
    event.job = std::exchange(w.job, 0);
    event.worker = w.pid;
    event.answer = std::make_unique<wire::Frame>(std::move(frame));
    events_.push_back(std::move(event));
    return true;
}

void Pool::watch_the_clock(Worker& w, Milliseconds now) {
    if (w.state == State::busy && now - w.since > plan_.deadline)
        lose(w, "did not answer in " + std::to_string(plan_.deadline / 1000) + " s", now);
    if (w.state == State::starting && now - w.since > start_deadline) lose(w, "did not become ready", now);
    if (w.state == State::leaving && now - w.since > leave_deadline) {
        kill_now(w.pid);
        w.state = State::killed;
    }
}

void Pool::lose(Worker& w, const std::string& cause, Milliseconds now) {
    int status = 0;
    std::string why = cause;
    bool gone = ::waitpid(w.pid, &status, WNOHANG) == w.pid;
    if (!gone && cause == closed) {  // it is dying: a moment later it can say of what
        ::poll(nullptr, 0, 2);
        gone = ::waitpid(w.pid, &status, WNOHANG) == w.pid;
    }
    if (gone) why += ", " + ending(status);
    if (!gone) kill_now(w.pid);
    if (w.state == State::starting) {
        note_start_failure(why, now);
    } else {
        log::warning("worker lost", {{"worker", std::to_string(w.pid)}, {"cause", why}});
        ++restarts_;
    }
    if (w.state == State::busy) events_.push_back({w.job, w.pid, nullptr, why});
    w.channel.reset();
    w.job = 0;
    w.since = now;
    w.state = State::killed;
    if (gone) {
        scratch_.remove_folder_of(w.number);
        w.pid = 0;
    }
}

void Pool::reject(pid_t worker, const std::string& cause, Milliseconds now) {
    for (auto& w : workers_)
        if (w.pid == worker && w.state != State::killed) lose(w, cause, now);
}

// End of file is the order to leave; the exit code is read by reap().
void Pool::leave(Worker& w, Milliseconds now) {
    w.channel.reset();
    w.state = State::leaving;
    w.since = now;
}

void Pool::reap() {
    for (auto& w : workers_) {
        if (w.state != State::leaving && w.state != State::killed) continue;
        if (w.pid != 0 && ::waitpid(w.pid, nullptr, WNOHANG) == 0) continue;
        if (w.pid != 0) scratch_.remove_folder_of(w.number);
        w.pid = 0;
    }
    std::erase_if(workers_, [](const Worker& w) { return w.pid == 0; });
}

void Pool::upkeep(Milliseconds now) {
    auto alive = [this] { return count(State::starting, State::idle) + busy(); };
    const bool one_is_due =
        std::any_of(workers_.begin(), workers_.end(), [this](const auto& w) { return is_due_to_retire(w); });
    const std::size_t desired = wanted_ + (one_is_due ? 1u : 0u);
    while (alive() < desired && now >= next_start_) start_one(now);
    if (ready() <= wanted_) return;
    for (auto& w : workers_)
        if (w.state == State::idle && is_due_to_retire(w)) return leave(w, now);
}

bool Pool::is_due_to_retire(const Worker& w) const {
    return plan_.retire_after != 0 && w.served >= plan_.retire_after &&
           (w.state == State::idle || w.state == State::busy);
}

void Pool::note_start_failure(const std::string& problem, Milliseconds now) {
    ++start_failures_;
    problem_ = problem;
    next_start_ = now + std::min<Milliseconds>(longest_pause, 100ll << std::min(start_failures_, 10u));
    log::error("worker did not start", {{"cause", problem}});
}

void Pool::start_one(Milliseconds now) {
    auto pair = wire::socket_pair();
    auto folder = pair ? scratch_.folder_for(++last_number_) : Result<std::string>(pair.failure());
    if (!folder) return note_start_failure(folder.failure().what, now);
    WorkerPlan plan;
    plan.folder = *folder;
    plan.address_space = plan_.address_space;
    plan.delay = plan_.delay;
    plan.cpu_seconds = plan_.retire_after == 0
                           ? 0
                           : (plan_.retire_after + 100) * static_cast<std::uint64_t>(plan_.deadline / 1000 + 1);
    const pid_t parent = ::getpid();
    const pid_t pid = ::fork();
    if (pid == 0) become_worker(std::move(pair->second), plan, engines_, parent, plan_.nice);
    if (pid < 0) {
        scratch_.remove_folder_of(last_number_);
        return note_start_failure(std::string("fork: ") + std::strerror(errno), now);
    }
    Worker w;
    w.pid = pid;
    w.number = last_number_;
    w.since = now;
    w.channel = std::make_unique<wire::Connection>(std::move(pair->first));
    workers_.push_back(std::move(w));
}

void Pool::give(std::uint64_t job, bool heavy, wire::Frame frame, Milliseconds now) {
    auto free = std::find_if(workers_.begin(), workers_.end(), [](const Worker& w) { return w.state == State::idle; });
    if (free == workers_.end()) return;
    free->state = State::busy;
    free->job = job;
    free->heavy = heavy;
    free->since = now;
    free->request = ++last_request_;
    frame.id = free->request;
    free->expects = frame.type == wire::View::type ? wire::Viewed::type : wire::Inspected::type;
    free->channel->send(std::move(frame));
}

void Pool::grow() {
    if (!has_free() && count(State::starting, State::starting) == 0 && wanted_ < plan_.most) ++wanted_;
}

std::size_t Pool::count(State a, State b) const {
    return static_cast<std::size_t>(std::count_if(workers_.begin(), workers_.end(),
                                                  [a, b](const Worker& w) { return w.state == a || w.state == b; }));
}
bool Pool::has_free() const { return count(State::idle, State::idle) > 0; }
std::size_t Pool::ready() const { return count(State::idle, State::busy); }
std::size_t Pool::busy() const { return count(State::busy, State::busy); }
std::size_t Pool::heavy_running() const {
    return static_cast<std::size_t>(std::count_if(workers_.begin(), workers_.end(),
                                                  [](const Worker& w) { return w.state == State::busy && w.heavy; }));
}
bool Pool::in_motion() const { return count(State::idle, State::idle) != workers_.size() || workers_.size() < wanted_; }

std::vector<pid_t> Pool::pids(bool busy_only) const {
    std::vector<pid_t> all;
    for (const auto& w : workers_)
        if ((w.state == State::idle && !busy_only) || w.state == State::busy) all.push_back(w.pid);
    return all;
}

void Pool::stop() {
    for (auto& w : workers_)
        if (w.state == State::idle) leave(w, 0);
    for (int i = 0; i < 100 && count(State::leaving, State::leaving) > 0; ++i) {
        reap();
        ::poll(nullptr, 0, 10);
    }
    for (auto& w : workers_) kill_now(w.pid);
    for (auto& w : workers_)
        if (w.pid > 0) ::waitpid(w.pid, nullptr, 0);
    workers_.clear();
}

}  // namespace beadle::inspect
