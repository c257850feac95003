// client_limits.h — no client holds all threads of the console: how many requests of one may be under way.
//
// Takes    the client's address as the web server before us tells it.
// Gives    a place, or none when that client has `most` already. The place is given back when it goes.
// Runs in  console, any thread. Never throws but std::bad_alloc.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

namespace beadle::console {

class ClientLimits {
  public:
    explicit ClientLimits(int most) : most_(most) {}
    class Place {
      public:
        Place(ClientLimits& of, std::string client) : of_(&of), client_(std::move(client)) {}
        Place(Place&& other) noexcept : of_(std::exchange(other.of_, nullptr)), client_(std::move(other.client_)) {}
        Place& operator=(Place&&) = delete;
        ~Place() {
            if (of_) of_->leave(client_);
        }

      private:
        ClientLimits* of_;
        std::string client_;
    };
    std::optional<Place> enter(const std::string& client) {
        const std::lock_guard lock(mutex_);
        int& now = under_way_[client];
        if (now >= most_) return std::nullopt;
        ++now;
        return std::optional<Place>(std::in_place, *this, client);
    }

  private:
    void leave(const std::string& client) {
        const std::lock_guard lock(mutex_);
        const auto found = under_way_.find(client);
        if (found != under_way_.end() && --found->second == 0) under_way_.erase(found);
    }
    const int most_;
    std::mutex mutex_;
    std::map<std::string, int> under_way_;
};

}  // namespace beadle::console
