#include "mail/decision.h"

#include <algorithm>
#include <array>

namespace beadle {
namespace {

constexpr std::array<std::string_view, 7> action_names{"accept", "log", "flag", "ask", "reject", "quarantine", "defer"};
static_assert(action_names.size() == static_cast<std::size_t>(last_of(Action{})) + 1);

}  // namespace

std::string_view name(Action a) { return action_names.at(static_cast<std::size_t>(a)); }

std::optional<Action> action(std::string_view name) {
    const auto found = std::find(action_names.begin(), action_names.end(), name);
    if (found == action_names.end()) return std::nullopt;
    return static_cast<Action>(found - action_names.begin());
}

Action Decision::strongest() const {
    Action out = Action::accept;
    for (const RecipientDecision& r : recipients) out = std::max(out, r.action);
    return out;
}

Direction Decision::widest() const {
    Direction out = Direction::internal;
    for (const RecipientDecision& r : recipients) out = std::max(out, r.direction);
    return out;
}

}  // namespace beadle
