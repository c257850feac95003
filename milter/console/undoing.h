// undoing.h — what is discarded is discarded ten seconds later, so that it can be undone.
//
// Takes    references with reason and the session of who asked; undo(). Gives: the request to the records when the time is up.
//          A process that ends first discards nothing: the message is still held, and listed again.
// Bounds   500 at a time. Fails: what the records refuse is held on.
// Runs in  console: a thread of its own. Never throws but std::bad_alloc.
#pragma once

#include <condition_variable>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <thread>

#include "console/site.h"

namespace beadle::console {

class Undoing {
  public:
    static constexpr Milliseconds time_to_undo = 10'000;
    static constexpr std::size_t most = 500;
    Undoing(Asker& asker, const Clock& clock);
    ~Undoing();
    Undoing(const Undoing&) = delete;
    Undoing& operator=(const Undoing&) = delete;

    bool discard(const std::string& reference, const std::string& reason, const std::string& token, const std::string& client);
    bool undo(const std::string& reference, const std::string& token);  // false: it is too late, or another's
    bool holds(const std::string& reference) const;
    void finish(const std::string& token);  // who signs out has meant it

  private:
    struct Waiting {
        std::string reason, token, client;
        Milliseconds due = 0;  // steady
    };
    void run();
    void carry_out(const std::string& reference, const Waiting& waiting);
    Asker& asker_;
    const Clock& clock_;
    mutable std::mutex mutex_;
    std::condition_variable wake_;
    std::map<std::string, Waiting> waiting_;
    std::set<std::string> leaving_;  // asked of the records, not answered yet
    bool ending_ = false;
    std::thread thread_;
};

}  // namespace beadle::console
