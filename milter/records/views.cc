#include "records/views.h"

namespace beadle::records {

wire::Viewed Views::lost() {
    wire::Viewed out;
    out.outcome = wire::ViewOutcome::lost;
    out.problem = "the inspector is not there";
    return out;
}

void Views::gone(std::uint64_t connection) {
    if (inspector_ == connection) inspector_ = 0;
    for (auto& [ticket, asked] : asked_)
        if (asked.inspector == connection && !asked.answer) asked.answer = lost();
}

bool Views::came(const wire::Frame& frame) {
    auto viewed = wire::message_of<wire::Viewed>(frame);
    if (!viewed) return false;
    if (auto found = asked_.find(frame.id); found != asked_.end() && !found->second.answer)
        found->second.answer = std::move(*viewed);
    return true;
}

std::uint32_t Views::ask(const wire::View& view, Descriptor message) {
    const auto ticket = ++last_;
    auto& asked = asked_[ticket];
    asked.inspector = inspector_;
    if (inspector_ == 0) {
        asked.answer = lost();
        return ticket;
    }
    auto frame = wire::frame_of(view, ticket);
    frame.descriptors.push_back(std::move(message));
    send_(inspector_, std::move(frame));
    return ticket;
}

bool Views::ready(std::uint32_t ticket) const {
    const auto found = asked_.find(ticket);
    return found == asked_.end() || found->second.answer.has_value();
}

wire::Viewed Views::take(std::uint32_t ticket) {
    const auto found = asked_.find(ticket);
    if (found == asked_.end() || !found->second.answer) return lost();
    wire::Viewed out = std::move(*found->second.answer);
    asked_.erase(found);
    return out;
}

}  // namespace beadle::records
