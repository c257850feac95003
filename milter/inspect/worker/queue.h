// queue.h — messages that wait for a worker: two classes, first in first out inside each.
//
// Takes    jobs as they arrive; how many heavy ones run now.
// Gives    next(): a light one passes every heavy one; heavy ones never run more at once than `heavy_most`. A
//          heavy one that has waited for `patience` goes first when no other heavy one runs, so that light mail without end
//          cannot starve it.
// Bounds   `most` jobs; push() answers false beyond.
// Runs in  beadle-inspect's parent. Never throws but std::bad_alloc.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "wire/frame.h"

namespace beadle::inspect {

struct Job {
    static constexpr std::uint64_t heavy_from = (1u << 20) + 1;

    std::uint64_t id = 0;
    std::uint64_t client = 0;       // whose connection it came over
    std::uint32_t request = 0;      // the frame's id there
    std::string body;               // of the Inspect frame, as it came
    Descriptor file;                // the octets, when they are not in the body
    std::uint64_t octets = 0;
    std::vector<std::string> recipients;
    Milliseconds arrived = 0;
    Milliseconds deadline = 0;      // steady; 0 = none
    Milliseconds waited = 0;        // until its first worker
    std::uint32_t tries = 0;
    std::string causes;             // why earlier tries ended
    bool heavy = false;             // over 1 MiB, or expected to take long (pace.h)
};

class Queue {
  public:
    static constexpr std::size_t most = 2000;
    static constexpr Milliseconds patience = 2000;

    bool push(Job job);
    void push_again(Job job);  // after a failed try: ahead of its class
    std::optional<Job> next(std::size_t heavy_running, std::size_t heavy_most, Milliseconds now);
    std::vector<Job> take_late(Milliseconds now);
    void forget_client(std::uint64_t client);
    std::size_t size() const { return light_.size() + heavy_.size(); }

  private:
    std::deque<Job> light_, heavy_;
};

}  // namespace beadle::inspect
