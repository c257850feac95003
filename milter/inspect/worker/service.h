// service.h — requests of several clients onto the workers, and the answers back.
//
// Takes    ends of sockets over which Inspect frames come (sessions, the command line) and View frames (the records, the
//          command line), several at once.
// Gives    one Inspected for each, whatever happens to workers: a lost worker's message is given to one other; then it is
//          answered gave_up with the entry that policy decides on. What a worker answers is checked as hostile.
// Bounds   `most_clients`; Queue::most waiting jobs; a client that leaves `most_unread` octets of answers unread is dropped.
// Fails    a frame that is neither ends its client's connection. A client that is gone: its messages are forgotten.
// Runs in  beadle-inspect's parent. Never blocks, never throws but std::bad_alloc.
// Source   ARCHITECTURE.md "When a part fails".
#pragma once

#include <map>
#include <memory>

#include "inspect/worker/pace.h"
#include "inspect/worker/pool.h"
#include "inspect/worker/queue.h"
#include "inspect/worker/view_desk.h"
#include "wire/messages.h"

namespace beadle::inspect {

class Service {
  public:
    Service(const PoolPlan& plan, std::size_t heavy_most, Scratch& scratch, const Engines& engines);
    void add_client(Descriptor socket);
    std::size_t clients() const { return clients_.size(); }
    void drain() {
        draining_ = true;
        views_.drain();
    }
    bool is_idle() const { return queue_.size() == 0 && running_.empty() && views_.is_idle() && !owes_answers(); }

    void watch(std::vector<pollfd>& fds) const;
    void turn(const std::vector<pollfd>& fds);
    int pause() const;  // milliseconds that poll() may wait

    bool is_ready() const { return pool_.ready() >= pool_.wanted(); }
    const Pool& pool() const { return pool_; }
    std::string status(std::uint32_t generation) const;  // a JSON object
    const ViewDesk& views() const { return views_; }
    void stop() {
        views_.stop();
        pool_.stop();
    }

  private:
    static constexpr std::size_t most_clients = 64;
    static constexpr std::size_t most_unread = 256u << 20;
    static constexpr std::uint32_t most_tries = 2;

    bool listen(std::uint64_t client, wire::Connection& connection, const std::vector<pollfd>& fds);
    bool accept(std::uint64_t client, wire::Frame frame);
    void on_event(Pool::Event event);
    void on_answer(Job job, const Pool::Event& event);
    void on_lost(Job job, const std::string& cause);
    void dispatch();
    void answer(const Job& job, wire::Inspected answer);
    void refuse(const Job& job, wire::InspectOutcome outcome);
    bool owes_answers() const;

    const Engines& engines_;
    Pool pool_;
    ViewDesk views_;
    std::size_t heavy_most_;
    Queue queue_;
    Pace pace_;
    std::map<std::uint64_t, Job> running_;
    std::map<std::uint64_t, std::unique_ptr<wire::Connection>> clients_;
    std::uint64_t last_client_ = 0, last_job_ = 0;
    bool draining_ = false;
};

}  // namespace beadle::inspect
