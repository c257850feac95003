// pace.h — how long messages of a size take here: what took long lately is expected to.
//
// Takes    the octets of a message and the time that inspecting it took.
// Gives    whether a message of that size is expected to take more than 50 ms; unknown sizes are expected to be quick.
// Bounds   one moving average for each power of two.
// Runs in  beadle-inspect's parent. Never throws.
// Source   ARCHITECTURE.md "Processes": heavy is over 1 MiB or 50 ms expected.
#pragma once

#include <array>
#include <bit>
#include <cstdint>

namespace beadle::inspect {

class Pace {
  public:
    static constexpr std::uint64_t slow_us = 50'000;

    void learn(std::uint64_t octets, std::uint64_t took_us) {
        double& average = averages_[std::bit_width(octets)];
        average += (static_cast<double>(took_us) - average) / 8;  // one odd message moves it little, a habit soon
    }
    bool is_slow(std::uint64_t octets) const { return averages_[std::bit_width(octets)] > slow_us; }

  private:
    std::array<double, 65> averages_{};
};

}  // namespace beadle::inspect
