// What persons do with kept copies beside releasing them: find, correct, let pass, discard, return; and what time does.
#include "records/discards.h"
#include "records/exceptions.h"
#include "records/expiry.h"
#include "records/returns.h"

#include "fixture.h"
#include "wire/exceptions.h"

namespace beadle::records {
namespace {

using nlohmann::json;

constexpr Milliseconds day = 86'400'000;

class KeptTest : public StoreTest {
  protected:
    std::string keep(std::uint32_t needs = 1) {
        auto v = held_verdict(needs);
        v.inspection.message_id = "<" + std::to_string(++made_) + "@council.example>";
        v.content_hash += std::to_string(made_);
        for (auto& n : v.notices) n.key += std::to_string(made_);
        const auto recorded = record(v);
        EXPECT_TRUE(recorded.good);
        EXPECT_TRUE(amend_event(recorded.event, wire::Amendment::heard));
        return recorded.held.empty() ? "" : recorded.held.front();
    }
    wire::Answer act(const std::string& verb, const std::string& id, json more = json::object(),
                     const char* who = "clerk") {
        more["id"] = id;
        return person_asks(verb, more, who);
    }
    std::vector<std::string> found(const json& filters, const std::string& verb = "quarantine.list") {
        std::vector<std::string> out;
        for (const auto& line : person_asks(verb, filters).lines) out.push_back(json::parse(line)["id"]);
        return out;
    }
    bool content_is_there(const std::string& reference) {
        const auto held = *find_held(store(), reference);
        const auto rows = store().db.rows("SELECT destroyed_at FROM messages WHERE id = ?1", {held->message});
        return rows && integer(rows->front()[0]) == 0;
    }
    std::string last_event(const std::string& kind) {
        const auto answer = person_asks("events.search", {{"kind", kind}, {"limit", 1}});
        return answer.lines.empty() ? "" : answer.lines.front();
    }
    int made_ = 0;
};

TEST_F(KeptTest, AKeptCopyIsFoundByWhatItIs) {
    auto v = held_verdict();
    v.inspection.entities = {{"2", {"Wages.xlsx"}, "application/zip", "", "Wages.xlsx", 10, ""}};
    v.inspection.addresses = {{"to", "Jo Example", "b@example.org"}};
    const auto id = record(v).held.front();
    const std::vector<std::string> it = {id}, none;
    struct Case {
        const char* name;
        json filters;
        bool there;
    };
    const Case cases[] = {
        {"nothing asked", json::object(), true},
        {"its direction", {{"direction", "outbound"}}, true},
        {"another direction", {{"direction", "inbound"}}, false},
        {"its reason", {{"reason", "quarantine"}}, true},
        {"another reason", {{"reason", "ask"}}, false},
        {"its rule", {{"rule", "sensitive-in-clear"}}, true},
        {"a part of a rule's name", {{"rule", "sensitive"}}, false},
        {"its kind", {{"kind", "nhs-number"}}, true},
        {"another kind", {{"kind", "malware"}}, false},
        {"its state", {{"state", "pending"}}, true},
        {"another state", {{"state", "released"}}, false},
        {"a file name in other letters", {{"text", "wages.XLSX"}}, true},
        {"a display name", {{"text", "jo example"}}, true},
        {"its Message-ID", {{"text", "1@council"}}, true},
        {"its reference", {{"text", id}}, true},
        {"a recipient", {{"recipient", "C@example"}}, true},
        {"nobody", {{"sender", "x%"}}, false},
        {"an attachment", {{"attachment", true}}, true},
        {"since tomorrow", {{"since", "2099-01-01"}}, false},
        {"until today", {{"until", "2099-01-01"}}, true},
    };
    for (const auto& c : cases) EXPECT_EQ(found(c.filters), c.there ? it : none) << c.name;
    EXPECT_EQ(json::parse(person_asks("quarantine.list", {{"count", true}}).lines.at(0))["count"], 1);
    EXPECT_EQ(person_asks("quarantine.list", {{"sort", "sideways"}}).exit_code, 2u);
}

TEST_F(KeptTest, TheyComeInTheOrderAskedFor) {
    const auto first = keep();
    clock_.pass(minute);
    const auto second = keep();
    EXPECT_EQ(found(json::object()), (std::vector<std::string>{second, first}));
    EXPECT_EQ(found({{"sort", "oldest"}}), (std::vector<std::string>{first, second}));
    EXPECT_EQ(found({{"sort", "oldest"}, {"limit", 1}}), std::vector<std::string>{first});
}

TEST_F(KeptTest, ACorrectedRecipientGetsItInsteadOfTheOther) {
    const auto id = keep();
    const auto answer =
        act("quarantine.release", id, {{"instead", {"b@example.org=right@example.net"}}, {"reason", "typing error"}});
    ASSERT_EQ(answer.exit_code, 0u) << answer.problem;
    const auto work = take_work_now();
    EXPECT_EQ(work.recipients, std::vector<std::string>{"<right@example.net>"});
    EXPECT_TRUE(settle(work, 250, "ok"));
    const auto people = people_of(id);
    EXPECT_EQ(people[0].state, "released");
    EXPECT_NE(people[0].note.find("right@example.net instead"), std::string::npos) << people[0].note;
    EXPECT_EQ(people[1].state, "held") << "only the corrected one was named";
    EXPECT_NE(last_event("release-asked").find("b@example.org -> right@example.net"), std::string::npos);
    EXPECT_EQ(verify(), "");
}

TEST_F(KeptTest, WhatCannotBeCorrectedIsRefused) {
    const auto id = keep();
    for (const char* instead : {"z@example.org=a@example.net", "b@example.org=", "b@example.org=not an address",
                                "b@example.org", "b@example.org=<>", "b@example.org=a@example.net,x@example.net"}) {
        const auto answer = act("quarantine.release", id, {{"instead", {instead}}});
        EXPECT_EQ(answer.exit_code, 1u) << instead;
    }
    EXPECT_EQ(people_of(id)[0].state, "held");
}

TEST_F(KeptTest, AnAddressThatWasChangedInTheStoreIsNotSentTo) {
    const auto id = keep();
    ASSERT_EQ(act("quarantine.release", id, {{"instead", {"b@example.org=right@example.net"}}}).exit_code, 0u);
    ASSERT_TRUE(store().db.beneath().run("UPDATE work_recipients SET instead = ?1", {Blob{"<thief@example.com>"}}));
    EXPECT_NE(take_work_now().kind, wire::WorkKind::release);
    EXPECT_EQ(people_of(id)[0].state, "held");
}

TEST_F(KeptTest, AnExceptionIsMadeWithAReleaseAndEndsByItself) {
    const auto id = keep();
    ASSERT_EQ(act("quarantine.release", id,
                  {{"recipients", {"b@example.org"}}, {"allow_sender_days", 30}, {"reason", "agreed"}})
                  .exit_code,
              0u);
    const auto given = [&](Origin origin, const std::string& sender, const std::string& recipient) {
        return ask<wire::ExceptionsGiven>(wire::Role::session, wire::AskExceptions{origin, sender, {recipient}})
            .given.size();
    };
    EXPECT_EQ(given(Origin::inside, "A.Smith@council.example", "<B@example.org>"), 1u);
    EXPECT_EQ(given(Origin::outside, "a.smith@council.example", "<b@example.org>"), 0u)
        << "only where the sender was proven";
    EXPECT_EQ(given(Origin::inside, "a.smith@council.example", "<c@example.org>"), 0u);
    EXPECT_EQ(given(Origin::inside, "b.jones@council.example", "<b@example.org>"), 0u);
    EXPECT_EQ(person_asks("exception.list", json::object()).lines.size(), 1u);
    EXPECT_EQ(verify(), "");
    clock_.pass(30 * day);
    EXPECT_EQ(given(Origin::inside, "a.smith@council.example", "<b@example.org>"), 0u);
    EXPECT_TRUE(person_asks("exception.list", json::object()).lines.empty());
    EXPECT_EQ(act("quarantine.release", keep(), {{"allow_sender_days", 366}}).exit_code, 2u);
}

TEST_F(KeptTest, AnExceptionIsEndedByAPersonAndNobodyLengthensIt) {
    ASSERT_EQ(act("quarantine.release", keep(), {{"allow_sender_days", 5}}).exit_code, 0u);
    const auto listed = person_asks("exception.list", json::object()).lines;
    ASSERT_EQ(listed.size(), 2u) << "one for each recipient";
    const std::string one = json::parse(listed[0])["id"];
    EXPECT_EQ(act("exception.end", one).exit_code, 0u);
    EXPECT_EQ(act("exception.end", one).exit_code, 1u);
    EXPECT_EQ(person_asks("exception.list", json::object()).lines.size(), 1u);
    EXPECT_EQ(verify(), "");
    ASSERT_TRUE(store().db.beneath().run("UPDATE exceptions SET until = until + 1000 WHERE state = 'open'", {}));
    EXPECT_TRUE(
        ask<wire::ExceptionsGiven>(
            wire::Role::session,
            wire::AskExceptions{Origin::inside, "a.smith@council.example", {"<b@example.org>", "<c@example.org>"}})
            .given.empty());
    EXPECT_NE(verify(), "");
}

TEST_F(KeptTest, ADiscardIsTakenBackAsLongAsTheMessageIsThere) {
    const auto id = keep();
    ASSERT_EQ(act("quarantine.discard", id, {{"reason", "wrong one"}}).exit_code, 0u);
    EXPECT_EQ(state_of(id), "discarding");
    EXPECT_TRUE(content_is_there(id));
    EXPECT_EQ(act("quarantine.release", id).exit_code, 1u);
    EXPECT_EQ(verify(), "");
    clock_.pass(10'000);
    run_due();
    ASSERT_EQ(act("quarantine.undo", id).exit_code, 0u);
    EXPECT_EQ(state_of(id), "held");
    EXPECT_EQ(people_of(id)[0].state, "held");
    clock_.pass(undo_time);
    run_due();
    EXPECT_TRUE(content_is_there(id));
    EXPECT_EQ(act("quarantine.undo", id).exit_code, 1u);
    EXPECT_EQ(verify(), "");
}

TEST_F(KeptTest, ADiscardedMessageIsDestroyedAfterAMoment) {
    const auto id = keep();
    ASSERT_EQ(act("quarantine.discard", id, {{"reason", "spam"}}).exit_code, 0u);
    reopen();  // whatever ends in between
    clock_.pass(undo_time);
    run_due();
    EXPECT_EQ(state_of(id), "discarded");
    EXPECT_EQ(people_of(id)[0].state, "discarded");
    EXPECT_FALSE(content_is_there(id));
    EXPECT_NE(last_event("discarded").find("\"clerk\""), std::string::npos) << "it names who wanted it";
    EXPECT_EQ(verify(), "");
    run_due();
    EXPECT_EQ(verify(), "");
}

TEST_F(KeptTest, WhatNeedsTwoPersonsIsDiscardedByTwo) {
    const auto id = keep(2);
    EXPECT_EQ(act("quarantine.discard", id, {{"reason", "x"}}).exit_code, 1u);
    EXPECT_EQ(act("quarantine.discard", id, {{"reason", "x"}}).exit_code, 1u) << "the same person is one person";
    EXPECT_EQ(state_of(id), "held");
    EXPECT_EQ(act("quarantine.discard", id, {{"reason", "y"}}, "deputy").exit_code, 0u);
    EXPECT_EQ(state_of(id), "discarding");
    EXPECT_EQ(verify(), "");
}

TEST_F(KeptTest, AMessageGoesBackToItsSenderWithANote) {
    const auto id = keep();
    const auto answer = act("quarantine.return", id, {{"note", "Please take out <column D>."}});
    ASSERT_EQ(answer.exit_code, 0u) << answer.problem;
    EXPECT_EQ(state_of(id), "returned");
    EXPECT_EQ(act("quarantine.release", id).exit_code, 1u);
    std::string octets;
    wire::Work work = take_work_now(&octets);
    while (work.notice.kind != "returned") {
        ASSERT_NE(work.kind, wire::WorkKind::none);
        settle(work, 250);
        work = take_work_now(&octets);
    }
    EXPECT_EQ(work.notice.to, "a.smith@council.example");
    EXPECT_NE(work.notice.text.find("<column D>"), std::string::npos);
    EXPECT_NE(work.notice.html.find("&lt;column D&gt;"), std::string::npos);
    EXPECT_NE(octets.find("Subject: Sample"), std::string::npos) << "the message goes along";
    EXPECT_EQ(verify(), "");
}

TEST_F(KeptTest, NothingGoesBackThatCameFromOutsideOrHarms) {
    auto outside = held_verdict();
    outside.origin = Origin::outside;
    outside.content_hash = "1";
    const auto stranger = record(outside).held.front();
    EXPECT_EQ(act("quarantine.return", stranger, {{"note", "x"}}).exit_code, 1u);
    auto bad = held_verdict();
    bad.content_hash = "2";
    bad.inspection.findings[0].kind = FindingKind::malware;
    const auto malware = record(bad).held.front();
    const auto answer = act("quarantine.return", malware, {{"note", "x"}});
    ASSERT_EQ(answer.exit_code, 0u);
    EXPECT_FALSE(json::parse(answer.lines[0])["attached"].get<bool>());
    EXPECT_EQ(act("quarantine.return", keep(), {{"note", "  "}}).exit_code, 2u);
}

TEST_F(KeptTest, WhatNobodyDecidesIsWarnedOfAndThenEnds) {
    store().named.clerk = "clerk@council.example";
    const auto id = keep();
    clock_.pass(26 * day);
    run_due();
    EXPECT_EQ(count("notices WHERE kind = 'expiry-warning'"), 0);
    clock_.pass(1 * day + minute);
    run_due();
    EXPECT_EQ(count("notices WHERE kind = 'expiry-warning'"), 1);
    clock_.pass(2 * day);
    run_due();
    EXPECT_EQ(count("notices WHERE kind = 'expiry-warning'"), 1) << "told once";
    EXPECT_EQ(state_of(id), "held");
    clock_.pass(1 * day);
    run_due();
    EXPECT_EQ(state_of(id), "expired");
    EXPECT_FALSE(content_is_there(id));
    EXPECT_NE(last_event("expired").find("30 days"), std::string::npos);
    EXPECT_EQ(verify(), "");
}

TEST_F(KeptTest, NothingEndsWithinADayOfItsWarning) {
    store().named.clerk = "clerk@council.example";
    const auto id = keep();
    clock_.pass(100 * day);  // it was switched off for long
    run_due();
    EXPECT_EQ(state_of(id), "held");
    clock_.pass(2 * day);
    run_due();
    EXPECT_EQ(state_of(id), "expired");
}

TEST_F(KeptTest, OfAReleasedCopyOnlyTheMessageEnds) {
    const auto id = keep();
    ASSERT_EQ(act("quarantine.release", id).exit_code, 0u);
    const auto work = take_work_now();
    ASSERT_TRUE(settle(work, 250));
    ASSERT_EQ(state_of(id), "released");
    clock_.pass(31 * day);
    run_due();
    EXPECT_EQ(state_of(id), "released");
    EXPECT_FALSE(content_is_there(id));
    EXPECT_EQ(verify(), "");
}

TEST(ExpiryDays, EachReasonHasItsOwn) {
    const ExpiryDays d{1, 2, 3, 4, 5, 0};
    EXPECT_EQ(days_of(d, "quarantine", ""), 1);
    EXPECT_EQ(days_of(d, "refused", ""), 2);
    EXPECT_EQ(days_of(d, "ask", ""), 3);
    EXPECT_EQ(days_of(d, "quarantine", " malware "), 4);
    EXPECT_EQ(days_of(d, "journal", " malware "), 5);
}

TEST_F(KeptTest, AnAcceptedMessageIsKeptInTheJournal) {
    auto v = accepted_verdict();
    v.held = {{wire::HeldReason::journal, {"<b@example.org>"}, 1, false, {}, "planning"}};
    const auto recorded = record(v);
    ASSERT_TRUE(recorded.good) << recorded.problem;
    const auto id = recorded.held.front();
    EXPECT_EQ(state_of(id), "journalled");
    EXPECT_TRUE(found(json::object()).empty());
    EXPECT_TRUE(found({{"state", "all"}}).empty());
    EXPECT_EQ(found({{"text", "sample"}}, "journal.list"), std::vector<std::string>{id});
    EXPECT_EQ(json::parse(person_asks("journal.list", json::object()).lines[0])["retain"], "planning");
    EXPECT_EQ(act("quarantine.release", id).exit_code, 1u);
    EXPECT_EQ(act("quarantine.discard", id, {{"reason", "x"}}).exit_code, 1u);
    EXPECT_EQ(verify(), "");
    EXPECT_TRUE(amend_event(recorded.event, wire::Amendment::made_void));
    EXPECT_EQ(state_of(id), "void");
    EXPECT_FALSE(content_is_there(id));
    EXPECT_EQ(verify(), "");
}

TEST_F(KeptTest, ACopyThatIsHiddenFromListsIsFoundOut) {
    (void)keep();
    ASSERT_TRUE(store().db.beneath().run("UPDATE held_index SET state = 'released'", {}));
    EXPECT_NE(verify(), "");
}

}  // namespace
}  // namespace beadle::records
