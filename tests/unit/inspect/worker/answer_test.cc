#include "inspect/worker/answer.h"

#include <gtest/gtest.h>

#include "base/codec.h"
#include "wire/messages.h"

namespace beadle::inspect {
namespace {

Finding finding(Confidence confidence = Confidence::low) {
    Finding f;
    f.kind = FindingKind::nhs_number;
    f.location = "message body";
    f.part = "1";
    f.confidence = confidence;
    f.sample = "999 ••• •••1";
    f.detector = "nhs-number";
    return f;
}

bool says_limit(const Inspection& i) {
    return std::any_of(i.not_inspected.begin(), i.not_inspected.end(),
                       [](const NotInspected& n) { return n.reason == NotInspectedReason::limit; });
}

TEST(KeepWithinLimits, AnAnswerThatFitsIsLeftAlone) {
    Inspection i;
    i.findings = {finding(), finding(Confidence::high)};
    i.subject = "Minutes";
    Inspection before = i;
    keep_within_limits(i);
    EXPECT_EQ(i, before);
}

TEST(KeepWithinLimits, FindingsThatDoNotFitAreSaidAndTheWeightiestStay) {
    Inspection i;
    for (int n = 0; n < 5000; ++n) i.findings.push_back(finding());
    i.findings.push_back(finding(Confidence::high));
    Finding malware;
    malware.kind = FindingKind::malware;
    i.findings.push_back(malware);
    keep_within_limits(i);
    EXPECT_TRUE(says_limit(i));
    EXPECT_LE(i.findings.size(), InspectionLimits::findings);
    EXPECT_EQ(i.findings[0].kind, FindingKind::malware);
    EXPECT_EQ(i.findings[1].confidence, Confidence::high);
}

TEST(KeepWithinLimits, EveryFullListIsSaid) {
    for (int which = 0; which < 4; ++which) {
        Inspection i;
        for (int n = 0; n < 6000; ++n) {
            if (which == 0) i.protection.emplace_back();
            if (which == 1) i.entities.emplace_back();
            if (which == 2) i.addresses.emplace_back();
            if (which == 3) i.not_inspected.push_back(whole_message(NotInspectedReason::broken, std::to_string(n)));
        }
        keep_within_limits(i);
        EXPECT_TRUE(says_limit(i)) << which;
        EXPECT_TRUE(check_answer(i, {})) << which;
    }
}

TEST(KeepWithinLimits, TheWorstAnswerFitsIntoAFrame) {
    const std::string longest(20'000, 'x');
    Inspection i;
    for (int n = 0; n < 4000; ++n) {
        Finding f = finding();
        f.location = f.sample = f.evidence = longest.substr(0, 2000) + std::to_string(n);
        f.path.assign(100, longest.substr(0, 1500));
        i.findings.push_back(f);
        Entity e;
        e.path.assign(20, longest.substr(0, 1100));
        e.filename = longest.substr(0, 1100);
        i.entities.push_back(e);
        i.not_inspected.push_back(
            whole_message(NotInspectedReason::broken, longest.substr(0, 1000) + std::to_string(n)));
    }
    keep_within_limits(i);
    wire::Inspected answer;
    answer.inspection = i;
    EXPECT_LE(wire::encode(answer).size(), wire::max_body);
    EXPECT_TRUE(check_answer(i, {}));
    EXPECT_FALSE(i.complete());
}

TEST(KeepWithinLimits, ControlCharactersAndBrokenUtf8DoNotLeaveTheWorker) {
    Inspection i;
    Finding f = finding();
    f.location = "attachment \x1b[2J\xff\u202e.exe";
    f.part = "1.x\n";
    i.findings = {f};
    i.addresses.push_back({"from", "a\r\nb", "\x80@example.org"});
    i.subject = std::string(1000, 'a') + "\n";
    i.message_id = "<a\tb>";
    keep_within_limits(i);
    EXPECT_TRUE(check_answer(i, {}));
    EXPECT_LE(i.subject.size(), 200u);
}

struct Break {
    const char* name;
    void (*apply)(Inspection&);
};
const Break breaks[] = {
    {"another message", [](Inspection& i) { i.octets = 2; }},
    {"a control character in a location", [](Inspection& i) { i.findings[0].location = "a\nb"; }},
    {"a location beyond the limit", [](Inspection& i) { i.findings[0].location.assign(1001, 'a'); }},
    {"a path that is too deep", [](Inspection& i) { i.findings[0].path.assign(65, "a"); }},
    {"a part that is no number", [](Inspection& i) { i.findings[0].part = "../x"; }},
    {"a finding about a stranger", [](Inspection& i) { i.findings[0].recipient = "x@example.org"; }},
    {"broken UTF-8 in a sample", [](Inspection& i) { i.findings[0].sample = "\xff"; }},
    {"an invisible mark in evidence", [](Inspection& i) { i.findings[0].evidence = "a\u202e"; }},
    {"too many findings", [](Inspection& i) { i.findings.resize(InspectionLimits::findings + 1); }},
    {"too many addresses", [](Inspection& i) { i.addresses.resize(InspectionLimits::addresses + 1); }},
    {"a digest of another length", [](Inspection& i) { i.sha256 = "abc"; }},
    {"a digest of an entity in capitals",
     [](Inspection& i) {
         Entity e;
         e.sha256.assign(64, 'A');
         i.entities = {e};
     }},
    {"a control character in the subject", [](Inspection& i) { i.subject = "\x1b"; }},
    {"a detail beyond the limit",
     [](Inspection& i) { i.not_inspected = {whole_message(NotInspectedReason::limit, std::string(1001, 'a'))}; }},
    {"a reason of protection beyond its limit",
     [](Inspection& i) {
         i.protection.emplace_back();
         i.protection[0].why.assign(257, 'a');
     }},
};

TEST(CheckAnswer, WhatAWorkerMayNotSayIsMalformed) {
    const std::vector<std::string> recipients = {"<b@example.org>"};
    Inspection good;
    good.octets = 1;
    good.findings = {finding()};
    good.findings[0].recipient = "<b@example.org>";
    ASSERT_TRUE(check_answer(good, {1, &recipients}));
    for (const auto& b : breaks) {
        Inspection bad = good;
        b.apply(bad);
        auto checked = check_answer(bad, {1, &recipients});
        ASSERT_FALSE(checked) << b.name;
        EXPECT_EQ(checked.failure().kind, FailureKind::malformed) << b.name;
    }
}

}  // namespace
}  // namespace beadle::inspect
