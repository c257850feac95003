#include "people/findings.h"

#include <algorithm>

#include "base/text.h"
#include "people/about.h"
#include "people/direction.h"
#include "people/forwarding.h"
#include "people/greeting.h"
#include "people/network.h"
#include "people/people.h"
#include "people/visible.h"

namespace beadle::people {
namespace {

void recipient_findings(const Scene& scene, const std::string& recipient, const Member* sender,
                        const Forwarding& leaving, std::vector<Finding>& out) {
    const auto address = parse_address(recipient);
    const auto ends = delivered_to(address, scene.directory, scene.council_domains);
    const bool diverted =
        is_council(address, scene.council_domains) && !ends.empty() &&
        !std::all_of(ends.begin(), ends.end(), [&](const Address& a) { return is_council(a, scene.council_domains); });
    if (diverted)
        out.push_back(about_recipient(FindingKind::automatic_forwarding, Confidence::high, recipient,
                                      "the directory says that this mailbox delivers outside the council"));
    if (scene.origin == Origin::outside) return;
    const bool outbound =
        direction_of(address, scene.origin, scene.directory, scene.council_domains) == Direction::outbound;
    if (outbound && !diverted && leaving.is)
        out.push_back(
            about_recipient(FindingKind::automatic_forwarding, leaving.confidence, recipient, leaving.evidence));
    Personal personal;
    Address personal_end;
    for (const auto& end : ends) {
        if (is_council(end, scene.council_domains)) continue;
        auto one = personal_at(end, sender, scene);
        if (one.is && (!personal.is || one.confidence > personal.confidence))
            personal = std::move(one), personal_end = end;
    }
    if (personal.is)
        out.push_back(
            about_recipient(FindingKind::personal_address, personal.confidence, recipient, personal.evidence));
    if (!personal.is) return;
    const auto passed = diverted || leaving.is ? Forwarding{true, Confidence::high,
                                                            diverted ? "the mailbox delivers there" : leaving.evidence}
                                               : forwarded_by_hand(personal_end, personal, sender, scene);
    if (passed.is)
        out.push_back(about_recipient(FindingKind::forwarded_to_personal,
                                      std::min(personal.confidence, passed.confidence), recipient,
                                      personal.evidence + "; " + passed.evidence));
}

void sender_findings(const Scene& scene, const Member* sender, std::vector<Finding>& out) {
    if (sender && sender->role_on(scene.today) == MemberRole::former)
        out.push_back(about_message(FindingKind::former_member, Confidence::high, "envelope sender", "",
                                    "sent from the mailbox of " + sender->name + ", a former member"));
    const auto client = parse_numeric(scene.envelope.client.address);
    const bool near =
        client && (is_loopback(*client) || within_networks(scene.envelope.client.address, scene.own_networks));
    if (!client || near) return;  // not known, or nothing to overhear
    if (scene.envelope.tls_version.empty())
        out.push_back(about_message(FindingKind::unencrypted_submission, Confidence::high, "connection", "",
                                    "handed in from outside the council's networks without TLS"));
    if (scene.envelope.authenticated.empty() && scene.envelope.listener_kind != ListenerKind::relay)
        out.push_back(about_message(FindingKind::unauthenticated_submission, Confidence::high, "connection", "",
                                    "handed in from outside the council's networks without a log-in"));
}

}  // namespace

const Member* member_at(const Address& address, const Scene& scene) {
    const Member* member = scene.directory.by_council_address(address);
    return member ? member : scene.directory.by_personal_address(address);
}

const Member* sending_member(const Scene& scene) {
    if (scene.origin == Origin::outside) return nullptr;
    if (const auto* m = scene.directory.by_council_address(parse_address(scene.envelope.sender))) return m;
    if (scene.envelope.authenticated.empty()) return nullptr;
    return scene.directory.by_council_address(parse_address(scene.envelope.authenticated));
}

std::vector<Finding> people_findings(const Scene& scene) {
    std::vector<Finding> out;
    const bool inside = scene.origin == Origin::inside;
    const Member* sender = sending_member(scene);
    const Forwarding leaving = inside ? automatic_forwarding(scene) : Forwarding{};
    from_personal_findings(scene, sender, out);
    if (inside) sender_findings(scene, sender, out);
    visible_findings(scene, out);
    greeting_findings(scene, out);
    for (const auto& recipient : scene.envelope.recipients) {
        recipient_findings(scene, recipient, sender, leaving, out);
        if (inside) standing_findings(scene, recipient, out);
    }
    return out;
}

}  // namespace beadle::people
