#include "session/gateway.h"

#include <array>
#include <utility>

#include "base/text.h"

namespace beadle::session {

Gateway::Gateway(const Clock& clock_given) : clock(clock_given) {}

std::string Gateway::next_session_name() {
    std::string raw = random_token(9);
    return "s" + sha256_hex(raw).substr(0, 12);
}

void Gateway::count(std::string_view outcome) {
    const std::array<std::pair<std::string_view, std::atomic<std::uint64_t>*>, 7> rows = {{
        {"accepted", &counters.accepted},
        {"flagged", &counters.flagged},
        {"rejected", &counters.rejected},
        {"quarantined", &counters.quarantined},
        {"split", &counters.split},
        {"deferred", &counters.deferred},
        {"released", &counters.released},
    }};
    for (const auto& [name, counter] : rows)
        if (name == outcome) ++*counter;
}

std::vector<wire::NeedPeer> Gateway::cut_off() const {
    std::vector<wire::NeedPeer> out;
    if (record.closed()) out.push_back({wire::Role::record, 0});
    for (const auto number : generations.cut_off()) out.push_back({wire::Role::inspect, number});
    return out;
}

std::string Gateway::status_json() const {
    const auto generation = generations.current();
    const auto record_channel = record.get();
    auto number = [](const char* key, auto value) { return std::string(",\"") + key + "\":" + std::to_string(value); };
    const auto& c = counters;
    return "{\"version\":1" + number("generation", generation ? generation->number : 0) +
           number("policy", generation ? generation->policy_number : 0) + ",\"policy_version\":\"" +
           (generation ? generation->policy.version : std::string()) + "\"" +
           number("connections", c.connections.load()) + number("messages", c.messages.load()) +
           number("unheard", c.unheard.load()) + number("spool_octets", spool.used()) +
           number("connections_seen", c.connections_seen.load()) + number("accepted", c.accepted.load()) +
           number("flagged", c.flagged.load()) + number("rejected", c.rejected.load()) +
           number("quarantined", c.quarantined.load()) + number("split", c.split.load()) +
           number("deferred", c.deferred.load()) + number("released", c.released.load()) +
           ",\"record\":" + (record_channel && !record_channel->closed() ? "true" : "false") +
           ",\"draining\":" + (draining ? "true" : "false") + "}";
}

}  // namespace beadle::session
