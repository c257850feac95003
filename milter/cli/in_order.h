// in_order.h — many messages worked on by several threads, taken in the order in which they were named.
//
// Takes    make(index), called by several threads at once; take(index, value), called by the caller's thread alone.
// Bounds   64 made but not taken yet, behind a slow one; 16 threads.
// Runs in  cli. What make or take throws ends the program.
#pragma once

#include <algorithm>
#include <condition_variable>
#include <cstddef>
#include <map>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "settings/settings.h"

namespace beadle::cli {

// As many as keep the workers busy.
inline std::size_t askers_for(const Settings& settings) {
    return static_cast<std::size_t>(std::clamp<std::int64_t>(settings.inspect_workers, 4, 16));
}

template <class T, class Make, class Take>
void in_order(std::size_t count, std::size_t askers, Make make, Take take) {
    constexpr std::size_t most_ahead = 64;
    std::mutex mutex;
    std::condition_variable changed;
    std::size_t next = 0, taken = 0;
    std::map<std::size_t, T> made;
    const auto ask = [&] {
        std::unique_lock lock(mutex);
        while (true) {
            changed.wait(lock, [&] { return next < taken + most_ahead || next >= count; });
            if (next >= count) return;
            const std::size_t mine = next++;
            lock.unlock();
            T value = make(mine);
            lock.lock();
            made.emplace(mine, std::move(value));
            changed.notify_all();
        }
    };
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < std::min(count, askers); ++i) threads.emplace_back(ask);
    for (std::size_t i = 0; i < count; ++i) {
        std::unique_lock lock(mutex);
        changed.wait(lock, [&] { return made.contains(i); });
        T value = std::move(made.extract(i).mapped());
        taken = i + 1;
        changed.notify_all();
        lock.unlock();
        take(i, std::move(value));
    }
    for (auto& thread : threads) thread.join();
}

}  // namespace beadle::cli
