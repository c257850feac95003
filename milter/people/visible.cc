#include "people/visible.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "people/direction.h"
#include "people/people.h"

namespace beadle::people {
namespace {

constexpr std::size_t worth_telling = 5, many = 10, shown = 3;

bool anybody_outside(const Scene& scene) {
    return std::any_of(scene.envelope.recipients.begin(), scene.envelope.recipients.end(), [&](const auto& recipient) {
        return direction_of(parse_address(recipient), scene.origin, scene.directory, scene.council_domains) ==
               Direction::outbound;
    });
}

std::string counted(std::size_t n, const char* one, const char* more) {
    return std::to_string(n) + " " + (n == 1 ? one : more);
}

}  // namespace

std::string masked_address(const Address& a) {
    const auto first =
        a.local.empty() || static_cast<unsigned char>(a.local.front()) >= 0x80 ? "" : a.local.substr(0, 1);
    return printable(first + "•••@" + a.domain, 200);
}

void visible_findings(const Scene& scene, std::vector<Finding>& out) {
    if (scene.origin == Origin::outside || !anybody_outside(scene)) return;
    const RecipientWords& words = scene.directory.words();
    std::set<std::string> persons, organisations;
    std::vector<std::string> samples;
    for (const auto& h : scene.inspection.addresses) {
        if (h.field != "to" && h.field != "cc" && h.field != "resent-to" && h.field != "resent-cc") continue;
        const auto address = parse_address(h.address);
        if (address.domain.empty() || is_council(address, scene.council_domains)) continue;
        const bool official = scene.directory.partner(address) || words.is_public_body(address.domain) ||
                              words.is_role(address.local);
        if (official)
            organisations.insert(lookup_key(address));
        else if (persons.insert(lookup_key(address)).second && samples.size() < shown)
            samples.push_back(masked_address(address));
    }
    if (persons.size() < worth_telling) return;
    Finding f;
    f.kind = FindingKind::visible_recipients;
    f.location = "To and Cc fields";
    f.part = "0";
    f.confidence = persons.size() < many ? Confidence::low : Confidence::high;
    f.count = static_cast<std::uint32_t>(persons.size());
    f.sample = join(samples, ", ");
    f.detector = "people";
    f.evidence = counted(persons.size(), "person's address", "persons' addresses") +
                 " outside the council in To and Cc, each shown to all";
    if (!organisations.empty())
        f.evidence +=
            "; beside " + counted(organisations.size(), "address of an organisation", "addresses of organisations");
    out.push_back(std::move(f));
}

}  // namespace beadle::people
