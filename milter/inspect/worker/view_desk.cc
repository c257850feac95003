#include "inspect/worker/view_desk.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>

#include "base/log.h"
#include "base/text.h"
#include "inspect/worker/answer.h"
#include "inspect/worker/view_message.h"

namespace beadle::inspect {
namespace {

constexpr unsigned view_folders = 1'000'000;  // past every worker of mail

PoolPlan for_views(PoolPlan plan) {
    plan.on_demand = true;
    plan.most = std::max(1u, plan.most / 4);
    plan.first_folder = view_folders;
    plan.nice = 19;
    plan.retire_after = plan.retire_after == 0 ? 0 : std::max<std::uint64_t>(1, plan.retire_after / 3);
    plan.deadline *= 3;  // beside busy workers of mail it gets little of the processor
    return plan;
}

wire::Viewed without(wire::ViewOutcome outcome, std::string problem) {
    wire::Viewed out;
    out.outcome = outcome;
    out.problem = std::move(problem);
    return out;
}

}  // namespace

ViewDesk::ViewDesk(PoolPlan plan, Scratch& scratch, const Engines& engines)
    : pool_(for_views(std::move(plan)), scratch, engines) {}

bool ViewDesk::take(std::uint64_t client, wire::Frame frame) {
    auto asked = wire::message_of<wire::View>(frame);
    struct stat info {};
    if (!asked || frame.descriptors.size() != 1 || ::fstat(frame.descriptors[0].get(), &info) != 0 ||
        !S_ISREG(info.st_mode))
        return false;
    Job job;
    job.id = ++last_job_;
    job.client = client;
    job.request = frame.id;
    job.asked = std::move(*asked);
    job.body = std::move(frame.body);
    job.file = std::move(frame.descriptors[0]);
    job.octets = static_cast<std::uint64_t>(info.st_size);
    if (draining_ || waiting_.size() >= most_waiting)
        answer(job,
               without(wire::ViewOutcome::refused, draining_ ? "the inspector is leaving" : "too many views wait"));
    else
        waiting_.push_back(std::move(job));
    return true;
}

void ViewDesk::forget_client(std::uint64_t client) {
    std::erase_if(waiting_, [client](const Job& j) { return j.client == client; });
    for (auto& [id, job] : running_)
        if (job.client == client) job.client = 0;
}

std::vector<ViewDesk::Answer> ViewDesk::turn(const std::vector<pollfd>& fds, Milliseconds now) {
    for (auto& event : pool_.turn(fds, now)) on_event(std::move(event), now);
    if (!waiting_.empty()) pool_.grow();
    while (!waiting_.empty() && pool_.has_free()) {
        Job job = std::move(waiting_.front());
        waiting_.pop_front();
        ++job.tries;
        wire::Frame frame;
        frame.type = wire::View::type;
        frame.body = job.body;
        frame.descriptors.emplace_back(::fcntl(job.file.get(), F_DUPFD_CLOEXEC, 3));
        pool_.give(job.id, false, std::move(frame), now);
        running_.emplace(job.id, std::move(job));
    }
    // A pool that cannot start anybody keeps nobody waiting.
    if (pool_.start_failures() > 2)
        while (!waiting_.empty()) {
            answer(waiting_.front(), without(wire::ViewOutcome::lost, "no view worker starts: " + pool_.problem()));
            waiting_.pop_front();
        }
    return std::exchange(answers_, {});
}

void ViewDesk::on_event(Pool::Event event, Milliseconds now) {
    auto found = running_.find(event.job);
    if (found == running_.end()) return;
    Job job = std::move(found->second);
    running_.erase(found);
    if (!event.answer) return on_lost(std::move(job), event.cause);
    auto given = wire::message_of<wire::Viewed>(*event.answer);
    Status sound = given ? check_view(*given, job.asked) : Status(given.failure());
    if (sound) sound = check_answer(given->inspection, {job.octets, &job.asked.envelope.recipients});
    if (sound) return answer(job, *given);
    log::error("the answer of a view worker failed validation",
               {{"worker", std::to_string(event.worker)}, {"cause", sound.failure().what}});
    pool_.reject(event.worker, "unsound answer", now);
    on_lost(std::move(job), "unsound answer");
}

void ViewDesk::on_lost(Job job, const std::string& cause) {
    job.causes += (job.causes.empty() ? "" : "; ") + cause;
    if (job.tries < most_tries) return waiting_.push_front(std::move(job));
    log::error("a view was given up: two workers were lost over it", {{"cause", job.causes}});
    answer(job, without(wire::ViewOutcome::lost, printable("two workers were lost over it: " + job.causes, 500)));
}

void ViewDesk::answer(const Job& job, const wire::Viewed& viewed) {
    if (job.client != 0) answers_.push_back({job.client, wire::frame_of(viewed, job.request)});
}

}  // namespace beadle::inspect
