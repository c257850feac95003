#include <algorithm>

#include "base/text.h"
#include "mail/address.h"
#include "people/network.h"
#include "people/people.h"

namespace beadle::people {
namespace {

bool council_domain(std::string_view domain, const std::vector<std::string>& own) {
    return std::any_of(own.begin(), own.end(), [&](const std::string& d) { return fold_domain(d) == domain; });
}

// A relay that many tenants share proves nothing by itself: our own listener for it, our domain in the envelope, and
// the mark that our tenant's connector adds. A second field of that name with another value is somebody's attempt.
bool relay_proves(const Relay& relay, const Envelope& envelope, const std::vector<std::string>& council_domains,
                  const std::vector<std::pair<std::string, std::string>>& fields) {
    if (relay.kind != "microsoft365" || relay.tenant_field.empty() || relay.tenant_value.empty()) return false;
    if (!council_domain(parse_address(envelope.sender).domain, council_domains)) return false;
    bool seen = false;
    for (const auto& [name, value] : fields) {
        if (!ascii_iequal(trim(name), relay.tenant_field)) continue;
        if (trim(value) != trim(relay.tenant_value)) return false;
        seen = true;
    }
    return seen;
}

}  // namespace

ListenerKind listener_kind(const Settings& settings, std::string_view daemon_name) {
    for (const auto& listener : settings.listeners)
        if (!daemon_name.empty() && listener.daemon_name == daemon_name) return listener.kind;
    return ListenerKind::mx;
}

Origin origin_of(const Envelope& envelope, const Settings& settings, const std::vector<std::string>& council_domains,
                 const std::vector<std::pair<std::string, std::string>>& header_fields) {
    const auto kind = listener_kind(settings, envelope.listener);
    if (kind == ListenerKind::release) return Origin::outside;  // a stamp proves a release, not a person
    if (!envelope.authenticated.empty()) return Origin::inside;
    if (!parse_numeric(envelope.client.address)) return Origin::outside;  // Unix socket, unknown family, missing: least
    if (kind == ListenerKind::relay)  // its network is every tenant's, so the networks do not count here
        return std::any_of(settings.relays.begin(), settings.relays.end(),
                           [&](const Relay& relay) {
                               return relay.daemon_name == envelope.listener &&
                                      relay_proves(relay, envelope, council_domains, header_fields);
                           })
                   ? Origin::inside
                   : Origin::outside;
    if (within_networks(envelope.client.address, settings.session_networks)) return Origin::inside;
    return kind == ListenerKind::submission ? Origin::inside : Origin::outside;
}

}  // namespace beadle::people
