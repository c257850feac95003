#include "cli/change.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/messages_in.h"
#include "cli/value.h"
#include "support/temporary_folder.h"

using namespace beadle;
using namespace beadle::cli;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

namespace {

Finding seen(FindingKind kind, Confidence confidence, const std::string& location = "message body") {
    Finding f;
    f.kind = kind;
    f.confidence = confidence;
    f.location = location;
    f.sample = "9•• ••1";
    return f;
}

RuleHit rule(const std::string& id, bool watched = false, const std::string& excepted_by = "") {
    RuleHit hit;
    hit.id = id;
    hit.watched = watched;
    hit.excepted_by = excepted_by;
    return hit;
}

Judged judged(Action action, std::vector<RuleHit> hits = {}, std::vector<Finding> findings = {}) {
    Judged j;
    j.file = "m.eml";
    j.decision.recipients = {{"a@b.example", Direction::outbound, action, {}},
                             {"c@d.example", Direction::outbound, Action::accept, {}}};
    j.decision.hits = std::move(hits);
    j.facts.inspection.findings = std::move(findings);
    return j;
}

const Finding nhs = seen(FindingKind::nhs_number, Confidence::high);

TEST(Change, TheSameJudgementIsNone) {
    Judged other = judged(Action::flag, {rule("r")}, {nhs});
    other.facts.inspection.findings[0].evidence = "said in other words";
    const Change c = change_of(judged(Action::flag, {rule("r")}, {nhs}), other);
    EXPECT_FALSE(c.any());
    EXPECT_EQ(change_as_text(c, {}), "");
    EXPECT_FALSE((*Value::parse(change_as_json(c)))["changed"].truth());
}

TEST(Change, TellsRecipientsRulesAndFindings) {
    const Change c = change_of(
        judged(Action::accept, {rule("old"), rule("both")}, {seen(FindingKind::nhs_number, Confidence::medium)}),
        judged(Action::quarantine, {rule("both"), rule("new")}, {nhs, seen(FindingKind::iban, Confidence::low)}));
    EXPECT_TRUE(c.changes_verdict());
    EXPECT_EQ(c.before, Action::accept);
    EXPECT_EQ(c.after, Action::quarantine);
    EXPECT_THAT(c.rules_gained, ElementsAre("new"));
    EXPECT_THAT(c.rules_lost, ElementsAre("old"));
    ASSERT_EQ(c.findings_gained.size(), 2u);
    ASSERT_EQ(c.findings_lost.size(), 1u);
    const std::string text = change_as_text(c, {});
    EXPECT_THAT(text, HasSubstr("to a@b.example: accept → quarantine"));
    EXPECT_THAT(text, Not(HasSubstr("c@d.example"))) << "nothing changes for that one";
    EXPECT_THAT(text, HasSubstr("rules gained: new"));
    EXPECT_THAT(text, HasSubstr("- NHS number, medium"));
    EXPECT_THAT(text, HasSubstr("+ NHS number, high"));
}

TEST(Change, OneOfSeveralLikeFindingsIsNotAllOfThem) {
    const Change c = change_of(judged(Action::flag, {}, {nhs, nhs}), judged(Action::flag, {}, {nhs}));
    EXPECT_EQ(c.findings_lost.size(), 1u);
    EXPECT_THAT(c.findings_gained, IsEmpty());
    EXPECT_FALSE(c.changes_verdict());
    EXPECT_THAT(change_as_text(c, {}), HasSubstr("flag as before"));
}

TEST(Change, ARuleThatBecomesWatchingOrIsExceptedIsLost) {
    const Change c = change_of(judged(Action::flag, {rule("a"), rule("b")}),
                               judged(Action::flag, {rule("a", true), rule("b", false, "agreed")}));
    EXPECT_THAT(c.rules_lost, ElementsAre("a", "b"));
    EXPECT_THAT(c.rules_gained, ElementsAre("a (watching)"));
}

TEST(Change, NothingOfAMessageReachesTheTerminalRaw) {
    const std::string evil = "\033[2J\r\n\xe2\x80\xae\xff";
    Finding f = nhs;
    f.location = f.sample = f.evidence = evil;
    Judged before = judged(Action::accept), after = judged(Action::flag, {rule(evil)}, {f});
    before.file = evil;
    before.decision.recipients[0].address = evil;
    const Change c = change_of(before, after);
    for (const unsigned char ch : change_as_text(c, {false, 80})) EXPECT_TRUE((ch >= 0x20 && ch != 0x7f) || ch == '\n');
    EXPECT_TRUE(Value::parse(change_as_json(c)));
}

TEST(MessagesIn, OpensFoldersAndTakesWhatIsNamed) {
    const test::TemporaryFolder folder;
    for (const char* name :
         {"a/labels.jsonl", "a/m/2.eml", "a/m/1.eml", "a/m/.3.eml", "maildir/cur/17.host:2,S", "odd.txt"})
        folder.write(name, "x");
    std::filesystem::create_directories(folder / "empty");
    const auto at = [&](const char* name) { return folder / name; };
    std::string problem;
    EXPECT_THAT(messages_in({at("odd.txt"), at("a"), at("maildir")}, problem),
                ElementsAre(at("odd.txt"), at("a/m/1.eml"), at("a/m/2.eml"), at("maildir/cur/17.host:2,S")));
    EXPECT_EQ(problem, "");
    (void)messages_in({at("empty")}, problem);
    EXPECT_THAT(problem, HasSubstr("no message in the folder"));
}

}  // namespace
