// clean_memory.h — what this worker has scanned and found clean, so that the same attachment is not scanned again.
//
// Takes    the SHA-256 of decoded content and the name it went by (signatures may ask for a file name).
// Gives    whether this worker's own engine said "clean" to exactly that before. Nothing else is ever remembered.
// Bounds   the newest `most` entries. Lives as long as its worker, is shared with no other process: a hijacked worker can
//          mislead itself alone, until it retires. One engine a process, so that the engine need not be in the key.
// Runs in  inspect worker. Never throws but std::bad_alloc.
#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <unordered_set>

namespace beadle::inspect {

class CleanMemory {
  public:
    explicit CleanMemory(std::size_t most = 4096) : most_(most) {}
    bool knows(const std::string& sha256, const std::string& filename) const;
    void remember(const std::string& sha256, const std::string& filename);
    std::size_t size() const { return known_.size(); }

  private:
    static std::string key(const std::string& sha256, const std::string& filename);
    std::size_t most_;
    std::unordered_set<std::string> known_;
    std::deque<std::string> order_;
};

}  // namespace beadle::inspect
