#include "inspect/worker/service.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>

#include "base/log.h"
#include "inspect/worker/answer.h"

namespace beadle::inspect {
namespace {

constexpr std::uint64_t largest_message = 512u << 20;  // must fit a worker's address space beside the engine

Milliseconds now() { return system_clock().steady(); }

// How long the message is and what its envelope says; the body goes on to the worker as it came.
Result<Job> job_of(wire::Frame frame) {
    auto request = wire::message_of<wire::Inspect>(frame);
    if (!request) return request.failure();
    Job job;
    job.octets = request->octets.size();
    job.deadline = request->deadline_ms;
    job.recipients = std::move(request->envelope.recipients);
    job.request = frame.id;
    if (!frame.descriptors.empty()) {
        struct stat info {};
        if (frame.descriptors.size() != 1 || !request->octets.empty() ||
            ::fstat(frame.descriptors[0].get(), &info) != 0 || !S_ISREG(info.st_mode))
            return fail(FailureKind::malformed, "inspect", "a request needs octets or one file");
        job.octets = static_cast<std::uint64_t>(info.st_size);
        job.file = std::move(frame.descriptors[0]);
    }
    job.body = std::move(frame.body);
    return job;
}

wire::Inspected not_inspected(const Job& job, wire::InspectOutcome outcome, NotInspectedReason reason,
                              std::string detail) {
    wire::Inspected answer;
    answer.outcome = outcome;
    answer.inspection.octets = job.octets;
    answer.inspection.not_inspected.push_back(whole_message(reason, std::move(detail)));
    keep_within_limits(answer.inspection);
    return answer;
}

}  // namespace

Service::Service(const PoolPlan& plan, std::size_t heavy_most, Scratch& scratch, const Engines& engines)
    : engines_(engines),
      pool_(plan, scratch, engines),
      views_(plan, scratch, engines),
      // One worker at least is left for light messages, when there are several.
      heavy_most_(std::clamp<std::size_t>(heavy_most, 1, std::max(1u, plan.most - 1))) {}

void Service::add_client(Descriptor socket) {
    if (clients_.size() >= most_clients) return log::error("too many clients, one was turned away");
    clients_[++last_client_] = std::make_unique<wire::Connection>(std::move(socket));
}

void Service::watch(std::vector<pollfd>& fds) const {
    for (const auto& [id, c] : clients_)
        fds.push_back({c->socket(), static_cast<short>(POLLIN | (c->wants_write() ? POLLOUT : 0)), 0});
    pool_.watch(fds);
    views_.watch(fds);
}

int Service::pause() const { return pool_.in_motion() || queue_.size() > 0 || views_.in_motion() ? 50 : 1000; }

void Service::turn(const std::vector<pollfd>& fds) {
    for (auto it = clients_.begin(); it != clients_.end();) {
        if (listen(it->first, *it->second, fds)) {
            ++it;
            continue;
        }
        queue_.forget_client(it->first);
        views_.forget_client(it->first);
        it = clients_.erase(it);
    }
    for (auto& event : pool_.turn(fds, now())) on_event(std::move(event));
    for (auto& shown : views_.turn(fds, now()))
        if (auto client = clients_.find(shown.client); client != clients_.end()) client->second->send(std::move(shown.frame));
    for (const auto& job : queue_.take_late(now())) refuse(job, wire::InspectOutcome::too_late);
    dispatch();
}

// False when the client is to be forgotten.
bool Service::listen(std::uint64_t client, wire::Connection& connection, const std::vector<pollfd>& fds) {
    const short seen = events_of(fds, connection.socket());
    if (connection.queued_octets() > most_unread) return false;
    if ((seen & POLLOUT) && !connection.write_ready()) return false;
    if (!(seen & (POLLIN | POLLHUP | POLLERR))) return true;
    Status read = connection.read_ready();
    while (auto frame = connection.next())
        if (!accept(client, std::move(*frame))) return false;
    return static_cast<bool>(read);
}

bool Service::accept(std::uint64_t client, wire::Frame frame) {
    if (frame.type == wire::View::type) {
        if (views_.take(client, std::move(frame))) return true;
        log::error("a client sent no view", {});
        return false;
    }
    auto made = job_of(std::move(frame));
    if (!made) {
        log::error("a client sent no request", {{"cause", made.failure().what}});
        return false;
    }
    Job job = std::move(*made);
    job.id = ++last_job_;
    job.client = client;
    job.arrived = now();
    job.heavy = job.octets >= Job::heavy_from || pace_.is_slow(job.octets);
    if (draining_) {
        refuse(job, wire::InspectOutcome::refused);
    } else if (job.octets > largest_message) {
        answer(job, not_inspected(job, wire::InspectOutcome::gave_up, NotInspectedReason::limit,
                                  "longer than " + std::to_string(largest_message) + " octets"));
    } else if (queue_.size() >= Queue::most) {
        refuse(job, wire::InspectOutcome::too_late);
    } else {
        queue_.push(std::move(job));
    }
    return true;
}

void Service::on_event(Pool::Event event) {
    auto found = running_.find(event.job);
    if (found == running_.end()) return;
    Job job = std::move(found->second);
    running_.erase(found);
    if (event.answer) return on_answer(std::move(job), event);
    on_lost(std::move(job), event.cause);
}

void Service::on_answer(Job job, const Pool::Event& event) {
    auto given = wire::message_of<wire::Inspected>(*event.answer);
    Status sound = given ? check_answer(given->inspection, {job.octets, &job.recipients}) : Status(given.failure());
    if (given && given->outcome != wire::InspectOutcome::inspected)
        sound = fail(FailureKind::malformed, "answer of a worker", "it answers for its parent");
    if (sound && !is_sound(given->banner, job.octets))
        sound = fail(FailureKind::malformed, "answer of a worker", "a change of the body is unsound");
    if (!sound) {
        log::error("the answer of a worker failed validation",
                   {{"worker", std::to_string(event.worker)}, {"cause", sound.failure().what}});
        pool_.reject(event.worker, "unsound answer", now());
        return on_lost(std::move(job), "unsound answer");
    }
    pace_.learn(job.octets, given->inspection.elapsed_us);
    answer(job, std::move(*given));
}

void Service::on_lost(Job job, const std::string& cause) {
    job.causes += (job.causes.empty() ? "" : "; ") + cause;
    if (job.tries < most_tries) return queue_.push_again(std::move(job));
    log::error("a message was given up: two workers were lost over it", {{"cause", job.causes}});
    answer(job,
           not_inspected(job, wire::InspectOutcome::gave_up, NotInspectedReason::crash, "two workers: " + job.causes));
}

void Service::dispatch() {
    if (queue_.size() > 0) pool_.grow();
    while (pool_.has_free()) {
        auto next = queue_.next(pool_.heavy_running(), heavy_most_, now());
        if (!next) return;
        Job job = std::move(*next);
        if (job.tries++ == 0) job.waited = now() - job.arrived;
        wire::Frame frame;
        frame.type = wire::Inspect::type;
        frame.body = job.body;
        if (job.file) frame.descriptors.emplace_back(::fcntl(job.file.get(), F_DUPFD_CLOEXEC, 3));
        pool_.give(job.id, job.heavy, std::move(frame), now());
        running_.emplace(job.id, std::move(job));
    }
}

void Service::answer(const Job& job, wire::Inspected answer) {
    auto client = clients_.find(job.client);
    if (client == clients_.end()) return;  // it is gone, and nobody else asked
    answer.waited_ms = job.waited;
    answer.tries = std::max(1u, job.tries);
    client->second->send(wire::frame_of(answer, job.request));
}

void Service::refuse(const Job& job, wire::InspectOutcome outcome) {
    answer(job, not_inspected(job, outcome, NotInspectedReason::limit, "not taken"));
}

bool Service::owes_answers() const {
    return std::any_of(clients_.begin(), clients_.end(), [](const auto& c) { return c.second->wants_write(); });
}

std::string Service::status(std::uint32_t generation) const {
    auto pids = [this](bool busy_only) {
        std::string list;
        for (pid_t pid : pool_.pids(busy_only)) list += (list.empty() ? "" : ",") + std::to_string(pid);
        return list;
    };
    auto number = [](const char* key, auto value) { return std::string("\"") + key + "\":" + std::to_string(value); };
    return "{" + number("workers", pool_.ready()) + ",\"pids\":[" + pids(false) + "],\"busy_pids\":[" + pids(true) + "]," + number("busy", pool_.busy()) + "," +
           number("queued", queue_.size()) + "," + number("restarts", pool_.restarts()) + "," +
           number("signatures", engines_.malware->signatures()) + "," + number("newest", engines_.malware->newest()) +
           "," + number("patterns", engines_.patterns) + "," + number("generation", generation) + "}";
}

}  // namespace beadle::inspect
