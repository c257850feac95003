#include "inspect/worker/clean_memory.h"

namespace beadle::inspect {

std::string CleanMemory::key(const std::string& sha256, const std::string& filename) {
    return sha256 + '/' + filename.substr(0, 256);
}

bool CleanMemory::knows(const std::string& sha256, const std::string& filename) const {
    return known_.contains(key(sha256, filename));
}

void CleanMemory::remember(const std::string& sha256, const std::string& filename) {
    auto [at, added] = known_.insert(key(sha256, filename));
    if (!added) return;
    order_.push_back(*at);
    if (order_.size() <= most_) return;
    known_.erase(order_.front());
    order_.pop_front();
}

}  // namespace beadle::inspect
