#include "cli/records_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace beadle::cli;
using testing::HasSubstr;
using testing::Not;

namespace {

const Look plain{false, 120};
const char* const held =
    R"({"version":1,"id":"7k2m-9xdq","state":"held","at":"2026-11-21T19:35:00.123Z","sender":"clerk@council.example",)"
    R"("recipients":[{"address":"a@x.example","state":"held","note":""},{"address":"b@y.example","state":"held","note":""}],)"
    R"("subject":"Rota","reason":"quarantine","rules":["sensitive-in-clear"],"clauses":["8"],"size":1234,"release_needs":2,)"
    R"("decision":{"rules":[{"id":"sensitive-in-clear","clause":"8","action":"quarantine","advice":"Use a password."}]},)"
    R"("inspection":{"findings":[{"kind":"nhs-number","count":2,"confidence":"high","sample":"999 ••• •••1","location":"body","evidence":"checksum"}],)"
    R"("protection":[],"coverage":{"complete":false,"not_inspected":[{"location":"x.rar","reason":"unsupported","detail":"rar"}]}},)"
    R"("history":[{"event":1,"at":"2026-11-21T19:35:00.123Z","kind":"verdict","outcome":"quarantined","person":""},)"
    R"({"event":2,"at":"2026-11-22T08:00:00.000Z","kind":"release-asked","person":"jclerk","reason":"agreed"}]})";

TEST(QuarantineText, ListsOneCaseALine) {
    const std::string text = quarantine_as_text({held}, plain);
    EXPECT_THAT(text, HasSubstr("7k2m-9xdq  2026-11-21 19:35  held"));
    EXPECT_THAT(text, HasSubstr("a@x.example and 1 more"));
}

TEST(QuarantineText, AnEmptyListSaysSo) { EXPECT_THAT(quarantine_as_text({}, plain), HasSubstr("Nothing is waiting")); }

TEST(QuarantineText, ShowsOneCaseWhole) {
    const std::string text = case_as_text({held}, plain);
    for (const char* part : {"Case 7k2m-9xdq: held", "Rota", "needs 2 persons", "sensitive-in-clear (clause 8)", "Use a password.",
                             "999 ••• •••1", "NHS number", "x.rar", "jclerk", "agreed", "b@y.example"})
        EXPECT_THAT(text, HasSubstr(part));
}

TEST(QuarantineText, SaysHowTheQuestionToTheSenderStands) {
    const auto shown = [](const std::string& question) {
        return case_as_text({R"({"version":1,"id":"7k2m-9xdq","state":"held","reason":"ask","question":)" + question + "}"}, plain);
    };
    EXPECT_THAT(shown(R"({"state":"open","person":"ann@council.example","until":"2026-11-25T08:00:00.000Z"})"),
                HasSubstr("waits for the answer of ann@council.example until 2026-11-25 08:00"));
    EXPECT_THAT(shown(R"({"state":"answered","by":"reply","answer":"send","reason":"they know each other"})"),
                HasSubstr("answered by reply: send (they know each other)"));
    EXPECT_THAT(shown(R"({"state":"expired","person":"ann@council.example"})"), HasSubstr("not answered in time"));
    EXPECT_EQ(shown("null").find("question"), std::string::npos);
}

TEST(EventsText, ListsAndVerifies) {
    EXPECT_THAT(events_as_text({R"({"version":1,"event":12,"at":"2026-11-21T19:35:00.123Z","kind":"verdict","outcome":"accepted","sender":"","recipients":["a@x.example"],"rules":[],"queue_id":"4F00D"})"}, plain),
                HasSubstr("(null sender)"));
    EXPECT_THAT(verify_as_text({R"({"version":1,"good":true,"events":12,"gateway":"gw1"})"}, plain), HasSubstr("good: 12 events of gw1"));
    EXPECT_THAT(verify_as_text({R"({"version":1,"good":false,"events":12,"gateway":"gw1","problem":"event 7 was altered"})"}, plain),
                HasSubstr("NOT GOOD: 12 events of gw1. event 7 was altered"));
}

TEST(RecordsText, WhatIsNoJsonIsCounted) {
    EXPECT_THAT(quarantine_as_text({held, "{broken", "[1]"}, plain), HasSubstr("2 lines of the answer could not be read"));
}

TEST(RecordsText, HostileTextsReachNoTerminal) {
    const std::string evil = R"("\u001b]0;x\u0007\u001b[2J\r\n\u202e\u2028=cmd|' /C calc'!A0")";
    std::string line = "{";
    for (const char* key : {"id", "state", "at", "sender", "subject", "reason", "note", "kind", "outcome", "person", "queue_id", "message_id",
                            "gateway", "problem", "events", "event", "generation", "superseded_by", "origin"})
        line += "\"" + std::string(key) + "\":" + evil + ",";
    line += "\"recipients\":[" + evil + ",{\"address\":" + evil + ",\"note\":" + evil + "}],\"rules\":[" + evil + "],\"processes\":[{\"name\":" +
            evil + ",\"stage\":" + evil + ",\"status\":{" + evil + ":" + evil + "}}],\"inspection\":{\"findings\":[{\"kind\":" + evil +
            ",\"sample\":" + evil + "}]},\"history\":[{\"at\":" + evil + ",\"reason\":" + evil + "}]}";
    const std::vector<std::string> lines{line};
    for (const auto& text : {quarantine_as_text(lines, plain), case_as_text(lines, plain), release_as_text(lines, plain),
                             discard_as_text(lines, plain), events_as_text(lines, plain), verify_as_text(lines, plain),
                             gateway_as_text(line, plain), object_as_text(line, plain)}) {
        for (const unsigned char c : text) ASSERT_TRUE((c >= 0x20 && c != 0x7f) || c == '\n');
        EXPECT_THAT(text, Not(HasSubstr("\xe2\x80\xae")));
        EXPECT_THAT(text, Not(HasSubstr("\xe2\x80\xa8")));
    }
}

TEST(GatewayText, NamesEachProcess) {
    const std::string text = gateway_as_text(
        R"({"version":1,"generation":3,"stopping":false,"processes":[{"name":"beadle-session","pid":12,"stage":"serving","generation":3,"status":{"connections":4}}]})", plain);
    EXPECT_THAT(text, HasSubstr("Generation 3, serving"));
    EXPECT_THAT(text, HasSubstr("connections 4"));
}

TEST(GatewayText, SaysOfTheInspectorWhatAPersonReads) {
    const std::string text = gateway_as_text(
        R"({"version":1,"generation":3,"stopping":false,"processes":[{"name":"beadle-inspect","pid":12,"stage":"serving","generation":3,)"
        R"("status":{"workers":4,"pids":[7,8],"busy_pids":[8],"newest":1763769600000}},{"name":"beadle-record","pid":13,"stage":"serving","generation":3,)"
        R"("status":{"process":"beadle-record","events":17}}]})", plain);
    EXPECT_THAT(text, HasSubstr("signatures made 2025-11-22"));
    for (const char* raw : {"1763769600000", "pids", "events 17"}) EXPECT_THAT(text, Not(HasSubstr(raw)));
}

}  // namespace
