#include "cli/measure.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text.h"
#include "cli/measure_text.h"
#include "cli/value.h"

using namespace beadle;
using namespace beadle::cli;
using testing::HasSubstr;
using testing::Not;

namespace {

Finding seen(FindingKind kind, Confidence confidence) {
    Finding f;
    f.kind = kind;
    f.confidence = confidence;
    f.location = "message body";
    f.sample = "9•• ••1";
    f.evidence = "checksum";
    return f;
}

Judged judged(std::vector<Finding> findings, Action action = Action::accept) {
    Judged j;
    j.facts.inspection.findings = std::move(findings);
    j.decision.recipients = {{"a@b.example", Direction::outbound, action, {}}};
    return j;
}

Label label(std::vector<LabelledFinding> findings) {
    Label l;
    l.file = "m.eml";
    l.direction = Direction::outbound;
    l.findings = std::move(findings);
    return l;
}

struct Bench {
    Labels labels{{{"nhs", {FindingKind::nhs_number}},
                   {"health", {FindingKind::special_category, FindingKind::safeguarding}},
                   {"talk", {}}},
                  {},
                  {}};
    Measure measure{labels};
    policy::Policy policy;
    void add(std::vector<LabelledFinding> wanted, std::vector<Finding> found, Action action = Action::accept) {
        measure.add(label(std::move(wanted)), judged(std::move(found), action), policy);
    }
    const KindCounts& row(const std::string& kind) const {
        for (const auto& k : measure.kinds)
            if (k.kind == kind) return k;
        throw std::runtime_error(kind);
    }
};
const LabelledFinding nhs{0, true, "attachment a.xlsx", "***1"}, sealed_nhs{0, false, "", ""},
    health{1, true, "body", ""};
const Finding nhs_high = seen(FindingKind::nhs_number, Confidence::high),
              nhs_medium = seen(FindingKind::nhs_number, Confidence::medium),
              nhs_low = seen(FindingKind::nhs_number, Confidence::low);

TEST(Measure, CountsEachMessageOnceForEachKindAtItsSurest) {
    Bench b;
    b.add({nhs, nhs}, {nhs_medium, nhs_high, nhs_low});
    b.add({nhs}, {nhs_medium});
    b.add({nhs}, {nhs_low});
    b.add({nhs}, {});
    b.add({}, {nhs_high});
    b.add({}, {nhs_low});
    const KindCounts& c = b.row("nhs");
    EXPECT_EQ(c.labelled, 4u);
    EXPECT_EQ(c.high, 1u);
    EXPECT_EQ(c.medium, 1u);
    EXPECT_EQ(c.low, 1u);
    EXPECT_EQ(c.nothing, 1u);
    EXPECT_EQ(c.false_high, 1u);
    EXPECT_DOUBLE_EQ(*score(c, From::high).recall, 0.25);
    EXPECT_DOUBLE_EQ(*score(c, From::high).precision, 0.5);
    EXPECT_DOUBLE_EQ(*score(c, From::medium).recall, 0.5);
    EXPECT_DOUBLE_EQ(*score(c, From::medium).f1, 2 * 2.0 / (2 + 1 + 4));
    ASSERT_EQ(b.measure.misses.size(), 2u);
    EXPECT_EQ(b.measure.misses[0].instead, "found at low: checksum");
    EXPECT_EQ(b.measure.misses[1].place, "attachment a.xlsx");
}

TEST(Measure, WhatCouldNotBeLookedIntoIsMissedButNotSilently) {
    Bench b;
    Judged j = judged({});
    j.facts.inspection.not_inspected = {{"attachment x.zip", {}, "2", NotInspectedReason::encrypted, ""}};
    b.measure.add(label({nhs}), j, b.policy);
    EXPECT_EQ(b.row("nhs").not_inspected, 1u);
    EXPECT_EQ(b.row("nhs").missed(), 1u);
    EXPECT_THAT(b.measure.misses[0].instead, HasSubstr("not inspected (encrypted)"));
}

TEST(Measure, WhatIsSealedIsNeitherAskedForNorAFalseAlarm) {
    Bench b;
    b.add({sealed_nhs}, {nhs_high});
    b.add({sealed_nhs}, {});
    EXPECT_EQ(b.row("nhs").labelled, 0u);
    EXPECT_EQ(b.row("nhs").false_high, 0u);
    EXPECT_FALSE(score(b.row("nhs"), From::high).recall);
}

TEST(Measure, OneOfSeveralKindsIsEnoughAndTheOthersAreNoFalseAlarm) {
    Bench b;
    b.add({health}, {seen(FindingKind::safeguarding, Confidence::high)});
    b.add({health},
          {seen(FindingKind::safeguarding, Confidence::high), seen(FindingKind::special_category, Confidence::medium)});
    EXPECT_EQ(b.row("health").high, 2u);
    EXPECT_TRUE(b.measure.false_alarms.empty());
}

TEST(Measure, ASensitiveKindThatNoLabelKnowsIsAFalseAlarmAndAnyOtherIsNotCounted) {
    Bench b;
    b.add({}, {seen(FindingKind::iban, Confidence::medium), seen(FindingKind::first_time_sender, Confidence::high)});
    EXPECT_EQ(b.row("iban").false_medium, 1u);
    ASSERT_EQ(b.measure.false_alarms.size(), 1u);
    EXPECT_EQ(b.measure.false_alarms[0].finding.sample, "9•• ••1");
}

TEST(Measure, AMessageIsToBeStoppedAsItsLabelSays) {
    Bench b;
    const auto sort = [&](std::vector<LabelledFinding> f, std::optional<bool> stop, bool judged_so, Direction d) {
        Label l = label(std::move(f));
        l.stop = stop;
        l.judged = judged_so;
        l.direction = d;
        return name(sort_of(l, b.labels, d));
    };
    EXPECT_EQ(sort({nhs}, {}, false, Direction::outbound), "to-stop");
    EXPECT_EQ(sort({nhs}, {}, false, Direction::internal), "other");
    EXPECT_EQ(sort({sealed_nhs}, {}, false, Direction::outbound), "other");
    EXPECT_EQ(sort({nhs}, false, true, Direction::outbound), "other") << "the label allows it";
    EXPECT_EQ(sort({}, true, true, Direction::inbound), "to-stop");
    EXPECT_EQ(sort({}, false, true, Direction::outbound), "clean");
    EXPECT_EQ(sort({}, {}, false, Direction::outbound), "clean");
    EXPECT_EQ(sort({}, {}, true, Direction::outbound), "other") << "to be flagged";
    EXPECT_EQ(sort({{2, true, "", ""}}, {}, false, Direction::outbound), "other") << "its kind is not counted";
}

TEST(Measure, StoppedThatNeedNotBeAndDeliveredThatShouldBeAreNamed) {
    Bench b;
    b.add({nhs}, {nhs_high}, Action::quarantine);
    b.add({nhs}, {nhs_high}, Action::flag);
    b.add({nhs}, {}, Action::accept);
    b.add({}, {}, Action::reject);
    b.add({}, {}, Action::accept);
    const Threshold& t = b.measure.thresholds[0];
    EXPECT_EQ(t.of(Sort::to_stop).stopped, 1u);
    EXPECT_EQ(t.of(Sort::to_stop).flagged, 1u);
    EXPECT_EQ(t.of(Sort::clean).stopped, 1u);
    EXPECT_DOUBLE_EQ(*t.stopping().recall, 1.0 / 3);
    EXPECT_DOUBLE_EQ(*t.stopping().precision, 0.5);
    ASSERT_EQ(b.measure.wrong.size(), 2u);
    EXPECT_EQ(b.measure.wrong[0].sort, Sort::to_stop);
    EXPECT_EQ(b.measure.wrong[1].verdict, "reject");
}

policy::Policy stops_at_high() {
    const char* own = R"(
[council]
name = "Test"
domains = ["council.example"]
[policy]
title = "P"
adopted = 2025-05-12
review_due = 2027-05-12
[[rule]]
id = "stop"
clause = "1"
purpose = "compliance with the council's policy"
when = { direction = "outbound", finds = ["@sensitive"], confidence = "high" }
action = "quarantine"
)";
    auto read = policy::read_policy("", "", own, "own.toml", "2026-01-01");
    EXPECT_EQ(text(read.diagnostics), "");
    return read.policy;
}

