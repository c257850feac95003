// Readings of a kept message's content: nothing is given that the chain does not tell of, and no octet is parsed here.
#include "records/content_jobs.h"

#include "base/text.h"
#include "fixture.h"
#include "wire/view.h"

namespace beadle::records {
namespace {

using nlohmann::json;

class ContentTest : public StoreTest {
  protected:
    void SetUp() override {
        StoreTest::SetUp();
        service_->use_inspector(Replies::inspector);
    }
    std::string keep(std::uint32_t needs = 1) {
        auto v = held_verdict(needs);
        v.content_hash += std::to_string(++made_);
        return record(v).held.front();
    }
    // Asks, and leaves the answer to what happens next.
    std::uint32_t begin(const std::string& verb, const json& arguments, const char* who = "clerk") {
        EXPECT_TRUE(service_->take(1, wire::Role::admin, {who, true},
                                   wire::frame_of(wire::Ask{verb, arguments.dump()}, ++last_id_)));
        turns();
        return last_id_;
    }
    wire::Answer answer_of(std::uint32_t id) {
        wire::Answer all;
        for (const auto& frame : replies_.frames[id]) {
            auto part = wire::message_of<wire::Answer>(frame);
            EXPECT_TRUE(part);
            all.lines.insert(all.lines.end(), part->lines.begin(), part->lines.end());
            all.exit_code = part->exit_code;
            all.problem = part->problem;
            all.more = part->more;
        }
        return all;
    }
    void answer_view(std::size_t which, const wire::Viewed& viewed) {
        ASSERT_LT(which, replies_.views.size());
        EXPECT_TRUE(service_->take(Replies::inspector, wire::Role::inspect, {},
                                   wire::frame_of(viewed, replies_.views[which].id)));
        turns();
    }
    static wire::Viewed viewed() {
        wire::Viewed v;
        v.outcome = wire::ViewOutcome::viewed;
        v.fields = {{"Subject", "Sample"}};
        v.texts = {{"1", "message body", "body", "Her number is 999 ••• •••1.", {{14, 30, "nhs-number"}}, false}};
        v.pages = {{"1.2", "<p>x</p>", 2, 1, false}};
        return v;
    }
    std::int64_t events(const std::string& kind) { return count("events WHERE kind = '" + kind + "'"); }
    int made_ = 0;
};

TEST_F(ContentTest, ContentIsShownRebuiltAndTheReadingIsRecordedFirst) {
    const auto id = keep();
    const auto asked = begin("quarantine.content", {{"id", id}, {"reason", "to decide"}});
    ASSERT_EQ(replies_.views.size(), 1u);
    EXPECT_EQ(events("content-shown"), 1) << "before a worker gets it";
    EXPECT_TRUE(replies_.frames[asked].empty());
    EXPECT_FALSE(service_->turn()) << "waiting for a worker takes no time";
    const std::string octets = read_all(replies_.views[0].descriptors.at(0).get());
    EXPECT_NE(octets.find("Received: from client.example"), std::string::npos);
    EXPECT_NE(octets.find("Subject: Sample"), std::string::npos);
    answer_view(0, viewed());
    const auto answer = answer_of(asked);
    EXPECT_EQ(answer.exit_code, 0u);
    ASSERT_EQ(answer.lines.size(), 2u) << "pages only when HTML is asked for";
    EXPECT_EQ(json::parse(answer.lines[1])["text"], "Her number is 999 ••• •••1.");
    EXPECT_FALSE(wire::message_of<wire::View>(replies_.views[0])->reveal);
    EXPECT_EQ(verify(), "");
}

TEST_F(ContentTest, ToRevealNeedsAReasonAndIsAnEventOfItsOwn) {
    const auto id = keep();
    EXPECT_EQ(person_asks("quarantine.content", {{"id", id}, {"reveal", true}}).exit_code, 2u);
    EXPECT_EQ(person_asks("quarantine.content", {{"id", id}}).exit_code, 2u) << "reading needs a reason as well";
    EXPECT_EQ(person_asks("quarantine.content", {{"id", id}, {"reason", "  "}}).exit_code, 2u);
    (void)begin("quarantine.content", {{"id", id}, {"reveal", true}, {"reason", "complaint 4"}, {"html", true}});
    ASSERT_EQ(replies_.views.size(), 1u);
    EXPECT_TRUE(wire::message_of<wire::View>(replies_.views[0])->reveal);
    EXPECT_EQ(events("content-revealed"), 1);
    EXPECT_EQ(events("content-shown"), 0);
    answer_view(0, viewed());
    EXPECT_EQ(answer_of(last_id_).lines.size(), 3u);
}

TEST_F(ContentTest, ALostWorkerIsSaidAndNothingHangs) {
    const auto id = keep();
    const auto asked = begin("quarantine.content", {{"id", id}, {"reason", "to decide"}});
    service_->gone(Replies::inspector);
    turns();
    EXPECT_EQ(answer_of(asked).exit_code, 1u);
    EXPECT_EQ(person_asks("quarantine.content", {{"id", id}, {"reason", "to decide"}}).exit_code, 4u) << "nobody to ask now";
}

TEST_F(ContentTest, AnExportIsWholeAndNamesItsHash) {
    const auto id = record(held_verdict(), message_text(700'000)).held.front();
    const auto answer = person_asks("quarantine.export", {{"id", id}, {"reason", "Monitoring Officer"}});
    ASSERT_EQ(answer.exit_code, 0u) << answer.problem;
    std::string octets;
    for (std::size_t i = 1; i < answer.lines.size(); ++i)
        octets += unbase64(json::parse(answer.lines[i])["base64"].get<std::string>()).value();
    EXPECT_EQ(octets, held_verdict().trace + "\r\n" + message_text(700'000));
    EXPECT_EQ(json::parse(answer.lines[0])["sha256"], sha256_hex(octets));
    const auto told = person_asks("events.search", {{"kind", "content-exported"}});
    EXPECT_NE(told.lines.at(0).find(sha256_hex(octets)), std::string::npos);
    EXPECT_EQ(person_asks("quarantine.export", {{"id", id}}).exit_code, 2u) << "not without a reason";
}

TEST_F(ContentTest, WhatNeedsTwoPersonsIsExportedByTwo) {
    const auto id = keep(2);
    EXPECT_EQ(person_asks("quarantine.export", {{"id", id}, {"reason", "x"}}).exit_code, 1u);
    EXPECT_EQ(person_asks("quarantine.export", {{"id", id}, {"reason", "x"}}).exit_code, 1u);
    EXPECT_EQ(events("content-exported"), 0);
    EXPECT_EQ(person_asks("quarantine.export", {{"id", id}, {"reason", "y"}}, "deputy").exit_code, 0u);
    EXPECT_EQ(person_asks("quarantine.export", {{"id", id}, {"reason", "y"}}, "deputy").exit_code, 1u)
        << "once for two";
    EXPECT_EQ(verify(), "");
}

TEST_F(ContentTest, ADestroyedOrChangedMessageIsRefusedAndTheTryRecorded) {
    const auto id = keep();
    ASSERT_TRUE(store().db.beneath().run("UPDATE held SET subject = 'other'", {}));
    EXPECT_EQ(person_asks("quarantine.content", {{"id", id}, {"reason", "to decide"}}).exit_code, 1u);
    EXPECT_EQ(person_asks("quarantine.content", {{"id", "2222-2222"}, {"reason", "to decide"}}).exit_code, 1u);
    EXPECT_EQ(events("request-refused"), 2);
    EXPECT_TRUE(replies_.views.empty());
}

TEST_F(ContentTest, ASearchReadsWhatItIsAllowedToAndSaysWhatItRead) {
    const auto a = keep(), b = keep();
    const auto asked =
        begin("journal.search",
              {{"held", true}, {"words", {"footpath"}}, {"case", "SAR-1"}, {"why", "request"}, {"sort", "oldest"}});
    ASSERT_EQ(replies_.views.size(), 1u);
    EXPECT_EQ(events("content-searched"), 1);
    wire::Viewed hit;
    hit.outcome = wire::ViewOutcome::viewed;
    hit.occurrences = {{0, "1", "message body", 2}};
    answer_view(0, hit);
    wire::Viewed miss;
    miss.outcome = wire::ViewOutcome::viewed;
    miss.inspection.not_inspected.push_back({"attachment", {}, "2", NotInspectedReason::encrypted, ""});
    answer_view(1, miss);
    const auto answer = answer_of(asked);
    EXPECT_EQ(answer.exit_code, 1u);
    ASSERT_EQ(answer.lines.size(), 2u);
    EXPECT_EQ(json::parse(answer.lines[0])["id"], a);
    const auto summary = json::parse(answer.lines[1]);
    EXPECT_EQ(summary["read"], 2);
    EXPECT_EQ(summary["found"], 1);
    EXPECT_EQ(summary["unread"], 1);
    const auto told = person_asks("events.search", {{"kind", "content-searched"}}).lines.at(0);
    for (const auto& word : {a, b, std::string("SAR-1"), std::string("footpath")})
        EXPECT_NE(told.find(word), std::string::npos) << word;
    for (const json& bad : {json{{"words", {"x"}}, {"case", "1"}}, json{{"why", "x"}, {"case", "1"}},
                            json{{"words", {" "}}, {"case", "1"}, {"why", "x"}}})
        EXPECT_EQ(person_asks("journal.search", bad).exit_code, 2u) << bad;
}

TEST_F(ContentTest, ASearchEndsWithItsConnection) {
    (void)keep();
    (void)begin("journal.search", {{"held", true}, {"words", {"x"}}, {"case", "1"}, {"why", "y"}});
    service_->gone(1);
    answer_view(0, viewed());
    EXPECT_FALSE(service_->turn());
    EXPECT_EQ(replies_.views.size(), 1u);
}

TEST_F(ContentTest, AReplayHandsOutInspectionsAndNoContent) {
    const auto id = keep();
    const auto asked = begin("policy.replay", {{"held", true}});
    ASSERT_EQ(replies_.views.size(), 1u);
    EXPECT_EQ(wire::message_of<wire::View>(replies_.views[0])->purpose, wire::ViewPurpose::inspect);
    wire::Viewed seen;
    seen.outcome = wire::ViewOutcome::viewed;
    seen.inspection.subject = "Sample";
    answer_view(0, seen);
    const auto line = json::parse(answer_of(asked).lines.at(0));
    EXPECT_EQ(line["id"], id);
    auto inspection = wire::decode<Inspection>(*unbase64(line["inspection"].get<std::string>()), "inspection");
    ASSERT_TRUE(inspection);
    EXPECT_EQ(inspection->subject, "Sample");
    auto envelope = wire::decode<Envelope>(*unbase64(line["envelope"].get<std::string>()), "envelope");
    EXPECT_EQ(envelope->sender, "a.smith@council.example");
    EXPECT_EQ(events("content-replayed"), 1);
}

}  // namespace
}  // namespace beadle::records
