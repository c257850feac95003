// sealing.h — one message, compressed and sealed under a key of its own, in slices.
//
// Takes    the octets of a message from memory or from a descriptor that can be read at any place; or its slices.
// Gives    slices of at most slice_octets (zstd, then secretstream XChaCha20-Poly1305; message name and slice number
// are
//          associated data; the last slice bears the final tag, so that none can be cut off, swapped or moved).
// Bounds   a message of at most most_octets; one step reads at most 8 MiB. Unsealing stops at the octets the row says.
// Fails    unavailable: the descriptor cannot be read; limit: too large; misconfigured: a slice does not open.
// Runs in  record. Never throws but std::bad_alloc.
// Source   libsodium secretstream; zstd streaming interface.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/owned.h"
#include "base/result.h"

namespace beadle::records {

constexpr std::size_t slice_octets = 1u << 20;
constexpr std::uint64_t most_octets = 1u << 30;

class Sealing {
  public:
    static Result<std::unique_ptr<Sealing>> of(Descriptor message);  // its size is taken now
    static Result<std::unique_ptr<Sealing>> of(std::string message);
    ~Sealing();

    Result<std::optional<std::string>> next_slice();  // nullopt: none is left
    bool finished() const;
    const std::string& name() const;    // 16 random octets
    const std::string& key() const;     // 32 octets, to be wrapped and then forgotten
    const std::string& header() const;  // of the secretstream
    std::uint64_t octets() const;       // of the message

    struct State;

  private:
    explicit Sealing(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

class Unsealing {
  public:
    Unsealing(std::string_view key, std::string_view header, std::string name, std::uint64_t octets);
    ~Unsealing();
    Unsealing(Unsealing&&) noexcept;
    using Sink = std::function<Status(std::string_view)>;
    Status slice(std::string_view sealed, const Sink& sink);  // in order
    Status end() const;  // misconfigured when the final slice has not been seen or octets are missing

    struct State;

  private:
    std::unique_ptr<State> state_;
};

}  // namespace beadle::records
