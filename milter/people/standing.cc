#include <algorithm>

#include "people/about.h"

namespace beadle::people {
namespace {

// The first sensitive kind of the message that this partner may not have, as a clerk reads it; "" = none.
std::string kept_from(const Partner& partner, const Inspection& inspection) {
    if (!partner.named) return "";
    for (const auto& f : inspection.findings)
        if (group_of(f.kind) == FindingGroup::sensitive && f.confidence >= Confidence::medium && !partner.may(f.kind))
            return std::string(words(f.kind));
    return "";
}

void about_partner(const Partner& partner, const Scene& scene, const std::string& recipient,
                   std::vector<Finding>& out) {
    using enum FindingKind;
    if (partner.ended_on(scene.today)) {
        out.push_back(about_recipient(unauthorised_recipient, Confidence::high, recipient,
                                      "the agreement with " + partner.who() + " ended on " + partner.agreement_until));
        return;
    }
    if (const auto kind = kept_from(partner, scene.inspection); !kind.empty())
        out.push_back(
            about_recipient(unauthorised_recipient, Confidence::medium, recipient,
                            "the directory does not list this among what " + partner.who() + " may receive: " + kind));
}

}  // namespace

void standing_findings(const Scene& scene, const std::string& recipient, std::vector<Finding>& out) {
    using enum FindingKind;
    const auto address = parse_address(recipient);
    const Member* member = member_at(address, scene);
    if (member && member->role_on(scene.today) == MemberRole::former) {
        out.push_back(about_recipient(former_member, Confidence::high, recipient,
                                      "the directory has " + member->name + " as a former member"));
    } else if (member && member->not_yet_on(scene.today)) {
        out.push_back(about_recipient(unauthorised_recipient, Confidence::high, recipient,
                                      "the term of " + member->name + " begins on " + member->from));
    } else if (member && member->agreement_ended_on(scene.today)) {
        out.push_back(about_recipient(unauthorised_recipient, Confidence::high, recipient,
                                      "the agreement with " + member->name + " ended on " + member->agreement_until));
    }
    if (const Partner* partner = scene.directory.partner(address)) about_partner(*partner, scene, recipient, out);
}

}  // namespace beadle::people
