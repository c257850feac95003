// service_work.cc — TakeWork: waits until something is due, is given the work, a release with its octets.
#include <algorithm>

#include "base/log.h"

#include "records/service.h"
#include "records/settlement.h"

namespace beadle::records {
namespace {

constexpr Milliseconds after_failure = 1000;  // a store that failed is not asked again at once

}  // namespace

Milliseconds Service::wait_at_most() {
    const Milliseconds leftovers = leftovers_.empty() ? -1 : std::max<Milliseconds>(leftovers_at_ - store_.clock.steady(), 0);
    if (waiting_.empty()) return leftovers;
    Milliseconds wait = waiting_.front().until - store_.clock.steady();
    if (leftovers >= 0) wait = std::min(wait, leftovers);
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
        Result<std::optional<TakenWork>> work = t.begun() ? take_beside_leaving() : t.begun().failure();
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

// What is still being unsealed is nobody else's to take, and its lease has not begun.
Result<std::optional<TakenWork>> Service::take_beside_leaving() {
    for (const auto& leaving : leaving_)
        if (auto renewed = renew_lease(store_, leaving.job.work()); !renewed) return renewed.failure();
    return take_work(store_);
}

// Who asked for it is gone before it was handed over.
void Service::take_back_leaving(std::uint64_t connection) {
    for (auto it = leaving_.begin(); it != leaving_.end();) {
        if (it->to != connection) {
            ++it;
            continue;
        }
        Transaction t(store_.db);
        if (!t.begun() || !take_back(store_, it->job.work(), "beadle-mail was gone before it was handed the message") ||
            !t.commit())
            log::warning("a release that was not handed over waits for the end of its lease");
        due_known_ = false;
        it = leaving_.erase(it);
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

// The dialogue gets the whole of the lease; where that cannot be written, what is left of it. A copy that was made for one
// recipient gets its stamp only now; where that cannot be written, nothing is sent, and the lease ends by itself.
void Service::hand_over(Leaving& leaving) {
    Transaction t(store_.db);
    auto stamped = t.begun() ? leaving.job.stamp(store_) : t.begun();
    const bool kept = stamped && renew_lease(store_, leaving.job.work()) && t.commit();
    if (kept || leaving.job.has_stamp()) return outlet_.send(leaving.to, leaving.job.frame(leaving.id));
    outlet_.send(leaving.to, wire::frame_of(wire::Work{}, leaving.id));
}

void Service::step_leaving() {
    for (auto it = leaving_.begin(); it != leaving_.end();) {
        auto finished = it->job.step(store_);
        if (finished && !*finished) {
            ++it;
            continue;
        }
        if (finished) {
            hand_over(*it);
        } else {
            cannot_be_opened(it->to, it->id, it->job.work(), finished.failure());
        }
        it = leaving_.erase(it);
    }
}

}  // namespace beadle::records
