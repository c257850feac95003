// pool.h — the workers of one inspector: forked after loading, given one message at a time, replaced when they fail,
// retired when they have served long enough.
//
// Takes    frames to hand to a free worker. The caller polls: watch() says on what, turn() does what is due.
// Gives    events: a worker's answer frame, or that it was lost and why. What a lost one worked on is the caller's to
//          give to another. Capacity never drops for a retirement: the successor is ready before the old one leaves.
// Bounds   `most` workers and one successor; a try lasts `deadline`, then SIGKILL; starting lasts `start_deadline`. Workers
//          that die while starting are tried again after growing pauses.
// Fails    fork refused, no folder: as a worker that did not start; start_failures() and problem() tell.
// Runs in  beadle-inspect's parent, single-threaded (fork). Never blocks.
// Source   decision 0001: fork after loading.
#pragma once

#include <poll.h>
#include <sys/types.h>

#include <memory>
#include <string>
#include <vector>

#include "inspect/worker/engines.h"
#include "inspect/worker/scratch.h"
#include "wire/frame.h"

namespace beadle::inspect {

struct PoolPlan {
    unsigned first = 4;              // workers at the start
    unsigned most = 4;               // grown to on demand
    std::uint64_t retire_after = 0;  // messages; 0 = never
    Milliseconds deadline = 30'000;
    std::uint64_t address_space = 0;  // 0 = what is in use now + 1 GiB
    Milliseconds delay = 0;           // tests
    bool on_demand = false;           // none until grow(): `first` does not count
    unsigned first_folder = 1;        // number of the first worker's folder; pools of one inspector must not meet
    int nice = 0;                     // below the workers of mail, for work that may wait
};

class Pool {
  public:
    struct Event {
        std::uint64_t job = 0;
        pid_t worker = 0;
        std::unique_ptr<wire::Frame> answer;  // null = the worker was lost
        std::string cause;
    };

    Pool(const PoolPlan& plan, Scratch& scratch, const Engines& engines);
    void watch(std::vector<pollfd>& fds) const;
    std::vector<Event> turn(const std::vector<pollfd>& fds, Milliseconds now);

    bool has_free() const;
    void give(std::uint64_t job, bool heavy, wire::Frame frame, Milliseconds now);  // precondition: has_free()
    void reject(pid_t worker, const std::string& cause, Milliseconds now);  // its answer was not sound
    void grow();                                          // one more, up to `most`, when none is free or starting

    std::size_t ready() const;   // idle or busy
    std::size_t busy() const;
    std::size_t heavy_running() const;
    bool in_motion() const;      // somebody starts, works or leaves: turn() is due soon
    unsigned wanted() const { return wanted_; }
    std::uint64_t restarts() const { return restarts_; }
    unsigned start_failures() const { return start_failures_; }
    const std::string& problem() const { return problem_; }
    std::vector<pid_t> pids(bool busy_only = false) const;
    void stop();                 // waits briefly for the idle, kills the rest

  private:
    enum class State { starting, idle, busy, leaving, killed };
    struct Worker {
        pid_t pid = 0;
        unsigned number = 0;  // of its folder
        State state = State::starting;
        std::unique_ptr<wire::Connection> channel;
        Milliseconds since = 0;  // of the state
        std::uint64_t served = 0, job = 0;
        std::uint32_t request = 0;
        std::uint16_t expects = 0;  // type of the answer
        bool heavy = false;
    };

    void start_one(Milliseconds now);
    void listen(Worker& w, const std::vector<pollfd>& fds, Milliseconds now);
    bool take(Worker& w, wire::Frame frame, Milliseconds now);
    void watch_the_clock(Worker& w, Milliseconds now);
    void lose(Worker& w, const std::string& cause, Milliseconds now);
    void leave(Worker& w, Milliseconds now);
    void reap();
    void upkeep(Milliseconds now);
    void note_start_failure(const std::string& problem, Milliseconds now);
    bool is_due_to_retire(const Worker& w) const;
    std::size_t count(State a, State b) const;

    PoolPlan plan_;
    Scratch& scratch_;
    const Engines& engines_;
    std::vector<Worker> workers_;
    std::vector<Event> events_;
    unsigned wanted_ = 0, last_number_ = 0, start_failures_ = 0;
    std::uint32_t last_request_ = 0;
    std::uint64_t restarts_ = 0;
    Milliseconds next_start_ = 0;
    std::string problem_;
};

// What poll() said of a descriptor; 0 when it was not asked.
short events_of(const std::vector<pollfd>& fds, int fd);

}  // namespace beadle::inspect
