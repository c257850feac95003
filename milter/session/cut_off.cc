#include "session/cut_off.h"

#include <algorithm>

namespace beadle::session {

std::vector<wire::NeedPeer> CutOff::due(const std::vector<wire::NeedPeer>& closed, Milliseconds now) {
    std::erase_if(ask_at_, [&](const auto& known) {
        return std::none_of(closed.begin(), closed.end(), [&](const auto& c) {
            return c.role == known.first.first && c.generation == known.first.second;
        });
    });
    std::vector<wire::NeedPeer> out;
    for (const auto& end : closed) {
        auto& at = ask_at_.try_emplace({end.role, end.generation}, now + first_wait).first->second;
        if (now < at) continue;
        at = now + next_wait;
        out.push_back(end);
    }
    return out;
}

}  // namespace beadle::session