TEST(Measure, AnotherThresholdIsDecidedByThePolicyItself) {
    Bench b;
    b.policy = stops_at_high();
    Judged j = judged({nhs_medium}, Action::accept);
    j.facts.recipients = {{}};
    j.facts.recipients[0].address = "a@b.example";
    j.facts.recipients[0].direction = Direction::outbound;
    j.facts.envelope.recipients = {"a@b.example"};
    b.measure.add(label({}), j, b.policy);
    const auto stopped = [&](Shift s) {
        return b.measure.thresholds[static_cast<std::size_t>(s)].of(Sort::clean).stopped;
    };
    EXPECT_EQ(stopped(Shift::none), 0u);
    EXPECT_EQ(stopped(Shift::medium_as_high), 1u);
    EXPECT_EQ(stopped(Shift::low_as_medium), 0u);
    EXPECT_EQ(stopped(Shift::only_high), 0u);
}

TEST(MeasureText, NothingOfAMessageOrALabelReachesTheTerminalRaw) {
    const std::string evil = "\033[2J\r\n\xe2\x80\xae\xff";
    Bench b;
    Finding f = nhs_high;
    f.location = f.sample = f.evidence = evil;
    Label l = label({});
    l.file = evil;
    b.measure.add(l, judged({f}), b.policy);
    const std::string text = measure_as_text(b.measure, {false, 100});
    for (const unsigned char c : text) EXPECT_TRUE((c >= 0x20 && c != 0x7f) || c == '\n');
    EXPECT_THAT(text, Not(HasSubstr("\xe2\x80\xae")));
    for (const auto& line : split(measure_as_json(b.measure), '\n'))
        EXPECT_TRUE(line.empty() || Value::parse(line)) << line;
}

}  // namespace
