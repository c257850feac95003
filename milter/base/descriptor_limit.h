// descriptor_limit.h — room for as many open files as the settings can come to need.
//
// Takes    how many descriptors, and in words what needs them.
// Gives    the soft limit raised to that where it was lower.
// Fails    misconfigured: the hard limit is lower. To run all the same would mean refused connections and lost descriptors at
//          just the hour when most mail comes.
// Runs in  record, session: at start and with each new generation. Never throws but std::bad_alloc.
// Source   getrlimit(2), RLIMIT_NOFILE.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"

namespace beadle {

Status allow_descriptors(std::uint64_t needed, const std::string& what);

}  // namespace beadle
