#include <gtest/gtest.h>

#include <algorithm>

#include "people/findings.h"

namespace beadle::people {
namespace {

using K = FindingKind;
using C = Confidence;

TEST(Limits, stay_within_the_limits_without_weakening) {
    Inspection i;
    const auto worker = [](K kind, C confidence, const char* file) {
        Finding f;
        f.kind = kind;
        f.confidence = confidence;
        f.part = "2";
        f.path = {file};
        return f;
    };
    for (std::size_t n = 0; n < InspectionLimits::findings; ++n)
        i.findings.push_back(worker(K::iban, n + 1 == InspectionLimits::findings ? C::high : C::low, "a"));
    i.findings[7].kind = K::nhs_number;
    std::vector<Finding> more;
    for (int n = 0; n < 300; ++n) {
        Finding f;
        f.kind = n % 2 ? K::personal_address : K::forwarded_to_personal;
        f.confidence = n == 9 ? C::high : C::low;
        f.recipient = "r" + std::to_string(n) + "@b.example";
        more.push_back(f);
    }
    add_within_limits(i, more);
    EXPECT_EQ(i.findings.size(), InspectionLimits::findings);
    std::uint64_t ibans = 0, homes = 0;
    C iban = C::low, home = C::low;
    bool nhs = false;
    for (const auto& f : i.findings) {
        nhs = nhs || f.kind == K::nhs_number;
        if (f.kind == K::iban) ibans += f.count, iban = std::max(iban, f.confidence);
        if (f.kind == K::personal_address) homes += f.count, home = std::max(home, f.confidence);
        EXPECT_TRUE(f.recipient.empty());
    }
    EXPECT_TRUE(nhs);
    EXPECT_EQ(ibans, InspectionLimits::findings - 1);
    EXPECT_EQ(iban, C::high);
    EXPECT_EQ(homes, 150u);
    EXPECT_EQ(home, C::high);
}

TEST(Limits, prefer_to_merge_what_lies_in_one_place_when_something_is_sealed) {
    Inspection i;
    Protection p;
    p.path = {"sealed.zip"};
    p.part = "2";
    p.protects = true;
    i.protection = {p};
    Finding in_seal, open;
    in_seal.kind = open.kind = K::iban;
    in_seal.path = {"sealed.zip", "x"};
    in_seal.part = open.part = "2";
    open.path = {"open.csv"};
    i.findings = {in_seal, open};
    while (i.findings.size() < InspectionLimits::findings) i.findings.push_back(in_seal);
    add_within_limits(i, std::vector<Finding>(1));
    EXPECT_EQ(i.findings.size(), InspectionLimits::findings);
    EXPECT_TRUE(std::any_of(i.findings.begin(), i.findings.end(),
                            [](const Finding& f) { return f.path == std::vector<std::string>{"open.csv"}; }));
}

TEST(Limits, leave_every_gap_in_coverage_named) {
    Inspection i;
    i.findings.resize(InspectionLimits::findings);
    for (auto& f : i.findings) f.kind = K::iban;
    for (std::size_t n = 0; n < InspectionLimits::not_inspected; ++n) i.findings[1500 + n].kind = K::not_inspected;
    add_within_limits(i, std::vector<Finding>(1));
    EXPECT_EQ(i.findings.size(), InspectionLimits::findings);
    EXPECT_EQ(std::count_if(i.findings.begin(), i.findings.end(),
                            [](const Finding& f) { return f.kind == K::not_inspected; }),
              static_cast<std::ptrdiff_t>(InspectionLimits::not_inspected) + 1);
}

TEST(Limits, fit_even_when_no_two_share_a_place) {
    Inspection i;
    Protection p;
    p.protects = true;
    i.protection = {p};
    for (std::size_t n = 0; n < InspectionLimits::findings; ++n) {
        Finding f;
        f.path = {std::to_string(n)};
        f.kind = static_cast<K>(n % 60);
        f.confidence = static_cast<C>(n % 3);
        i.findings.push_back(f);
    }
    add_within_limits(i, std::vector<Finding>(20));
    EXPECT_LE(i.findings.size(), InspectionLimits::findings);
}

}  // namespace
}  // namespace beadle::people
