#include "mail/inspection.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace beadle {
namespace {

NotInspected not_inspected(std::string part, NotInspectedReason reason) {
    return {"attachment a.zip", {"a.zip"}, std::move(part), reason, "maximum depth 16 reached"};
}

std::size_t coverage_findings(const Inspection& i) {
    return static_cast<std::size_t>(std::count_if(
        i.findings.begin(), i.findings.end(), [](const Finding& f) { return f.kind == FindingKind::not_inspected; }));
}

TEST(AddCoverageFindings, PutsOneFindingBesideEachPartThatWasNotInspected) {
    Inspection i;
    i.not_inspected = {not_inspected("1.2", NotInspectedReason::limit),
                       not_inspected("1.3", NotInspectedReason::broken)};
    add_coverage_findings(i);
    ASSERT_EQ(i.findings.size(), 2u);
    EXPECT_EQ(i.findings[0].kind, FindingKind::not_inspected);
    EXPECT_EQ(i.findings[0].confidence, Confidence::high);
    EXPECT_EQ(i.findings[0].location, "attachment a.zip");
    EXPECT_EQ(i.findings[0].path, std::vector<std::string>{"a.zip"});
    EXPECT_EQ(i.findings[0].part, "1.2");
    EXPECT_EQ(i.findings[0].evidence, "limit: maximum depth 16 reached");
}

TEST(AddCoverageFindings, IsIdempotent) {
    Inspection i;
    i.not_inspected = {not_inspected("1", NotInspectedReason::crash), not_inspected("1", NotInspectedReason::crash)};
    add_coverage_findings(i);
    const Inspection once = i;
    add_coverage_findings(i);
    EXPECT_EQ(i, once);
    EXPECT_EQ(coverage_findings(i), 1u);
}

TEST(AddCoverageFindings, AddsNothingToACompleteInspection) {
    Inspection i;
    add_coverage_findings(i);
    EXPECT_TRUE(i.findings.empty());
}

TEST(AddCoverageFindings, KeepsWithinTheLimitAndNeverLosesAllOfTheCoverage) {
    for (const std::size_t full : {InspectionLimits::findings, InspectionLimits::findings - 1, std::size_t{1900}}) {
        Inspection i;
        Finding sure;
        sure.kind = FindingKind::iban;
        sure.confidence = Confidence::high;
        i.findings.assign(full, sure);
        i.findings[7].confidence = Confidence::low;
        for (int n = 0; n < 300; ++n)
            i.not_inspected.push_back(not_inspected(std::to_string(n), NotInspectedReason::limit));
        add_coverage_findings(i);
        EXPECT_EQ(i.findings.size(), InspectionLimits::findings);
        EXPECT_GE(coverage_findings(i), 1u);
        EXPECT_EQ(i.findings.back().location, "further parts");
        const Inspection once = i;
        add_coverage_findings(i);
        EXPECT_EQ(i, once);
    }
}

TEST(AddCoverageFindings, GivesUpTheLeastSureFindingWhenTheListIsFull) {
    Inspection i;
    Finding sure;
    sure.kind = FindingKind::iban;
    sure.confidence = Confidence::high;
    i.findings.assign(InspectionLimits::findings, sure);
    i.findings[7].confidence = Confidence::low;
    i.not_inspected = {not_inspected("1", NotInspectedReason::limit)};
    add_coverage_findings(i);
    EXPECT_TRUE(std::none_of(i.findings.begin(), i.findings.end(),
                             [](const Finding& f) { return f.confidence == Confidence::low; }));
}

}  // namespace
}  // namespace beadle
