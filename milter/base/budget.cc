#include "base/budget.h"

#include <algorithm>

namespace beadle {
namespace {

constexpr std::uint64_t most_unpacked = 300u << 20;

// Never wraps: what is over the limit stays over it.
bool add(std::uint64_t& sum, std::uint64_t octets, std::uint64_t limit) {
    sum = octets > UINT64_MAX - sum ? UINT64_MAX : sum + octets;
    return sum <= limit;
}

bool count(std::uint32_t& number, std::uint32_t limit) {
    if (number < UINT32_MAX) ++number;
    return number <= limit;
}

}  // namespace

Budget::Budget(const BudgetLimits& limits, std::uint64_t message_octets, const Clock& clock)
    : limits_(limits), clock_(clock), deadline_(clock.steady() + limits.milliseconds) {
    const std::uint64_t tenfold = std::min(message_octets, most_unpacked) * 10;
    limits_.unpacked = std::min(std::max(limits_.unpacked, tenfold), most_unpacked);
}

bool Budget::gone(std::string why) {
    if (exhausted_.empty()) exhausted_ = std::move(why);
    return false;
}

bool Budget::spend_part() {
    return count(parts_, limits_.parts) || gone("maximum of " + std::to_string(limits_.parts) + " entities reached");
}

bool Budget::spend_member() {
    return count(members_, limits_.members) ||
           gone("maximum of " + std::to_string(limits_.members) + " archive members reached");
}

bool Budget::spend_unpacked(std::uint64_t octets) {
    return add(unpacked_, octets, limits_.unpacked) ||
           gone("maximum of " + std::to_string(limits_.unpacked) + " unpacked octets reached");
}

bool Budget::spend_text(std::uint64_t octets) {
    return add(text_, octets, limits_.text) ||
           gone("maximum of " + std::to_string(limits_.text) + " octets of text reached");
}

bool Budget::time_left() {
    return clock_.steady() < deadline_ ||
           gone("maximum of " + std::to_string(limits_.milliseconds) + " milliseconds reached");
}

}  // namespace beadle
