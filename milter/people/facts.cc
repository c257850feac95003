#include "people/direction.h"
#include "people/findings.h"
#include "people/london.h"
#include "people/people.h"

namespace beadle::people {
namespace {

RecipientFacts recipient_facts(const std::string& recipient, const Scene& scene) {
    const auto address = parse_address(recipient);
    RecipientFacts out;
    out.address = recipient;
    out.direction = direction_of(address, scene.origin, scene.directory, scene.council_domains);
    // The network of a shared relay proves nobody, but council mail leaves through it: null senders and copies whose mark was
    // tampered with. What goes out there is judged as going out.
    const bool relayed = scene.envelope.listener_kind == ListenerKind::relay && out.direction == Direction::inbound;
    if (relayed && !is_council(address, scene.council_domains)) out.direction = Direction::outbound;
    if (const Member* member = member_at(address, scene)) {
        out.role = name(member->role_on(scene.today));
        out.known = true;
    }
    const Partner* partner = scene.directory.partner(address.domain);
    if (partner && !partner->ended_on(scene.today)) {
        out.partner = partner->domain;
        out.may_receive = partner->may_receive;
    }
    return out;
}

}  // namespace

Facts facts_of(const Envelope& envelope, Origin origin, const Inspection& inspection, const Directory& directory,
               const std::vector<std::string>& council_domains, Milliseconds wall_now,
               const std::vector<std::string>& own_networks) {
    const auto now = london_time(wall_now);
    const Scene scene{envelope, origin, inspection, directory, council_domains, own_networks, now.today};
    Facts facts;
    facts.envelope = envelope;
    facts.origin = origin;
    if (const Member* sender = sending_member(scene)) facts.sender_role = name(sender->role_on(now.today));
    for (const auto& recipient : envelope.recipients) facts.recipients.push_back(recipient_facts(recipient, scene));
    facts.inspection = inspection;
    add_coverage_findings(facts.inspection);
    add_within_limits(facts.inspection, people_findings(scene));
    facts.today = now.today;
    facts.minute_of_day = now.minute_of_day;
    facts.weekday = now.weekday;
    return facts;
}

}  // namespace beadle::people
