// spool.h — the octets of one message as they arrive: in memory first, then in an unlinked file.
//
// Takes    pieces of any size. MAIL reserves what SIZE= announces, so that a message is refused before it is sent.
// Gives    the whole as octets (while in memory) or as a read-only descriptor: a sealed memory file, or the spool file.
// Bounds   all messages together stay within the total of the settings; memory within session.memory_octets a message.
// Fails    limit: the total is reached; unavailable: the folder is full or gone. Once failed it stays failed.
// Runs in  session, one thread a message; SpoolTotal is shared by all. Never throws but std::bad_alloc.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/owned.h"
#include "base/result.h"

namespace beadle::session {

class SpoolTotal {
  public:
    bool take(std::uint64_t octets, std::uint64_t most);
    void give_back(std::uint64_t octets) { used_ -= octets; }
    std::uint64_t used() const { return used_; }

  private:
    std::atomic<std::uint64_t> used_{0};
};

struct SpoolLimits {
    std::uint64_t memory_octets = 1u << 20;
    std::uint64_t total_octets = std::uint64_t{2} << 30;
    std::string folder;
};

class Spool {
  public:
    static constexpr std::uint64_t least_reserved = 1u << 20;

    Spool(SpoolTotal& total, SpoolLimits limits);
    ~Spool();
    Spool(const Spool&) = delete;
    Spool& operator=(const Spool&) = delete;

    Status reserve(std::uint64_t announced);  // 0 = not announced
    Status append(std::string_view octets);
    std::uint64_t octets() const { return octets_; }
    bool in_memory() const { return !file_; }
    const std::string& memory() const { return memory_; }  // the whole message while in_memory()
    Result<Descriptor> descriptor();  // a new one each time, of the same file

  private:
    Status failed(FailureKind kind, std::string what);
    Status open_file();
    Status write_out(std::string_view octets);
    SpoolTotal& total_;
    SpoolLimits limits_;
    std::uint64_t reserved_ = 0, octets_ = 0;
    std::string memory_;
    Descriptor file_, sealed_;
    bool broken_ = false;
};

}  // namespace beadle::session
