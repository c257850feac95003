#include <iterator>

#include "base/london.h"
#include "people/accessible.h"
#include "people/asking.h"
#include "people/direction.h"
#include "people/findings.h"
#include "people/people.h"
#include "people/threats.h"

namespace beadle::people {
namespace {

RecipientFacts recipient_facts(const std::string& recipient, const std::string& next_hop, const Scene& scene) {
    const auto address = parse_address(recipient);
    RecipientFacts out;
    out.address = recipient;
    out.direction = direction_of(address, scene.origin, scene.directory, scene.council_domains);
    // The network of a shared relay proves nobody, but council mail leaves through it: null senders and copies whose
    // mark was tampered with. What goes out there is judged as going out.
    const bool relayed = scene.envelope.listener_kind == ListenerKind::relay && out.direction == Direction::inbound;
    if (relayed && !is_council(address, scene.council_domains)) out.direction = Direction::outbound;
    if (const Member* member = member_at(address, scene)) {
        out.role = name(member->role_on(scene.today));
        out.known = true;
    }
    const Partner* partner = scene.directory.partner(address);
    if (partner && !partner->ended_on(scene.today)) {
        out.partner = partner->who();
        out.may_receive = partner->may_receive;
    }
    // Not for a council address that is delivered elsewhere: where that goes is not where the mail server sends this
    // one.
    if (out.direction == Direction::outbound && !is_council(address, scene.council_domains))
        out.tls = scene.directory.tls().level(address.domain, next_hop);
    return out;
}

// Beside the protection of the content; it covers no finding by itself (policy/cover.h).
void note_tls(const RecipientFacts& recipient, Inspection& inspection) {
    if (recipient.tls.empty() || inspection.protection.size() >= InspectionLimits::protections) return;
    Protection p;
    p.location = "recipient " + recipient.address.substr(0, InspectionLimits::text - 20);
    p.method = ProtectionMethod::tls_enforced;
    p.grade = EnforcedTls::proves_the_server(recipient.tls) ? ProtectionGrade::strong : ProtectionGrade::weak;
    p.why = recipient.tls;
    inspection.protection.push_back(std::move(p));
}

}  // namespace

Facts facts_of(const Envelope& envelope, Origin origin, const Inspection& inspection, const Directory& directory,
               const std::vector<std::string>& council_domains, Milliseconds wall_now,
               const std::vector<std::string>& own_networks, const std::vector<std::string>& authentication_servers) {
    const auto now = london_time(wall_now);
    const Scene scene{envelope,        origin,       inspection, directory,
                      council_domains, own_networks, now.today,  authentication_servers};
    Facts facts;
    facts.envelope = envelope;
    facts.origin = origin;
    if (const Member* sender = sending_member(scene)) facts.sender_role = name(sender->role_on(now.today));
    facts.sender_proven = sender_is_proven(envelope, origin, directory, council_domains, own_networks);
    facts.inspection = inspection;
    for (std::size_t i = 0; i < envelope.recipients.size(); ++i) {
        const std::string next_hop = i < envelope.next_hops.size() ? envelope.next_hops[i] : "";
        facts.recipients.push_back(recipient_facts(envelope.recipients[i], next_hop, scene));
        note_tls(facts.recipients.back(), facts.inspection);
    }
    add_coverage_findings(facts.inspection);
    auto found = people_findings(scene);
    auto threats = threat_findings(scene, found);
    for (auto& f : access_findings(facts)) found.push_back(std::move(f));
    std::move(threats.begin(), threats.end(), std::back_inserter(found));
    add_within_limits(facts.inspection, std::move(found));
    facts.today = now.today;
    facts.minute_of_day = now.minute_of_day;
    facts.weekday = now.weekday;
    return facts;
}

}  // namespace beadle::people
