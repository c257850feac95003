// line.h — a connected socket with a deadline: octets out, replies in.
//
// Takes    a loopback endpoint and how long all may take; allow() gives so long again. `alive` is called about every second
//          of waiting.
// Gives    write(): all or false; reply(): one whole reply; early(): what the server said without being asked.
// Fails    false or nullopt, with `problem()` in words. A server that says more than it was asked is broken: its further
//          replies could be taken for answers to what was not sent yet.
// Runs in  mail. Never throws but std::bad_alloc.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/clock.h"
#include "base/owned.h"
#include "mail_out/smtp.h"
#include "mail_out/smtp_text.h"

namespace beadle::mail_out {

class Line {
  public:
    Line(const Clock& clock, Milliseconds most, std::function<void()> alive)
        : clock_(clock), until_(clock.steady() + most), alive_(std::move(alive)) {}
    void allow(Milliseconds most) { until_ = clock_.steady() + most; }
    bool connect(const Endpoint& endpoint);
    bool write(std::string_view octets);
    std::optional<Reply> reply();
    std::optional<Reply> early();  // never waits
    const std::string& problem() const { return problem_; }

  private:
    bool wait_for(short events);
    bool read_some();
    bool failed(std::string why);
    const Clock& clock_;
    Milliseconds until_;
    std::function<void()> alive_;
    Descriptor socket_;
    ReplyReader reader_;
    std::string problem_;
};

}  // namespace beadle::mail_out
