// signature_watch.h — when malware signatures that came while Beadle serves are to be loaded.
//
// Takes    the state of the databases (settings/signature_files.h) from time to time, and what became of a generation with it.
// Gives    due: it differs from what serves, has stayed as it is for settle_time, and was not tried within try_again_after.
//          Fewer files than serve are never due by themselves: freshclam may be about to fetch one again; a reload takes them.
//          is_short: that has lasted for short_time, so that newer files of the others wait too, and somebody must be told.
// Runs in  supervise.
// Source   freshclam replaces its files one after the other; what follows it may take a while over several.
#pragma once

#include <algorithm>
#include <string>

#include "base/clock.h"

namespace beadle::supervise {

class SignatureWatch {
  public:
    static constexpr Milliseconds look_every = 2'000, settle_time = 5'000, try_again_after = 60 * 60'000,
                                  short_time = 10 * 60'000;

    void serves(std::string state) {
        served_ = std::move(state);
        tried_.clear();
    }
    void tried(std::string state, Milliseconds at) {
        tried_ = std::move(state);
        tried_at_ = at;
    }
    bool is_served(const std::string& state) const { return state == served_; }
    bool look_now(Milliseconds at) {
        if (at < next_look_) return false;
        next_look_ = at + look_every;
        return true;
    }
    bool due(const std::string& state, Milliseconds at) {
        if (state != seen_) {
            seen_ = state;
            seen_since_ = at;
        }
        if (files(state) >= files(served_)) whole_at_ = at;
        if (state == served_ || at - seen_since_ < settle_time || files(state) < files(served_)) return false;
        return state != tried_ || at - tried_at_ >= try_again_after;
    }
    // What was asked last whether it is due.
    bool is_short(Milliseconds at) const { return files(seen_) < files(served_) && at - whole_at_ >= short_time; }

  private:
    static std::ptrdiff_t files(const std::string& state) { return std::count(state.begin(), state.end(), '\n'); }

    std::string served_, tried_, seen_;
    Milliseconds tried_at_ = 0, seen_since_ = 0, next_look_ = 0, whole_at_ = 0;
};

}  // namespace beadle::supervise
