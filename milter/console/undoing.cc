#include "console/undoing.h"

#include <chrono>
#include <vector>

#include "base/log.h"
#include "console/desk.h"

namespace beadle::console {

Undoing::Undoing(Asker& asker, const Clock& clock) : asker_(asker), clock_(clock) {
    thread_ = std::thread([this] { run(); });
}

Undoing::~Undoing() {
    {
        const std::lock_guard lock(mutex_);
        ending_ = true;
    }
    wake_.notify_all();
    thread_.join();
}

bool Undoing::discard(const std::string& reference, const std::string& reason, const std::string& token, const std::string& client) {
    const std::lock_guard lock(mutex_);
    if (waiting_.size() >= most) return false;
    waiting_[reference] = {reason, token, client, clock_.steady() + time_to_undo};
    wake_.notify_all();
    return true;
}

bool Undoing::undo(const std::string& reference, const std::string& token) {
    const std::lock_guard lock(mutex_);
    const auto at = waiting_.find(reference);
    if (at == waiting_.end() || at->second.token != token) return false;
    waiting_.erase(at);
    return true;
}

bool Undoing::holds(const std::string& reference) const {
    const std::lock_guard lock(mutex_);
    return waiting_.contains(reference) || leaving_.contains(reference);
}

void Undoing::finish(const std::string& token) {
    std::map<std::string, Waiting> now;
    {
        const std::lock_guard lock(mutex_);
        for (auto it = waiting_.begin(); it != waiting_.end();) {
            if (it->second.token == token) {
                now.insert(*it);
                it = waiting_.erase(it);
            } else {
                ++it;
            }
        }
    }
    for (const auto& [reference, one] : now) carry_out(reference, one);
}

void Undoing::carry_out(const std::string& reference, const Waiting& one) {
    const auto reply = ask_records(asker_, one.token, "quarantine.discard",
                                   Value::map({{"id", reference}, {"reason", one.reason}}), one.client);
    if (!reply.done()) log::warning("a message that was to be discarded is held on", {{"cause", reply.problem}});
}

void Undoing::run() {
    std::unique_lock lock(mutex_);
    while (!ending_) {
        wake_.wait_for(lock, std::chrono::milliseconds(500));
        std::map<std::string, Waiting> due;
        for (auto it = waiting_.begin(); it != waiting_.end();) {
            if (it->second.due <= clock_.steady()) {
                leaving_.insert(it->first);
                due.insert(*it);
                it = waiting_.erase(it);
            } else {
                ++it;
            }
        }
        lock.unlock();
        for (const auto& [reference, one] : due) carry_out(reference, one);
        lock.lock();
        for (const auto& [reference, one] : due) leaving_.erase(reference);
    }
}

}  // namespace beadle::console
