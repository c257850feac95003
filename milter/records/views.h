// views.h — the way from a job of the records to the view workers of beadle-inspect.
//
// Takes    ask(): what is wanted, and the message as a sealed memory file. use(), came(), gone(): what the service
// hears. Gives    a ticket; ready() and take() tell of its answer. Asked of the newest inspector that was introduced;
// when that end
//          closes, what it was asked is answered `lost`, and the job may ask again.
// Bounds   what nobody takes any more is forgotten with drop().
// Runs in  record. Never throws but std::bad_alloc.
#pragma once

#include <functional>
#include <map>
#include <optional>

#include "wire/view.h"

namespace beadle::records {

class Views {
  public:
    using Send = std::function<void(std::uint64_t to, wire::Frame frame)>;
    explicit Views(Send send) : send_(std::move(send)) {}

    void use(std::uint64_t inspector) { inspector_ = inspector; }
    void gone(std::uint64_t connection);
    bool came(const wire::Frame& frame);  // false: not a Viewed

    bool can_ask() const { return inspector_ != 0; }
    std::uint32_t ask(const wire::View& view, Descriptor message);
    bool ready(std::uint32_t ticket) const;
    wire::Viewed take(std::uint32_t ticket);  // precondition: ready
    void drop(std::uint32_t ticket) { asked_.erase(ticket); }

  private:
    struct Asked {
        std::uint64_t inspector = 0;
        std::optional<wire::Viewed> answer;
    };
    static wire::Viewed lost();
    Send send_;
    std::uint64_t inspector_ = 0;
    std::uint32_t last_ = 0;
    std::map<std::uint32_t, Asked> asked_;
};

}  // namespace beadle::records
