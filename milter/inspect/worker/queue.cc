#include "inspect/worker/queue.h"

#include <algorithm>

namespace beadle::inspect {
namespace {

Job take_front(std::deque<Job>& from) {
    Job job = std::move(from.front());
    from.pop_front();
    return job;
}

}  // namespace

bool Queue::push(Job job) {
    if (size() >= most) return false;
    (job.heavy ? heavy_ : light_).push_back(std::move(job));
    return true;
}

void Queue::push_again(Job job) { (job.heavy ? heavy_ : light_).push_front(std::move(job)); }

std::optional<Job> Queue::next(std::size_t heavy_running, std::size_t heavy_most, Milliseconds now) {
    const bool heavy_may = !heavy_.empty() && heavy_running < heavy_most;
    const bool heavy_first = heavy_may && heavy_running == 0 && now - heavy_.front().arrived > patience;
    if (!light_.empty() && !heavy_first) return take_front(light_);
    if (heavy_may) return take_front(heavy_);
    return std::nullopt;
}

std::vector<Job> Queue::take_late(Milliseconds now) {
    std::vector<Job> late;
    for (auto* list : {&light_, &heavy_}) {
        auto is_late = [now](const Job& j) { return j.deadline != 0 && j.deadline <= now; };
        for (auto& job : *list)
            if (is_late(job)) late.push_back(std::move(job));
        std::erase_if(*list, is_late);
    }
    return late;
}

void Queue::forget_client(std::uint64_t client) {
    for (auto* list : {&light_, &heavy_}) std::erase_if(*list, [client](const Job& j) { return j.client == client; });
}

}  // namespace beadle::inspect
