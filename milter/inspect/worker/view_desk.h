// view_desk.h — views of stored messages: a pool of their own, below the workers of mail, so that no mail ever waits
// for one.
//
// Takes    View frames of the records' end, each with the message as one file. Workers are forked when first asked for.
// Gives    one Viewed for each: a lost worker's message is given to one other, then it is answered `lost`. What a
// worker
//          answers is checked as hostile.
// Bounds   `most_waiting` views; beyond them `refused`. Nice 19, a third of the messages of a worker of mail each.
// Fails    a frame that is no View: take() is false, and its client's connection ends.
// Runs in  beadle-inspect's parent. Never blocks, never throws but std::bad_alloc.
#pragma once

#include <deque>
#include <map>

#include "inspect/worker/pool.h"
#include "wire/view.h"

namespace beadle::inspect {

class ViewDesk {
  public:
    struct Answer {
        std::uint64_t client = 0;
        wire::Frame frame;
    };

    ViewDesk(PoolPlan plan, Scratch& scratch, const Engines& engines);
    bool take(std::uint64_t client, wire::Frame frame);
    void forget_client(std::uint64_t client);
    void drain() { draining_ = true; }
    bool is_idle() const { return waiting_.empty() && running_.empty() && answers_.empty(); }
    bool in_motion() const { return !waiting_.empty() || pool_.in_motion(); }

    void watch(std::vector<pollfd>& fds) const { pool_.watch(fds); }
    std::vector<Answer> turn(const std::vector<pollfd>& fds, Milliseconds now);
    std::vector<pid_t> pids(bool busy_only = false) const { return pool_.pids(busy_only); }
    void stop() { pool_.stop(); }

  private:
    static constexpr std::size_t most_waiting = 64;
    static constexpr unsigned most_tries = 2;
    struct Job {
        std::uint64_t id = 0, client = 0;
        std::uint32_t request = 0;
        wire::View asked;
        std::string body;
        Descriptor file;
        std::uint64_t octets = 0;
        unsigned tries = 0;
        std::string causes;
    };

    void on_event(Pool::Event event, Milliseconds now);
    void on_lost(Job job, const std::string& cause);
    void answer(const Job& job, const wire::Viewed& viewed);

    Pool pool_;
    std::deque<Job> waiting_;
    std::map<std::uint64_t, Job> running_;
    std::vector<Answer> answers_;
    std::uint64_t last_job_ = 0;
    bool draining_ = false;
};

}  // namespace beadle::inspect
