// service_work.cc — TakeWork: waits until something is due, is given the work, a release with its octets.
#include <algorithm>

#include "records/service.h"

namespace beadle::records {
namespace {

constexpr Milliseconds after_failure = 1000;  // a store that failed is not asked again at once

}  // namespace

Milliseconds Service::wait_at_most() {
    if (waiting_.empty()) return -1;
    Milliseconds wait = waiting_.front().until - store_.clock.steady();
    for (const auto& w : waiting_) wait = std::min(wait, w.until - store_.clock.steady());
    if (due_known_ && due_) wait = std::min(wait, *due_ - store_.clock.wall());
    return std::max<Milliseconds>(wait, 0);
}

void Service::give_work() {
    if (waiting_.empty()) return;
    if (!due_known_) {
        auto due = next_due(store_);
        due_ = due ? *due : std::optional<Milliseconds>(store_.clock.wall() + after_failure);
        due_known_ = true;
    }
    while (!draining_ && !waiting_.empty() && due_ && *due_ <= store_.clock.wall()) {
        due_known_ = false;
        Transaction t(store_.db);
        Result<std::optional<TakenWork>> work = t.begun() ? take_work(store_) : t.begun().failure();
        const Status kept = !work ? Status(work.failure()) : t.commit();
        if (!kept) {
            note_problem(kept.failure());
            due_ = store_.clock.wall() + after_failure;
            due_known_ = true;
            break;
        }
        if (!*work) break;
        start_leaving(waiting_.front(), std::move(**work));
        waiting_.pop_front();
    }
    const auto now = store_.clock.steady();
    for (auto it = waiting_.begin(); it != waiting_.end();) {
        if (it->until > now) {
            ++it;
            continue;
        }
        outlet_.send(it->from, wire::frame_of(wire::Work{}, it->id));
        it = waiting_.erase(it);
    }
}

void Service::start_leaving(const Waiting& waiting, TakenWork work) {
    if (work.message == 0) {
        outlet_.send(waiting.from, wire::frame_of(work.work, waiting.id));
        return;
    }
    const auto id = static_cast<std::int64_t>(work.work.id);
    auto job = TakingOut::open(store_, std::move(work));
    if (job) {
        leaving_.push_back({waiting.from, waiting.id, std::move(*job)});
        return;
    }
    cannot_be_opened(waiting.from, waiting.id, id, job.failure());
}

// Kept again at once: what does not open now will not open in five minutes.
void Service::cannot_be_opened(std::uint64_t to, std::uint32_t id, std::int64_t work, const Failure& why) {
    note_problem(why);
    {
        Transaction t(store_.db);
        if (t.begun() && fail_work(store_, work, "the stored message cannot be opened: " + why.what)) (void)t.commit();
    }
    outlet_.send(to, wire::frame_of(wire::Work{}, id));
}

void Service::step_leaving() {
    for (auto it = leaving_.begin(); it != leaving_.end();) {
        auto finished = it->job.step(store_);
        if (finished && !*finished) {
            ++it;
            continue;
        }
        if (finished) {
            outlet_.send(it->to, it->job.frame(it->id));
        } else {
            cannot_be_opened(it->to, it->id, it->job.work(), finished.failure());
        }
        it = leaving_.erase(it);
    }
}

}  // namespace beadle::records
