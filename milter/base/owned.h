// owned.h — C objects and descriptors get their owner in the statement that obtains them.
//
// Runs in  every process. Never throws; releasing cannot fail visibly.
#pragma once

#include <unistd.h>

#include <memory>
#include <utility>

namespace beadle {

template <auto Free>
struct Freed {
    void operator()(auto* p) const noexcept { Free(p); }
};
template <class T, auto Free>
using Owned = std::unique_ptr<T, Freed<Free>>;

// A file descriptor that is closed once, by its owner. -1 is "none".
class Descriptor {
  public:
    Descriptor() = default;
    explicit Descriptor(int fd) : fd_(fd) {}
    Descriptor(Descriptor&& o) noexcept : fd_(std::exchange(o.fd_, -1)) {}
    Descriptor& operator=(Descriptor&& o) noexcept {
        if (this != &o) reset(std::exchange(o.fd_, -1));
        return *this;
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() { reset(); }

    int get() const { return fd_; }
    explicit operator bool() const { return fd_ >= 0; }
    int release() { return std::exchange(fd_, -1); }
    void reset(int fd = -1) {
        if (fd_ >= 0) ::close(fd_);
        fd_ = fd;
    }

  private:
    int fd_ = -1;
};

}  // namespace beadle
