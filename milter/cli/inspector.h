// inspector.h — beadle-inspect, started for this one command: the gateway's own workers and sandbox, no running daemon.
//
// Takes    the sealed bundle; message octets (hostile; they are handed on unread).
// Gives    the worker's answer. Many threads may ask at once.
// Bounds   messages of 300 MiB; two minutes each, and three for the start (large malware databases take long to load).
// Fails    misconfigured: it did not start, with what it said; unavailable: it died or did not answer.
// Runs in  cli. The process ends with its owner. Never throws but std::bad_alloc.
#pragma once

#include <sys/types.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "settings/bundle.h"
#include "wire/channel.h"

namespace beadle::cli {

constexpr std::size_t largest_message = 300u << 20;

class Inspector {
  public:
    static Result<std::unique_ptr<Inspector>> start(const Bundle& bundle);
    ~Inspector();
    Result<wire::Inspected> inspect(const Envelope& envelope, std::string_view octets);

  private:
    Inspector() = default;
    std::string said();         // its standard error, printable
    std::optional<int> ended(Milliseconds wait);  // exit code, once it has ended
    pid_t pid_ = -1;
    int exit_code_ = -1;
    Descriptor errors_;
    std::unique_ptr<wire::Channel> channel_;
};

// Runs `beadle-inspect --check` over the bundle: exit code and what it printed.
struct Check {
    int exit_code = 4;
    std::string text;
};
Result<Check> check_signatures(const Bundle& bundle);

}  // namespace beadle::cli
