#include "mail/inspection.h"

#include <algorithm>

#include "base/text.h"

namespace beadle {
namespace {

constexpr std::string_view detector = "coverage", rest_location = "further parts";

Finding finding_of(const NotInspected& n) {
    Finding f;
    f.kind = FindingKind::not_inspected;
    f.location = n.location;
    f.path = n.path;
    f.part = n.part;
    f.confidence = Confidence::high;
    f.detector = detector;
    f.evidence = name(n.reason);
    if (!n.detail.empty()) f.evidence += ": " + n.detail;
    f.evidence = printable(f.evidence, InspectionLimits::text);
    return f;
}

Finding rest(std::size_t count) {
    Finding f;
    f.kind = FindingKind::not_inspected;
    f.location = rest_location;
    f.confidence = Confidence::high;
    f.count = static_cast<std::uint32_t>(count);
    f.detector = detector;
    f.evidence = "more parts were not inspected than findings can name";
    return f;
}

// The list is full: the least sure of the others gives up its place, so that policy still hears of the coverage.
void make_room(std::vector<Finding>& findings) {
    if (findings.size() < InspectionLimits::findings) return;
    auto least = findings.end();
    for (auto f = findings.begin(); f != findings.end(); ++f) {
        if (f->kind == FindingKind::not_inspected) continue;
        if (least == findings.end() || f->confidence <= least->confidence) least = f;
    }
    findings.erase(least == findings.end() ? findings.end() - 1 : least);
}

}  // namespace

void add_coverage_findings(Inspection& inspection) {
    std::vector<Finding>& findings = inspection.findings;
    std::vector<Finding> missing;
    for (const NotInspected& n : inspection.not_inspected) {
        Finding f = finding_of(n);
        const auto is_same = [&](const Finding& other) {
            return other.kind == f.kind && other.location == f.location && other.path == f.path &&
                   other.part == f.part && other.evidence == f.evidence;
        };
        if (std::none_of(findings.begin(), findings.end(), is_same) &&
            std::none_of(missing.begin(), missing.end(), is_same))
            missing.push_back(std::move(f));
    }
    const bool has_rest = std::any_of(findings.begin(), findings.end(), [](const Finding& f) {
        return f.kind == FindingKind::not_inspected && f.location == rest_location;
    });
    if (missing.empty() || has_rest) return;
    if (findings.size() + missing.size() <= InspectionLimits::findings) {
        std::move(missing.begin(), missing.end(), std::back_inserter(findings));
        return;
    }
    make_room(findings);
    std::size_t named = 0;
    while (findings.size() + 1 < InspectionLimits::findings) findings.push_back(std::move(missing[named++]));
    findings.push_back(rest(missing.size() - named));
}

}  // namespace beadle
