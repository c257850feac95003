#include "cli/judge.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/judge_text.h"
#include "cli/value.h"

using namespace beadle;
using namespace beadle::cli;
using testing::HasSubstr;
using testing::Not;

namespace {

Council council() {
    Council c;
    c.policy.domains = {"council.example"};
    c.policy.council = "Testing Town Council";
    c.policy.title = "IT Policy";
    return c;
}

Inspection headers(const std::string& from, const std::vector<std::string>& to) {
    Inspection i;
    i.addresses.push_back({"from", "", from});
    for (const auto& a : to) i.addresses.push_back({"to", "", a});
    return i;
}

TEST(Assume, TakesWhatIsNotGivenFromTheHeaderSection) {
    const auto a = assume({}, council(), headers("clerk@council.example", {"a@x.example", "A@X.example", "b@council.example"}));
    EXPECT_EQ(a.envelope.sender, "clerk@council.example");
    EXPECT_EQ(a.envelope.recipients, (std::vector<std::string>{"a@x.example", "b@council.example"}));
    EXPECT_EQ(a.origin, Origin::inside);
    EXPECT_EQ(a.envelope.authenticated, "clerk@council.example");
    EXPECT_EQ(a.note, "");
}

TEST(Assume, AStrangerIsOutside) {
    const auto a = assume({}, council(), headers("a@x.example", {"clerk@council.example"}));
    EXPECT_EQ(a.origin, Origin::outside);
    EXPECT_EQ(a.envelope.authenticated, "");
    EXPECT_EQ(a.envelope.listener_kind, ListenerKind::mx);
}

TEST(Assume, AGivenDirectionSetsTheOrigin) {
    Arguments arguments;
    arguments.direction = Direction::inbound;
    EXPECT_EQ(assume(arguments, council(), headers("clerk@council.example", {"b@council.example"})).origin, Origin::outside)
        << "a forged council address from outside";
    arguments.direction = Direction::outbound;
    EXPECT_EQ(assume(arguments, council(), headers("a@x.example", {"b@y.example"})).origin, Origin::inside);
}

TEST(Assume, GivenAddressesCount) {
    Arguments arguments;
    arguments.from = "";
    arguments.to = {"x@y.example"};
    const auto a = assume(arguments, council(), headers("clerk@council.example", {"b@council.example"}));
    EXPECT_EQ(a.envelope.sender, "");
    EXPECT_EQ(a.envelope.recipients, std::vector<std::string>{"x@y.example"});
    EXPECT_EQ(a.origin, Origin::outside);
}

TEST(Assume, WithoutARecipientOneIsAssumedAndSaid) {
    const auto out = assume({}, council(), headers("clerk@council.example", {}));
    EXPECT_EQ(out.envelope.recipients, std::vector<std::string>{"recipient@outside.invalid"});
    EXPECT_THAT(out.note, HasSubstr("no recipient"));
    const auto in = assume({}, council(), headers("a@x.example", {}));
    EXPECT_EQ(in.envelope.recipients, std::vector<std::string>{"postmaster@council.example"});
}

const std::string evil = "\033]0;owned\007\033[2J\r\nSubject: \xe2\x80\xae\xff";

Judged hostile() {
    Judged j;
    j.file = evil;
    j.council = j.title = evil;
    j.facts.envelope.sender = evil;
    j.facts.inspection.findings = {{FindingKind::nhs_number, evil, {evil}, evil, Confidence::high, 3, evil, evil, evil, evil}};
    j.facts.inspection.protection = {{evil, {evil}, evil, ProtectionMethod::zip, ProtectionGrade::partial, false, evil}};
    j.facts.inspection.not_inspected = {{evil, {evil}, evil, NotInspectedReason::broken, evil}};
    RuleHit hit;
    hit.id = hit.clause = hit.purpose = hit.advice = evil;
    hit.action = Action::quarantine;
    j.decision.hits = {hit};
    j.decision.recipients = {{evil, Direction::outbound, Action::quarantine, {0}}};
    j.reply = TrialReply{"550", "5.7.1", evil};
    j.note = "";
    return j;
}

TEST(JudgedText, NothingOfAMessageReachesTheTerminalRaw) {
    const std::string text = judged_as_text(hostile(), {false, 80});
    for (const unsigned char c : text) EXPECT_TRUE((c >= 0x20 && c != 0x7f) || c == '\n');
    EXPECT_THAT(text, Not(HasSubstr("\xe2\x80\xae")));
    EXPECT_THAT(text, Not(HasSubstr("\nSubject")));
    EXPECT_THAT(text, HasSubstr("QUARANTINE"));
    EXPECT_THAT(text, HasSubstr("Not looked into"));
}

TEST(JudgedJson, IsOneLineWithTheKeysThatStayPut) {
    const std::string line = judged_as_json(hostile());
    EXPECT_EQ(line.find('\n'), std::string::npos);
    EXPECT_EQ(line.find('\033'), std::string::npos);
    const auto v = Value::parse(line);
    ASSERT_TRUE(v) << line;
    for (const char* key : {"version", "file", "origin", "direction", "verdict", "reply", "recipients", "rules", "findings",
                            "protection", "coverage", "elapsed_ms"})
        EXPECT_FALSE((*v)[key].is_null()) << key;
    EXPECT_EQ((*v)["verdict"].raw(), "quarantine");
    EXPECT_EQ((*v)["direction"].raw(), "outbound");
    EXPECT_EQ((*v)["reply"]["code"].number(), 550);
    EXPECT_EQ((*v)["recipients"].items()[0]["verdict"].raw(), "quarantine");
    EXPECT_EQ((*v)["recipients"].items()[0]["rules"].items().size(), 1u);
    EXPECT_FALSE((*v)["coverage"]["complete"].truth());
    EXPECT_EQ((*v)["findings"].items()[0]["count"].number(), 3);
}

TEST(JudgedJson, ReplyIsNullWithoutOneAndAnErrorStandsAlone) {
    Judged j = hostile();
    j.reply.reset();
    EXPECT_TRUE((*Value::parse(judged_as_json(j)))["reply"].is_null());
    j.error = "no such file";
    const auto v = Value::parse(judged_as_json(j));
    ASSERT_TRUE(v);
    EXPECT_EQ((*v)["error"].raw(), "no such file");
    EXPECT_TRUE((*v)["verdict"].is_null());
}

TEST(JudgedText, ThousandsOfFindingsAreCounted) {
    Judged j = hostile();
    j.facts.inspection.findings.resize(2000, j.facts.inspection.findings[0]);
    const std::string text = judged_as_text(j, {false, 100});
    EXPECT_THAT(text, HasSubstr("and 1960 more"));
    EXPECT_LT(text.size(), 60'000u);
}

}  // namespace
