#include "people/accessible.h"

#include <algorithm>

namespace beadle::people {
namespace {

constexpr std::ptrdiff_t many = 10;

}  // namespace

std::vector<Finding> access_findings(const Facts& facts) {
    std::vector<Finding> out;
    const auto outside = std::count_if(facts.recipients.begin(), facts.recipients.end(), [](const RecipientFacts& r) {
        return r.direction == Direction::outbound && r.partner.empty() && !r.known;
    });
    if (outside < many || facts.origin == Origin::outside) return out;
    for (const auto& document : facts.inspection.inaccessible) {
        Finding f;
        f.kind = FindingKind::inaccessible_document;
        f.location = document.location;
        f.path = document.path;
        f.part = document.part;
        f.detector = "people";
        f.evidence = "has not " + document.lacks + "; goes to " + std::to_string(outside) + " outside the council";
        out.push_back(std::move(f));
    }
    return out;
}

}  // namespace beadle::people
