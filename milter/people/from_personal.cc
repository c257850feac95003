#include <algorithm>
#include <optional>

#include "people/about.h"
#include "people/direction.h"
#include "people/personal.h"

namespace beadle::people {
namespace {

bool has_file(const Inspection& i) {
    return std::any_of(i.entities.begin(), i.entities.end(), [](const Entity& e) { return !e.filename.empty(); });
}

// Words of it, a file, or an answer to the council's mail; an automatic answer is nobody's business.
bool is_business(const Scene& scene) {
    const auto& facts = scene.inspection.passed_on;
    const auto& marks = scene.inspection.marks;
    if (marks.automatic || marks.bulk) return false;
    if (facts.council_business) return true;
    if (facts.private_subject) return false;
    const bool of_council = std::any_of(facts.originals.begin(), facts.originals.end(), [&](const Original& o) {
        return !o.from.empty() && is_council(parse_address(o.from), scene.council_domains);
    });
    return of_council || has_file(scene.inspection);
}

// Between a member's mailbox and their own personal address: personal use, whatever it says.
bool is_to_themselves(const Member& owner, const Scene& scene) {
    const auto& to = scene.envelope.recipients;
    return !to.empty() && std::all_of(to.begin(), to.end(), [&](const std::string& r) {
        return scene.directory.by_council_address(parse_address(r)) == &owner;
    });
}

Confidence inbound_confidence(const Personal& personal, const Scene& scene) {
    if (is_business(scene)) return personal.confidence;
    return is_to_themselves(*personal.owner, scene) ? std::min(personal.confidence, Confidence::medium)
                                                    : Confidence::low;
}

// An address that the field shows in the place of a name: "annesmith72@gmail.com" <a.smith@council.example>.
std::vector<std::string> shown_by(const HeaderAddress& h) {
    std::vector<std::string> out = {h.address};
    const auto at = h.display.find('@');
    if (at == std::string::npos) return out;
    const auto begin = h.display.find_last_of(" <(\"'", at), end = h.display.find_first_of(" >)\"'", at);
    const auto first = begin == std::string::npos ? 0 : begin + 1;
    out.push_back(h.display.substr(first, end == std::string::npos ? end : end - first));
    return out;
}

}  // namespace

void from_personal_findings(const Scene& scene, const Member* sender, std::vector<Finding>& out) {
    const bool inside = scene.origin == Origin::inside;
    std::optional<Finding> best;
    for (const auto& h : scene.inspection.addresses) {
        if (h.field != "from" && h.field != "reply-to" && h.field != "sender") continue;
        for (const auto& shown : shown_by(h)) {
            const auto address = parse_address(shown);
            if (is_council(address, scene.council_domains)) continue;
            const auto personal = personal_at(address, sender, scene);
            if (!personal.is || !personal.owner ||
                (inside && personal.owner != sender && personal.confidence != Confidence::high))
                continue;
            const auto confidence = inside ? personal.confidence : inbound_confidence(personal, scene);
            if (best && confidence <= best->confidence) continue;
            const std::string field = h.field == "from" ? "From" : h.field == "sender" ? "Sender" : "Reply-To";
            best =
                about_message(FindingKind::from_personal_address, confidence, field + " field", "0", personal.evidence);
            best->sample = masked(address);
        }
    }
    if (best) out.push_back(std::move(*best));
}

}  // namespace beadle::people
