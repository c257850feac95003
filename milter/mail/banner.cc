#include "mail/banner.h"

#include <algorithm>

namespace beadle {
namespace {

bool is_message_id(std::string_view s) {
    return !s.empty() && s.size() <= BannerLimits::message_id &&
           std::all_of(s.begin(), s.end(), [](char c) { return c > ' ' && c < '\x7f'; });
}

}  // namespace

bool is_sound(const BannerPlan& plan, std::uint64_t message_octets) {
    using L = BannerLimits;
    if (plan.edits.size() > L::edits || plan.thread.size() > L::thread) return false;
    std::uint64_t behind = 0;
    for (const auto& edit : plan.edits) {
        if (edit.offset < behind || edit.offset > message_octets || edit.removed > L::removed ||
            edit.removed > message_octets - edit.offset || edit.insert.size() > L::insert)
            return false;
        behind = edit.offset + edit.removed;
    }
    return std::all_of(plan.thread.begin(), plan.thread.end(), is_message_id);
}

}  // namespace beadle
