#include <algorithm>
#include <limits>

#include "people/findings.h"

namespace beadle::people {
namespace {

void add_count(Finding& kept, const Finding& gone) {
    const std::uint64_t sum = std::uint64_t{kept.count} + gone.count;
    kept.count = static_cast<std::uint32_t>(std::min<std::uint64_t>(sum, std::numeric_limits<std::uint32_t>::max()));
}

// Findings about single recipients become one a kind about the whole message: it then counts for everybody.
std::vector<Finding> about_everybody(std::vector<Finding> findings) {
    std::vector<Finding> out;
    for (auto& f : findings) {
        const auto same = std::find_if(out.begin(), out.end(), [&](const Finding& o) { return o.kind == f.kind; });
        if (same == out.end()) {
            if (!f.recipient.empty()) f.location = "several recipients";
            f.recipient.clear();
            f.sample.clear();
            out.push_back(std::move(f));
            continue;
        }
        add_count(*same, f);
        same->confidence = std::max(same->confidence, f.confidence);
    }
    return out;
}

bool anything_sealed(const Inspection& i) {
    return std::any_of(i.protection.begin(), i.protection.end(), [](const Protection& p) { return p.protects; });
}

// May `kept` speak for `gone`? Of the same kind, as sure, and not in a place that could be sealed when the other is
// not.
bool speaks_for(const Finding& kept, const Finding& gone, bool sealed) {
    return kept.kind == gone.kind && kept.kind != FindingKind::not_inspected && kept.recipient == gone.recipient &&
           kept.confidence >= gone.confidence && (!sealed || (kept.path == gone.path && kept.part == gone.part));
}

// Until `room` more fit: later doubles go, their counts are added to what speaks for them.
void drop_doubles(std::vector<Finding>& findings, std::size_t room, bool sealed) {
    for (std::size_t i = findings.size(); i-- > 0 && findings.size() + room > InspectionLimits::findings;) {
        const auto end = findings.begin() + static_cast<std::ptrdiff_t>(i);
        const auto kept =
            std::find_if(findings.begin(), end, [&](const Finding& f) { return speaks_for(f, findings[i], sealed); });
        if (kept == end) continue;
        add_count(*kept, findings[i]);
        findings.erase(end);
    }
}

}  // namespace

void add_within_limits(Inspection& inspection, std::vector<Finding> more) {
    auto& findings = inspection.findings;
    if (findings.size() + more.size() > InspectionLimits::findings) more = about_everybody(std::move(more));
    drop_doubles(findings, more.size(), anything_sealed(inspection));
    drop_doubles(findings, more.size(), false);  // still too many: their number counts more than their place
    std::move(more.begin(), more.end(), std::back_inserter(findings));
}

}  // namespace beadle::people
