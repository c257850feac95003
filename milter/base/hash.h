// hash.h — SHA-256 of octets that come in pieces.
//
// Takes    any octets. Gives 32 raw octets, once.
// Runs in  every process. Never throws but std::bad_alloc.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace beadle {

class Sha256 {
  public:
    Sha256();
    ~Sha256();
    void add(std::string_view octets);
    std::string take();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace beadle
